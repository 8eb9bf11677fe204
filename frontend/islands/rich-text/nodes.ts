/** What a page may hold besides ordinary text: callouts, pictures, tables. The server keeps the same. */
import { mergeAttributes, Node } from "@tiptap/core";
import { goToNextCell, tableEditing } from "@tiptap/pm/tables";

/** `words` say in the editor what each tone is; the page says it by itself. */
export const Callout = Node.create<{ words: Record<string, string> }>({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  addOptions: () => ({ words: {} }),
  addAttributes: () => ({
    tone: { default: "note", parseHTML: (part) => part.dataset["tone"] ?? "note", renderHTML: ({ tone }) => ({ "data-tone": tone }) },
  }),
  parseHTML: () => [{ tag: "div.callout" }],
  renderHTML({ node, HTMLAttributes }) {
    const word = this.options.words[String(node.attrs["tone"])];
    return ["div", mergeAttributes({ class: "callout" }, HTMLAttributes, word ? { "data-word": word } : {}), 0];
  },
});

/** A picture and its words; `fileUrl` has a nil UUID where the picture's number goes. */
export const Picture = Node.create<{ fileUrl: string }>({
  name: "picture",
  group: "block",
  content: "inline*",
  defining: true,
  isolating: true,
  draggable: true,
  addOptions: () => ({ fileUrl: "" }),
  addAttributes: () => ({
    asset: { default: "", rendered: false },
    alt: { default: "", rendered: false },
    decoration: { default: false, rendered: false },
  }),
  parseHTML: () => [
    { tag: "figure:has(img[data-asset])", getAttrs: (part) => pictureOf(part.querySelector("img")), contentElement: captionOf },
    { tag: "img[data-asset]", getAttrs: (part) => pictureOf(part as HTMLImageElement) },
  ],
  renderHTML({ node }) {
    const { asset, alt, decoration } = node.attrs;
    const src = this.options.fileUrl.replace(/0{8}-[0-]+/, String(asset));
    const told = decoration ? { alt: "", "data-decoration": "" } : { alt };
    return ["figure", ["img", { src, "data-asset": asset, ...told }], ["figcaption", 0]];
  },
});

function captionOf(part: globalThis.Node): HTMLElement {
  return (part as HTMLElement).querySelector("figcaption") ?? document.createElement("figcaption");
}

function pictureOf(part: HTMLImageElement | null) {
  return {
    asset: part?.dataset["asset"] ?? "",
    alt: part?.getAttribute("alt") ?? "",
    decoration: part?.hasAttribute("data-decoration") ?? false,
  };
}

function withoutCaption(part: globalThis.Node): HTMLElement {
  const rows = part.cloneNode(true) as HTMLElement;
  rows.querySelector("caption")?.remove();
  return rows;
}

const SPANS = {
  colspan: { default: 1, parseHTML: (part: HTMLElement) => Number(part.getAttribute("colspan") ?? 1) },
  rowspan: { default: 1, parseHTML: (part: HTMLElement) => Number(part.getAttribute("rowspan") ?? 1) },
  colwidth: { default: null, rendered: false },
};

export const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  addAttributes: () => ({
    caption: { default: "", rendered: false, parseHTML: (part) => part.querySelector("caption")?.textContent ?? "" },
  }),
  // The caption is told apart: left in, it would be read as one more row.
  parseHTML: () => [{ tag: "table", contentElement: withoutCaption }],
  renderHTML: ({ node }) => {
    const caption = String(node.attrs["caption"]);
    return caption ? ["table", ["caption", {}, caption], ["tbody", 0]] : ["table", ["tbody", 0]];
  },
  extendNodeSchema: (extension) => (extension.name === "table" ? { tableRole: "table" } : {}),
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts() {
    const go = (direction: 1 | -1) => () => goToNextCell(direction)(this.editor.state, this.editor.view.dispatch);
    return { "Alt-ArrowRight": go(1), "Alt-ArrowLeft": go(-1) };
  },
});

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
  extendNodeSchema: (extension) => (extension.name === "tableRow" ? { tableRole: "row" } : {}),
});

export const TableCell = Node.create({
  name: "tableCell",
  content: "block+",
  isolating: true,
  addAttributes: () => SPANS,
  parseHTML: () => [{ tag: "td" }],
  renderHTML: ({ HTMLAttributes }) => ["td", HTMLAttributes, 0],
  extendNodeSchema: (extension) => (extension.name === "tableCell" ? { tableRole: "cell" } : {}),
});

export const TableHeader = Node.create({
  name: "tableHeader",
  content: "block+",
  isolating: true,
  addAttributes: () => ({
    ...SPANS,
    scope: { default: null, parseHTML: (part) => part.getAttribute("scope") },
  }),
  parseHTML: () => [{ tag: "th" }],
  renderHTML: ({ HTMLAttributes }) => ["th", HTMLAttributes, 0],
  extendNodeSchema: (extension) => (extension.name === "tableHeader" ? { tableRole: "header_cell" } : {}),
});
