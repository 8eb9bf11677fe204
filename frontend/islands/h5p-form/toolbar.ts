/** The buttons of the rich text editor: one stop of the Tab key, arrows inside (ARIA's toolbar). */
import type { ChainedCommands, Editor } from "@tiptap/core";
import { h } from "./dom";
import type { Paper } from "./paper";

interface Tool {
  word: string;
  icon: string;
  tags: string[];
  isOn?: (editor: Editor) => boolean;
  run: (chain: ChainedCommands) => ChainedCommands;
}

const TOOLS: Tool[] = [
  { word: "bold", icon: "bold", tags: ["strong", "b"], isOn: (e) => e.isActive("bold"), run: (c) => c.toggleBold() },
  { word: "italic", icon: "italic", tags: ["em", "i"], isOn: (e) => e.isActive("italic"), run: (c) => c.toggleItalic() },
  { word: "underline", icon: "underline", tags: ["u"], isOn: (e) => e.isActive("underline"), run: (c) => c.toggleUnderline() },
  { word: "strike", icon: "strikethrough", tags: ["s", "del", "strike"], isOn: (e) => e.isActive("strike"), run: (c) => c.toggleStrike() },
  { word: "heading2", icon: "heading-2", tags: ["h2"], isOn: (e) => e.isActive("heading", { level: 2 }), run: (c) => c.toggleHeading({ level: 2 }) },
  { word: "heading3", icon: "heading-3", tags: ["h3"], isOn: (e) => e.isActive("heading", { level: 3 }), run: (c) => c.toggleHeading({ level: 3 }) },
  { word: "bulletList", icon: "list", tags: ["ul"], isOn: (e) => e.isActive("bulletList"), run: (c) => c.toggleBulletList() },
  { word: "orderedList", icon: "list-ordered", tags: ["ol"], isOn: (e) => e.isActive("orderedList"), run: (c) => c.toggleOrderedList() },
  { word: "blockquote", icon: "quote", tags: ["blockquote"], isOn: (e) => e.isActive("blockquote"), run: (c) => c.toggleBlockquote() },
  { word: "undo", icon: "undo-2", tags: [], run: (c) => c.undo() },
  { word: "redo", icon: "redo-2", tags: [], run: (c) => c.redo() },
];

export function drawToolbar(editor: Editor, tags: string[], paper: Paper, name: string): HTMLElement {
  const bar = h("div", { role: "toolbar", class: "h5p-rich-tools", "aria-label": `${paper.word("toolbar")} : ${name}` });
  const buttons: HTMLButtonElement[] = [];
  const lit: (() => void)[] = [];
  const put = (word: string, icon: string, act: () => void, isOn?: () => boolean) => {
    const button = h("button", { type: "button", class: "btn small quiet icon-only", "aria-label": paper.word(word), title: paper.word(word) }, paper.icon(icon));
    button.tabIndex = buttons.length ? -1 : 0;
    button.addEventListener("click", act);
    if (isOn) lit.push(() => button.setAttribute("aria-pressed", String(isOn())));
    buttons.push(button);
    bar.append(button);
    return button;
  };
  for (const tool of TOOLS) {
    if (tool.tags.length && !tool.tags.some((tag) => tags.includes(tag))) continue;
    const { isOn } = tool;
    put(tool.word, tool.icon, () => tool.run(editor.chain().focus()).run(), isOn && (() => isOn(editor)));
  }
  const whole = h("div", {}, bar);
  if (tags.includes("a")) {
    const address = drawAddress(editor, paper);
    const button = put("link", "link", () => address.show(), () => editor.isActive("link"));
    address.whenClosed = () => button.focus();
    whole.append(address.element);
  }
  const light = () => lit.forEach((look) => look());
  editor.on("transaction", light);
  light();
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 };
    const next = steps[event.key];
    if (here < 0 || next === undefined) return;
    event.preventDefault();
    const target = buttons[(next + buttons.length) % buttons.length]!;
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  });
  return whole;
}

/** The address of a link, asked for in the page: a browser's prompt has no words of ours. */
function drawAddress(editor: Editor, paper: Paper) {
  const id = paper.id();
  const input = h("input", { type: "url", id, placeholder: "https://" });
  const apply = h("button", { type: "button", class: "btn small" }, paper.word("linkApply"));
  const element = h("div", { class: "h5p-rich-link", hidden: true }, h("label", { for: id, class: "small" }, paper.word("linkAddress")), input, apply);
  const address = {
    element,
    whenClosed: () => {},
    show: () => {
      input.value = String(editor.getAttributes("link")["href"] ?? "");
      element.hidden = false;
      input.focus();
    },
  };
  const close = () => {
    element.hidden = true;
  };
  const use = () => {
    const href = input.value.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    (href ? chain.setLink({ href }) : chain.unsetLink()).run();
    close();
  };
  apply.addEventListener("click", use);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // the form around is not to be saved
      use();
    }
    if (event.key === "Escape") {
      close();
      address.whenClosed();
    }
  });
  return address;
}
