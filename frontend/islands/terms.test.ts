import { beforeEach, expect, test } from "vitest";
import { dismissNotes } from "./terms";

dismissNotes(document);

const term = () => document.querySelector<HTMLElement>(".term")!;
const press = (key: string) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));
const enter = (type: string, selector: string) =>
  document.querySelector(selector)!.dispatchEvent(new Event(type, { bubbles: true }));

beforeEach(() => {
  document.body.innerHTML = `<p><span class="term"><a href="/glossaire/test/">test</a>
    <span class="term-note">Essayer.</span></span> <a id="other" href="/">autre</a></p>`;
});

test("Escape puts a note away, and no other key does", () => {
  press("a");
  expect(term().dataset["dismissed"]).toBeUndefined();
  press("Escape");
  expect(term().dataset["dismissed"]).toBe("");
});

test.each(["mouseover", "focusin"])("it shows again once one has gone elsewhere (%s)", (type) => {
  press("Escape");
  enter(type, ".term-note");
  expect(term().dataset["dismissed"]).toBe("");
  enter(type, "#other");
  expect(term().dataset["dismissed"]).toBeUndefined();
});
