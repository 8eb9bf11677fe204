/** The rich text editor's schema for H5P: Tiptap's, with what authors' texts already hold kept. */
import { Extension, Mark, mergeAttributes, type Extensions } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { Paragraph } from "@tiptap/extension-paragraph";

const KEPT = ["style", "class", "dir", "lang", "title"];
const BLOCKS = ["paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote"];

const keptAttributes = () =>
  Object.fromEntries(
    KEPT.map((name) => [name, { default: null, parseHTML: (element: HTMLElement) => element.getAttribute(name) }]),
  );

const KeptAttributes = Extension.create({
  name: "keptAttributes",
  addGlobalAttributes: () => [{ types: BLOCKS, attributes: keptAttributes() }],
});

const KeptSpan = Mark.create({
  name: "keptSpan",
  addAttributes: keptAttributes,
  parseHTML: () => [{ tag: "span" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

/** A paragraph is a <p> or a <div>: H5P's own editor writes both. */
const EitherParagraph = Paragraph.extend({
  addAttributes: () => ({
    tag: {
      default: "p",
      parseHTML: (element: HTMLElement) => element.localName,
      renderHTML: () => ({}),
    },
  }),
  parseHTML: () => [{ tag: "p" }, { tag: "div" }],
  renderHTML: ({ node, HTMLAttributes }) => [String(node.attrs["tag"]), mergeAttributes(HTMLAttributes), 0],
});

/** What the editor does, for a field that allows these tags. */
export function extensionsFor(tags: string[]): Extensions {
  const has = (...names: string[]) => (names.some((name) => tags.includes(name)) ? {} : false) as false;
  const levels = ([1, 2, 3, 4, 5, 6] as const).filter((level) => tags.includes(`h${level}`));
  return [
    StarterKit.configure({
      paragraph: false,
      trailingNode: false,
      bold: has("strong", "b"),
      italic: has("em", "i"),
      underline: has("u"),
      strike: has("s", "del", "strike"),
      bulletList: has("ul"),
      orderedList: has("ol"),
      listItem: has("ul", "ol"),
      listKeymap: has("ul", "ol"),
      blockquote: has("blockquote"),
      code: has("code"),
      codeBlock: has("pre"),
      horizontalRule: has("hr"),
      heading: levels.length ? { levels: [...levels] } : false,
      link: tags.includes("a")
        ? { openOnClick: false, autolink: false, linkOnPaste: true, HTMLAttributes: { target: null, rel: null, class: null } }
        : false,
    }),
    EitherParagraph,
    KeptAttributes,
    KeptSpan,
  ];
}

const RENAMED: Record<string, string> = { B: "strong", I: "em", STRIKE: "s", DEL: "s" };
const CONTAINERS = new Set(["UL", "OL", "BLOCKQUOTE", "TABLE", "TBODY", "THEAD", "TR"]);

/** Write HTML in one way only, so that two texts that show the same can be compared. */
export function normalised(html: string): string {
  const page = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  const walk = (parent: Element) => {
    for (const child of [...parent.childNodes]) {
      if (child.nodeType === Node.COMMENT_NODE) child.remove();
      else if (child.nodeType === Node.ELEMENT_NODE) walk(child as Element);
    }
    const hasBlocks = [...parent.children].some((child) => /^(?:P|DIV|H[1-6]|UL|OL|LI|BLOCKQUOTE|TABLE|HR|PRE)$/.test(child.tagName));
    if (hasBlocks || CONTAINERS.has(parent.tagName)) {
      for (const child of [...parent.childNodes]) {
        if (child.nodeType === Node.TEXT_NODE && !child.textContent?.trim()) child.remove();
      }
    }
    tidyElement(parent);
  };
  walk(page.body);
  const [only, second] = page.body.children;
  if (only && !second && page.body.childNodes.length === 1 && only.localName === "p" && !only.attributes.length) {
    return only.innerHTML.trim();
  }
  return page.body.innerHTML.trim();
}

function tidyElement(element: Element): void {
  const style = element.getAttribute("style");
  if (style !== null) element.setAttribute("style", style.replace(/\s*([:;])\s*/g, "$1").replace(/;$/, ""));
  const attributes = [...element.attributes].sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const { name } of attributes) element.removeAttribute(name);
  const name = RENAMED[element.tagName];
  const target = name ? element.ownerDocument.createElement(name) : element;
  for (const attribute of attributes) target.setAttribute(attribute.name, attribute.value);
  if (element.tagName === "LI" && element.children.length === 1 && element.firstElementChild?.localName === "p") {
    const inside = element.firstElementChild;
    if (!inside.attributes.length && element.childNodes.length === 1) inside.replaceWith(...inside.childNodes);
  }
  if (name) {
    target.append(...element.childNodes);
    element.replaceWith(target);
  }
}
