import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { autosave, PAUSE } from "./autosave";

const fetched = vi.fn();
let form: HTMLFormElement;
let cleanup: () => void;

const answer = (body: unknown, status = 200, type = "application/json") =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "Content-Type": type } });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockReset();
  document.body.innerHTML = `<form action="/la/"><input type="hidden" name="version" value="3">
    <div data-conflict></div><input name="title" value="a"><input name="q" data-not-saved><input type="file" name="f">
    <span data-state="saved"><b data-saved></b></span><span data-state="saving" hidden></span>
    <span data-state="waiting" hidden></span><span data-state="failed" hidden><b data-failed>coupée</b></span>
    <p data-lacks hidden><b data-lacks-text></b></p><p data-plain><button>Enregistrer</button></p></form>`;
  form = document.querySelector("form")!;
  cleanup = autosave(form);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
const part = (name: string) => form.querySelector<HTMLElement>(`[data-${name}]`)!;
const state = () => form.dataset["saving"];
const type = (name: string, value: string) => {
  field(name).value = value;
  field(name).dispatchEvent(new Event("input", { bubbles: true }));
};
const pass = (time = PAUSE) => vi.advanceTimersByTimeAsync(time);

test("the button of those without scripts goes", () => {
  expect(part("plain").hidden).toBe(true);
});

test("saves once after the last letter, and says when", async () => {
  fetched.mockResolvedValue(answer({ saved: "Enregistré à 10 h 32", version: 4, lacks: "L’adresse." }));
  type("title", "b");
  await pass(PAUSE - 100);
  type("title", "bc");
  expect(state()).toBe("waiting");
  await pass();
  expect(fetched).toHaveBeenCalledTimes(1);
  expect((fetched.mock.calls[0]![1].body as FormData).get("title")).toBe("bc");
  expect(part("saved").textContent).toBe("Enregistré à 10 h 32");
  expect(field("version").value).toBe("4");
  expect([part("lacks").hidden, part("lacks-text").textContent]).toEqual([false, "L’adresse."]);
  expect(state()).toBe("saved");
});

test("what is typed while it saves is saved next", async () => {
  let release = (_response: Response) => {};
  fetched.mockImplementationOnce(() => new Promise<Response>((resolve) => (release = resolve)));
  fetched.mockResolvedValue(answer({ saved: "plus tard", version: 5 }));
  type("title", "b");
  await pass();
  type("title", "bc");
  release(answer({ saved: "d’abord", version: 4 }));
  await pass(0);
  expect(state()).toBe("waiting");
  await pass();
  const sent = fetched.mock.calls[1]![1].body as FormData;
  expect([sent.get("title"), sent.get("version")]).toEqual(["bc", "4"]);
  expect(state()).toBe("saved");
});

test("a search inside the form saves nothing, and files are not sent again", async () => {
  type("q", "observer");
  await pass();
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockResolvedValue(answer({ saved: "oui" }));
  form.dispatchEvent(new Event("autosave:now"));
  await pass(0);
  expect((fetched.mock.calls[0]![1].body as FormData).has("f")).toBe(false);
});

test("a cut connection is said, and tried again", async () => {
  fetched.mockRejectedValueOnce(new TypeError("network"));
  fetched.mockResolvedValue(answer({ saved: "revenu" }));
  type("title", "b");
  await pass();
  expect(state()).toBe("failed");
  expect(part("failed").textContent).toBe("coupée");
  await pass(5000);
  expect(state()).toBe("saved");
});

test("a mistake is said at its field, and goes once put right", async () => {
  fetched.mockResolvedValueOnce(answer({ errors: { title: ["Donnez un titre."] } }, 422));
  type("title", "");
  await pass();
  expect(field("title").getAttribute("aria-invalid")).toBe("true");
  expect(form.querySelector("[data-told]")!.textContent).toBe("Donnez un titre.");
  fetched.mockResolvedValue(answer({ saved: "oui" }));
  type("title", "b");
  await pass();
  expect(form.querySelector("[data-told]")).toBe(null);
  expect(field("title").hasAttribute("aria-invalid")).toBe(false);
});

test("a refusal is said in its own words", async () => {
  fetched.mockResolvedValue(answer({ detail: "Cette révision est publiée." }, 409));
  type("title", "b");
  await pass();
  expect(part("failed").textContent).toBe("Cette révision est publiée.");
});

test("when somebody else wrote, both texts are shown and nothing more is saved", async () => {
  fetched.mockResolvedValue(answer('<section tabindex="-1">Les deux</section>', 409, "text/html; charset=utf-8"));
  type("title", "b");
  await pass();
  expect(part("conflict").textContent).toBe("Les deux");
  expect(document.activeElement).toBe(part("conflict").querySelector("section"));
  type("title", "bc");
  await pass();
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("leaving with something unsaved is asked about, and not otherwise", () => {
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(false);
  type("title", "b");
  expect(leave()).toBe(true);
});
