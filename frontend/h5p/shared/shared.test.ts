import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { rich, richLine } from "./dom";
import { complete, type Field, translatable, translate } from "./semantics";
import { decode, fill, words } from "./text";
import { conclude, duration, narrow } from "./xapi";

const HERE = path.resolve(import.meta.dirname, "..");
const LIBRARIES = readdirSync(HERE).filter((name) => name.startsWith("Reenchantez."));
const CONTENTS = readdirSync(path.join(HERE, "contents"));
const read = (...parts: string[]) => JSON.parse(readFileSync(path.join(HERE, ...parts), "utf8"));

/** Every key of a translation with its place, without the words. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return "words";
  return Object.fromEntries(Object.entries(value).sort().map(([key, inner]) => [key, shape(inner)]));
}
const places = (text: string) => (text.match(/@\w+/g) ?? []).sort();

test.each(LIBRARIES)("the French words of %s translate every English one, and nothing else", (name) => {
  const english = translatable(read(name, "semantics.json"));
  const french = read(name, "language/fr.json").semantics;
  expect(shape(french)).toEqual(shape(english));
});

test.each(LIBRARIES)("the French sentences of %s keep the places of the English ones", (name) => {
  const semantics: Field[] = read(name, "semantics.json");
  const texts = (fields: Field[]) => fields.find((field) => field.name === "l10n")?.fields ?? [];
  const french = texts(translate(semantics, read(name, "language/fr.json").semantics));
  texts(semantics).forEach((field, index) => {
    expect(places(String(french[index]?.default)), field.name).toEqual(places(String(field.default)));
  });
});

test.each(LIBRARIES)("%s is described as H5P wants", (name) => {
  const library = read(name, "library.json");
  expect(library).toMatchObject({ machineName: name, runnable: 1, license: "GPL3" });
  expect(name).toMatch(/^[\w\-.]{1,255}$/);
});

test.each(CONTENTS)("the parameters of %s hold nothing its library does not know", (slug) => {
  const { mainLibrary, license } = read("contents", slug, "h5p.json");
  const stored = read("contents", slug, "content.json");
  expect(complete(read(mainLibrary, "semantics.json"), stored)).toMatchObject(stored);
  expect(license).toBe("CC BY-SA");
});

test("a text stored escaped is shown as it was typed", () => {
  expect(decode("L&#039;usager &amp; l&#x27;agent &lt;3 &inconnu;")).toBe("L'usager & l'agent <3 &inconnu;");
});

test("a rich text becomes words on one line", () => {
  expect(words("<p>Aller <strong>voir</strong></p>\n<p>et noter&nbsp;!</p>")).toBe("Aller voir et noter\u00a0!");
});

test("only the places that are known are filled", () => {
  expect(fill("@score sur @max, @autre", { score: 2, max: 3 })).toBe("2 sur 3, @autre");
});

test("a rich text keeps its few tags and loses everything else", () => {
  const shown = rich("div", '<p onclick="x()">Un <strong class="a">mot</strong><img src=x onerror=y><script>z</script></p>');
  expect(shown.innerHTML).toBe("<p>Un <strong>mot</strong></p>");
});

test("a legend holds no paragraph", () => {
  expect(richLine("legend", "<p>Un</p><p><em>deux</em></p>").innerHTML).toBe("Un <em>deux</em>");
});

test("parameters of the wrong kind are replaced by what the author would have seen", () => {
  const fields: Field[] = [
    { name: "title", type: "text", default: "Sans titre" },
    { name: "size", type: "number", default: 3 },
    { name: "look", type: "select", default: "a", options: [{ value: "a", label: "A" }, { value: "b", label: "B" }] },
    { name: "items", type: "list", field: { name: "item", type: "group", fields: [{ name: "on", type: "boolean" }] } },
  ];
  expect(complete(fields, { title: 4, size: "5", look: "z", items: [null, { on: true }], other: 1 })).toEqual({
    title: "Sans titre", size: 5, look: "a", items: [{ on: false }, { on: true }],
  });
});

test("a duration is written as the standard wants", () => {
  expect(duration(12.3456)).toBe("PT12.35S");
  expect(duration(-1)).toBe("PT0S");
});

test("a statement about a part names the whole as its parent", () => {
  const statement = { object: { id: "https://example.org/a", definition: {} }, context: { contextActivities: { category: ["c"] } } };
  narrow(statement, "question-2");
  expect(statement.object.id).toBe("https://example.org/a?subContentId=question-2");
  expect(statement.context.contextActivities).toEqual({
    category: ["c"], parent: [{ objectType: "Activity", id: "https://example.org/a" }],
  });
});

test("a result out of nothing has no division by zero", () => {
  const statement: { result?: Record<string, unknown> } = {};
  conclude(statement, { score: 0, max: 0, success: false, completion: true, seconds: 0 });
  expect(statement.result?.score).toEqual({ min: 0, max: 0, raw: 0, scaled: 0 });
});
