/** What each tool does, whether it holds, and whether it can be done. */
import type { Editor } from "@tiptap/core";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable } from "@tiptap/pm/tables";
import type { Command } from "@tiptap/pm/state";

const TABLE: Record<string, Command> = {
  "row-add": addRowAfter,
  "column-add": addColumnAfter,
  "row-remove": deleteRow,
  "column-remove": deleteColumn,
  "table-remove": deleteTable,
};
const HOLDS: Record<string, [string, Record<string, unknown>?]> = {
  h2: ["heading", { level: 2 }],
  h3: ["heading", { level: 3 }],
  h4: ["heading", { level: 4 }],
  bold: ["bold"],
  italic: ["italic"],
  link: ["link"],
  bullets: ["bulletList"],
  numbers: ["orderedList"],
  quote: ["blockquote"],
  callout: ["callout"],
  image: ["picture"],
  table: ["table"],
};
/** The commands that need no question. */
export function run(editor: Editor, command: string): void {
  const chain = editor.chain().focus();
  const table = TABLE[command];
  if (table) {
    table(editor.state, editor.view.dispatch);
    return editor.view.focus();
  }
  if (command.startsWith("tone-")) return void chain.updateAttributes("callout", { tone: command.slice(5) }).run();
  switch (command) {
    case "h2":
    case "h3":
    case "h4":
      return void chain.toggleHeading({ level: Number(command[1]) as 2 | 3 | 4 }).run();
    case "bold":
      return void chain.toggleBold().run();
    case "italic":
      return void chain.toggleItalic().run();
    case "bullets":
      return void chain.toggleBulletList().run();
    case "numbers":
      return void chain.toggleOrderedList().run();
    case "quote":
      return void chain.toggleBlockquote().run();
    case "callout":
      return void (editor.isActive("callout") ? chain.lift("callout") : chain.wrapIn("callout")).run();
    case "rule":
      return void chain.setHorizontalRule().run();
    case "undo":
      return void chain.undo().run();
    case "redo":
      return void chain.redo().run();
    default:
      throw new Error(`rich-text: no tool named ${command}`);
  }
}

export function isOn(editor: Editor, command: string): boolean {
  if (command.startsWith("tone-")) return editor.isActive("callout", { tone: command.slice(5) });
  const held = HOLDS[command];
  return held ? editor.isActive(...held) : false;
}

export function isPossible(editor: Editor, command: string): boolean {
  const can = editor.can();
  if (command === "undo") return can.undo();
  if (command === "redo") return can.redo();
  if (command === "table") return !editor.isActive("table");
  return true;
}

/** A table of so many rows and columns, the first row of headers. */
export function tableOf(rows: number, columns: number, caption: string): object {
  const cells = (type: string) => Array.from({ length: columns }, () => ({ type, content: [{ type: "paragraph" }] }));
  const row = (type: string) => ({ type: "tableRow", content: cells(type) });
  const others = Array.from({ length: Math.max(rows - 1, 0) }, () => row("tableCell"));
  return { type: "table", attrs: { caption }, content: [row("tableHeader"), ...others] };
}
