import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isShown } from "./conditions";
import { drawFields, Holder } from "./fields";
import { Paper } from "./paper";
import { trail } from "./trail";
import type { Boot, Field, Values } from "./types";

const said = vi.fn();
const changed = vi.fn();
let values: Values;
let paper: Paper;
let reveal: (path: string[]) => Promise<HTMLElement | null>;

const TEXTS: Field = { name: "texts", type: "list", label: "Textes", entity: "texte", max: 3,
  field: { name: "text", type: "text", label: "Texte" } };

/** Every word says its own name: what is tested is where it stands. */
const words = new Proxy({}, { get: (_target, name) => `${String(name)}${PLACES[String(name)] ?? ""}` });
const PLACES: Record<string, string> = { actOn: " {act} {name}", moved: " {name} {n}/{total}", added: " {name}", removed: " {name}" };

function draw(fields: Field[], given: Values): HTMLElement {
  values = given;
  const boot = { words, params: given, sprite: "", files: {}, accepted: {}, urls: {}, subMetadataFields: [], mediaFields: [] };
  paper = new Paper(boot as unknown as Boot, "", changed, said);
  const slot = { get: () => values, set: (value: unknown) => { values = value as Values; paper.changed(); } };
  const root = document.createElement("div");
  document.body.append(root);
  reveal = drawFields(root, fields, new Holder(slot, null), () => "", paper);
  return root;
}

const button = (name: string) => document.querySelector<HTMLButtonElement>(`[aria-label="${name}"]`)!;
const type = (control: HTMLInputElement, text: string) => {
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
};

beforeEach(() => vi.clearAllMocks());
afterEach(() => document.body.replaceChildren());

it("changes nothing as long as nobody types", () => {
  const given = { text: "l&#039;eau", texts: ["a", "b"], unknown: { kept: 1 } };
  const before = JSON.stringify(given);
  draw([{ name: "text", type: "text" }, TEXTS], given);
  expect(JSON.stringify(values)).toBe(before);
  expect(changed).not.toHaveBeenCalled();
});

it("writes what is typed, and only there", () => {
  const root = draw([{ name: "text", type: "text" }, TEXTS], { text: "l&#039;eau", texts: ["a", "b"], unknown: 1 });
  const input = root.querySelector("input")!;
  expect(input.value).toBe("l'eau");
  type(input, "l'air & l'eau");
  expect(values).toEqual({ text: "l&#039;air &amp; l&#039;eau", texts: ["a", "b"], unknown: 1 });
});

it("moves an item by its button, says so, and keeps the focus where it acted", () => {
  draw([TEXTS], { texts: ["a", "b", "c"] });
  button("actOn down Texte 1 : a").click();
  expect(values["texts"]).toEqual(["b", "a", "c"]);
  expect(said).toHaveBeenLastCalledWith("moved Texte 2 : a 2/3");
  expect(document.activeElement).toBe(button("actOn down Texte 2 : a"));
  button("actOn down Texte 2 : a").click();
  expect(document.activeElement).toBe(button("actOn up Texte 3 : a"));
  const shown = [...document.querySelectorAll<HTMLInputElement>("li input")].map((input) => input.value);
  expect(shown).toEqual(["b", "c", "a"]);
});

it("adds until the list is full, and focuses what was added", () => {
  const root = draw([TEXTS], { texts: ["a", "b"] });
  const add = [...root.querySelectorAll("button")].find((one) => one.textContent?.includes("add"))!;
  add.click();
  expect(document.activeElement).toBe(root.querySelectorAll("li input")[2]);
  expect(add.disabled).toBe(true);
  expect(button("actOn duplicate Texte 1 : a").disabled).toBe(true);
});

it("removes an item and goes to the next one, at last to the button that adds", () => {
  draw([TEXTS], { texts: ["a", "b"] });
  button("actOn remove Texte 1 : a").click();
  expect(values["texts"]).toEqual(["b"]);
  expect(document.activeElement).toBe(button("actOn remove Texte 1 : b"));
  button("actOn remove Texte 1 : b").click();
  expect(document.activeElement?.textContent).toContain("add");
});

