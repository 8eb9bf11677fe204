/**
 * Texts with markup, in a rich text editor; in their source when the editor would lose some of it.
 * A text that nobody touches is never written again.
 */
import { Editor } from "@tiptap/core";
import { h } from "./dom";
import { framed, nameOf, notes, optionalMark } from "./frame";
import { extensionsFor, normalised } from "./kept-markup";
import type { Paper } from "./paper";
import { drawToolbar } from "./toolbar";
import type { Drawn, Field, Place, Slot } from "./types";

export function drawHtml(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const kept = slot.get();
  const html = typeof kept === "string" ? kept : "";
  const tags = field.tags ?? [];
  const labelId = paper.id();
  const box = h("div", { class: "h5p-rich" });
  const surface = h("div", { class: "h5p-rich-surface" });
  const editor = new Editor({
    element: surface,
    extensions: extensionsFor(tags),
    content: html,
    injectCSS: false,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": labelId, class: "prose" },
    },
  });
  if (normalised(editor.getHTML()) !== normalised(html)) {
    editor.destroy();
    return drawSource(field, html, slot, place, paper);
  }
  const text = editor.view.dom;
  text.id = paper.id();
  if (!field.optional) text.setAttribute("aria-required", "true");
  const isBare = !/<(?:p|div|h[1-6]|ul|ol|blockquote|hr|pre)\b/i.test(html) && html !== "";
  editor.on("update", () => slot.set(written(editor, isBare)));
  const label = h("p", { class: "label", id: labelId }, nameOf(field), optionalMark(field, paper));
  label.addEventListener("click", () => editor.commands.focus());
  const { hint, error } = notes(field, place, paper, text);
  box.append(drawToolbar(editor, tags, paper, nameOf(field)), surface);
  const element = h("div", { class: "field" }, label, ...(hint ? [hint] : []), box, error);
  return { element, reveal: () => Promise.resolve(text) };
}

/** What the editor holds; a text that had no paragraph gets none as long as it is one line. */
function written(editor: Editor, isBare: boolean): string {
  if (editor.isEmpty) return "";
  const html = editor.getHTML();
  const alone = isBare && editor.state.doc.childCount === 1 ? /^<p>([\s\S]*)<\/p>$/.exec(html) : null;
  return alone?.[1] ?? html;
}

function drawSource(field: Field, html: string, slot: Slot, place: Place, paper: Paper): Drawn {
  const control = h("textarea", { class: "code", spellcheck: "false" });
  control.value = html;
  control.addEventListener("input", () => slot.set(control.value));
  const description = [field.description, paper.word("source")].filter(Boolean).join("\n");
  return framed({ ...field, description }, place, paper, control);
}
