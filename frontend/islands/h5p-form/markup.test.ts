import { Editor } from "@tiptap/core";
import { expect, it } from "vitest";
import { extensionsFor, normalised } from "./kept-markup";

const TAGS = ["p", "strong", "em", "ul", "ol", "a", "h2", "h3", "u"];

function throughTheEditor(html: string, tags = TAGS): string {
  const editor = new Editor({ element: document.createElement("div"), extensions: extensionsFor(tags), content: html });
  const written = editor.getHTML();
  editor.destroy();
  return written;
}

const isKept = (html: string, tags = TAGS) => normalised(throughTheEditor(html, tags)) === normalised(html);

it.each([
  "<p>Un <strong>mot</strong> et <em>un autre</em>.</p>",
  "<p>Un</p>\n\n<p>Deux</p>\n",
  "<div>Un texte de l’éditeur d’H5P</div>",
  "Un texte <b>nu</b>",
  "<h2>Titre</h2><ul>\n<li>un</li>\n<li>deux</li></ul>",
  '<p style="text-align:center">Au milieu</p>',
  '<p><span class="grand">Grand</span></p>',
  '<p><a href="https://exemple.fr" target="_blank" rel="noopener noreferrer">Lien</a></p>',
  "",
])("the editor keeps all of %s", (html) => {
  expect(isKept(html)).toBe(true);
});

it.each([
  "<table><tbody><tr><td>a</td></tr></tbody></table>",
  '<p>Une <img src="a.png" alt=""> image</p>',
  "<div><p>imbriqué</p></div>",
  "<p>x<sup>2</sup></p>",
])("what the editor would lose is seen: %s", (html) => {
  expect(isKept(html)).toBe(false);
});

it("a mark that the field does not allow is seen as lost", () => {
  expect(isKept("<p><strong>gras</strong></p>", ["p", "em"])).toBe(false);
});