it("says an error beside its field, where the item now stands, until it is corrected", async () => {
  const root = draw([TEXTS], { texts: ["a", "b"] });
  button("actOn up Texte 2 : b").click();
  paper.refuse(new Map([["/texts/0", "Remplissez ce champ."]]));
  const control = (await reveal(["texts", "0"])) as HTMLInputElement;
  expect(control.value).toBe("b");
  expect(control.getAttribute("aria-invalid")).toBe("true");
  const told = document.getElementById(control.getAttribute("aria-describedby")!.split(" ").at(-1)!);
  expect(told?.textContent).toBe("Remplissez ce champ.");
  type(control, "c");
  expect(control.hasAttribute("aria-invalid")).toBe(false);
  expect(root.querySelectorAll(".error")).toHaveLength(0);
});

it("shows a field only for the values it depends on", () => {
  const fields: Field[] = [
    { name: "on", type: "boolean", label: "on" },
    { name: "more", type: "text", label: "more", showWhen: { rules: [{ field: "on", equals: true }] } },
  ];
  const root = draw(fields, {});
  const more = root.querySelectorAll(".field")[1] as HTMLElement;
  expect(more.hidden).toBe(true);
  root.querySelector<HTMLInputElement>("[type=checkbox]")!.click();
  expect(values).toEqual({ on: true });
  expect(more.hidden).toBe(false);
});

it("reads a condition from around, a list counting as one step", () => {
  const around = { find: () => undefined, around: { find: (name: string) => (name === "mode" ? "a" : undefined), around: null } };
  const field: Field = { name: "x", type: "text", showWhen: { rules: [{ field: "../../mode", equals: ["a"] }] } };
  expect(isShown(field, { find: () => undefined, around })).toBe(true);
});

it.each(["H5P.Image 1.1", "H5P.Image"])("reads a condition on a library, named %s", (equals) => {
  const field: Field = { name: "x", type: "text", showWhen: { rules: [{ field: "type", equals }] } };
  const beside = (library: string) => ({ find: () => ({ library }), around: null });
  expect(isShown(field, beside("H5P.Image 1.1"))).toBe(true);
  expect(isShown(field, beside("H5P.Video 1.6"))).toBe(false);
});

it("opens what hides a place, and names the way to it", async () => {
  const group: Field = { name: "behaviour", type: "group", label: "Comportement", importance: "low",
    fields: [{ name: "score", type: "number", label: "Score" }, { name: "retry", type: "boolean", label: "Encore" }] };
  const root = draw([group], { behaviour: { score: 3 } });
  expect(root.querySelector("input")).toBeNull();
  const control = (await reveal(["behaviour", "score"])) as HTMLInputElement;
  expect([control.value, root.querySelector("details")!.open]).toEqual(["3", true]);
  expect(trail(["behaviour", "score"], [group], values, paper)).toBe("Comportement › Score");
  expect(trail(["texts", "1"], [TEXTS], { texts: ["a", "b"] }, paper)).toBe("Textes › texte 2");
});

it("fetches the form of a sub-content, keeps one that is not installed, and gives back the other choice", async () => {
  const form = { library: "H5P.Image 1.1", title: "Image", hasMetadata: false, fields: [{ name: "alt", type: "text", label: "alt" }] };
  vi.stubGlobal("fetch", vi.fn(async (url: string) => new Response(JSON.stringify(form), { status: url.includes("Image") ? 200 : 404 })));
  const field: Field = { name: "sub", type: "library", optional: true, options: [{ name: "H5P.Image 1.1", title: "Image" }] };
  const gone = { library: "H5P.Gone 1.0", params: { text: "là" } };
  const root = draw([field], { sub: gone });
  await vi.waitFor(() => expect(root.querySelector("[role=alert]")?.textContent).toContain("kindMissing"));
  const select = root.querySelector("select")!;
  const choose = (name: string) => {
    select.value = name;
    select.dispatchEvent(new Event("change"));
  };
  choose("H5P.Image 1.1");
  await vi.waitFor(() => expect(root.querySelector("input")).not.toBeNull());
  type(root.querySelector("input")!, "Un pont");
  expect(values["sub"]).toMatchObject({ library: "H5P.Image 1.1", params: { alt: "Un pont" } });
  choose("");
  expect(values).toEqual({});
  choose("H5P.Image 1.1");
  await vi.waitFor(() => expect(root.querySelector("input")?.value).toBe("Un pont"));
  vi.unstubAllGlobals();
});
