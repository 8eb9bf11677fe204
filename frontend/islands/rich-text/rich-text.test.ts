import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isOn, run, tableOf } from "./commands";
import { Callout, Picture, Table, TableCell, TableHeader, TableRow } from "./nodes";
import { cleanPaste } from "./paste";
import { openToolbar, type Tools } from "./toolbar";

const NUMBER = "12345678-1234-5678-1234-567812345678";
let editor: Editor;

const opened = (content: string) => {
  editor = new Editor({
    element: document.createElement("div"), injectCSS: false, content,
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3, 4] } }),
      Callout, Picture.configure({ fileUrl: "/fichiers/00000000-0000-0000-0000-000000000000/image" }),
      Table, TableRow, TableCell, TableHeader,
    ],
  });
  return editor;
};
afterEach(() => editor?.destroy());

test("a page comes out of the editor as it went in", () => {
  const page =
    '<h2>Titre</h2><p>Du <strong>gras</strong></p><div class="callout" data-tone="warning"><p>Prudence</p></div>' +
    "<ul><li><p>un</p></li></ul>";
  expect(opened(page).getHTML()).toBe(page);
});

test("a picture keeps its number, its words and its caption", () => {
  const html = opened(
    `<figure><img data-asset="${NUMBER}" alt="Un plan"><figcaption>Le <em>quartier</em></figcaption></figure>`,
  ).getHTML();
  expect(html).toBe(
    `<figure><img src="/fichiers/${NUMBER}/image" data-asset="${NUMBER}" alt="Un plan"><figcaption>Le <em>quartier</em></figcaption></figure>`,
  );
});

test("a decoration stays one, without a figure around it too", () => {
  const html = opened(`<p>a</p><img data-asset="${NUMBER}" alt="" data-decoration="">`).getHTML();
  expect(html).toContain(`data-asset="${NUMBER}" alt="" data-decoration=""`);
});

test("a table keeps its caption, its headers and its merged cells", () => {
  const html = opened(
    '<table><caption>Qui va où</caption><tbody><tr><th scope="col"><p>A</p></th><th scope="col"><p>B</p></th></tr>' +
      '<tr><td colspan="2"><p>1</p></td></tr></tbody></table>',
  ).getHTML();
  expect(html).toContain("<caption>Qui va où</caption>");
  expect(html.match(/<tr/g)?.length).toBe(2);
  expect(html).toContain('scope="col"');
  expect(html).toContain('colspan="2"');
});

test("a new table has a row of headers", () => {
  opened("<p></p>").commands.insertContent(tableOf(3, 2, "Lieux"));
  expect([editor.getHTML().match(/<th/g)?.length, editor.getHTML().match(/<td/g)?.length]).toEqual([2, 4]);
});

test("tools do what they say, and say when they hold", () => {
  opened("<p>Texte</p>");
  editor.commands.selectAll();
  run(editor, "bold");
  expect(editor.getHTML()).toBe("<p><strong>Texte</strong></p>");
  expect([isOn(editor, "bold"), isOn(editor, "italic")]).toEqual([true, false]);
  editor.commands.setTextSelection(2);
  run(editor, "callout");
  run(editor, "tone-tip");
  expect(editor.getHTML()).toContain('<div class="callout" data-tone="tip"><p><strong>Texte</strong></p></div>');
  expect(isOn(editor, "tone-tip")).toBe(true);
  run(editor, "callout");
  expect(editor.getHTML()).not.toContain("callout");
  expect(() => run(editor, "inconnu")).toThrow("inconnu");
});

test("what Word calls paragraphs becomes lists again, without its styles", () => {
  const word = (text: string, mark: string) =>
    `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>${mark}</span>${text}</p>`;
  const html = cleanPaste(
    `<style>p{}</style><h1 style="color:red">Titre</h1>${word("un", "·")}${word("deux", "·")}<p> </p>${word("premier", "1.")}<p lang=FR>Fin</p>`,
  );
  expect(html).toBe("<h2>Titre</h2><ul><li>un</li><li>deux</li></ul><ol><li>premier</li></ol><p>Fin</p>");
});

test("a callout pasted from another page stays one", () => {
  expect(cleanPaste('<div class="callout" data-tone="tip"><p class="x">a</p></div>')).toBe(
    '<div class="callout" data-tone="tip"><p>a</p></div>',
  );
});

const tools: Tools = { act: vi.fn(), isOn: () => false, isPossible: () => true, isInside: () => false, leave: vi.fn() };
let bar: HTMLElement;
const press = (key: string) => document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const stops = () => [...bar.querySelectorAll("button")].map((button) => button.tabIndex);

beforeEach(() => {
  document.body.innerHTML = `<div role="toolbar"><button data-command="h2">T</button><button data-command="bold">G</button>
    <div data-inside="table" hidden><button data-command="row-add">L</button></div></div>`;
  bar = document.querySelector("[role=toolbar]")!;
});

test("the toolbar is one stop of the Tab key, arrows go round what is shown", () => {
  const toolbar = openToolbar(bar, tools);
  toolbar.focus();
  expect(stops()).toEqual([0, -1, -1]);
  press("ArrowRight");
  expect(document.activeElement!.textContent).toBe("G");
  expect(stops()).toEqual([-1, 0, -1]);
  press("ArrowRight");
  expect(document.activeElement!.textContent).toBe("T");
  press("End");
  expect(document.activeElement!.textContent).toBe("G");
  press("Escape");
  expect(tools.leave).toHaveBeenCalled();
  toolbar.close();
});

test("tools tell their state, and those of a place show there only", () => {
  let isInside = true;
  const toolbar = openToolbar(bar, { ...tools, isOn: (name) => name === "bold", isInside: () => isInside });
  toolbar.refresh();
  expect([...bar.querySelectorAll("button")].map((one) => one.getAttribute("aria-pressed"))).toEqual(["false", "true", "false"]);
  expect(bar.querySelector<HTMLElement>("[data-inside]")!.hidden).toBe(false);
  bar.querySelector<HTMLElement>("[data-command=row-add]")!.click();
  expect(tools.act).toHaveBeenCalledWith("row-add");
  isInside = false;
  toolbar.refresh();
  expect(stops()[0]).toBe(0);
  toolbar.close();
});
