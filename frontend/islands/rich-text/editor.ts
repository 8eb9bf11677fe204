/** The editor over the textarea: its tools, its questions, and the HTML it gives back. */
import { Editor, Extension } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import type { Cleanup } from "../mount";
import type { sendFile as SendFile } from "../send-file";
import { isOn, isPossible, run, tableOf } from "./commands";
import { ask, refuse, wordsOf, type Typed } from "./dialogs";
import { Callout, Picture, Table, TableCell, TableHeader, TableRow } from "./nodes";
import { cleanPaste } from "./paste";
import { openToolbar } from "./toolbar";

const ADDRESS = /^(https?:\/\/|mailto:|\/(?!\/)|#)\S+$/i;

/**
 * Open the editor on a field. `sendFile` is given, not imported: a file that imported from the main
 * one would make it run twice, under its two addresses (with and without the server's own hash).
 */
export function openEditor(root: HTMLElement, sendFile: typeof SendFile): Cleanup {
  const find = <T extends Element = HTMLElement>(selector: string): T => {
    const found = root.querySelector<T>(selector);
    if (!found) throw new Error(`rich-text: no ${selector}`);
    return found;
  };
  const source = find<HTMLTextAreaElement>("textarea");
  const bar = find(".rich-tools");
  const dialog = (name: string) => find<HTMLDialogElement>(`[data-dialog=${name}]`);
  const questions: Record<string, () => Promise<void>> = {};
  const act = (command: string) => void (questions[command]?.() ?? run(editor, command));

  const keys = Extension.create({
    name: "keys",
    addKeyboardShortcuts: () => ({
      "Mod-k": () => (act("link"), true),
      "Alt-F10": () => (toolbar.focus(), true),
    }),
  });
  const editor: Editor = new Editor({
    element: find("[data-text]"),
    injectCSS: false, // our policy refuses inline styles; the rules are in our own sheet
    content: source.value,
    extensions: [
      StarterKit.configure({
        heading: { levels: [2, 3, 4] },
        codeBlock: false,
        strike: false,
        underline: false,
        link: { openOnClick: false, autolink: false, HTMLAttributes: { rel: null, target: null }, isAllowedUri: (url) => ADDRESS.test(url) },
      }),
      Callout.configure({ words: wordsOfTones(bar) }), Picture.configure({ fileUrl: root.dataset["fileUrl"] ?? "" }), Table, TableRow, TableCell, TableHeader, keys,
    ],
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": "body-label", "aria-describedby": "body-help" },
      transformPastedHTML: cleanPaste,
      // The Tab key leaves the text, in lists and tables too: the browser does it.
      handleDOMEvents: { keydown: (_view, event) => event.key === "Tab" },
    },
    onUpdate: () => {
      // The empty line that always ends the text, to write below a table, is not the page's.
      source.value = editor.isEmpty ? "" : editor.getHTML().replace(/(<p><\/p>)+$/, "");
      source.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => toolbar.refresh(),
  });
  const toolbar = openToolbar(bar, {
    act,
    isOn: (command) => isOn(editor, command),
    isPossible: (command) => isPossible(editor, command),
    isInside: (place) => editor.isActive(place),
    leave: () => void editor.commands.focus(),
  });

  questions["link"] = async () => {
    const typed: Typed = { href: String(editor.getAttributes("link")["href"] ?? "") };
    const box = dialog("link");
    const wrong = box.querySelector("[data-error]")?.textContent ?? "";
    const done = await ask(box, typed, ({ href }) => {
      typed["href"] = String(href).trim();
      const isGood = ADDRESS.test(typed["href"]);
      refuse(box, isGood ? "" : wrong.trim());
      return isGood;
    });
    const chain = editor.chain().focus().extendMarkRange("link");
    const href = String(typed["href"]);
    if (done === "remove") chain.unsetLink().run();
    else if (done !== "ok") editor.commands.focus();
    else if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
  };

  questions["table"] = async () => {
    let made: object | null = null;
    const done = await ask(dialog("table"), { caption: "", rows: "3", columns: "3" }, ({ rows, columns, caption }) => {
      const within = (value: unknown, most: number) => Math.min(Math.max(Math.round(Number(value)) || 1, 1), most);
      made = tableOf(within(rows, 30), within(columns, 10), String(caption).trim());
      return true;
    });
    if (done === "ok" && made) editor.chain().focus().insertContent(made).run();
    else editor.commands.focus();
  };

  questions["image"] = async () => {
    const box = dialog("image");
    const input = find<HTMLInputElement>("[data-dialog=image] [data-file]");
    const bar = find<HTMLProgressElement>("[data-dialog=image] progress");
    const old = editor.isActive("picture") ? editor.getAttributes("picture") : null;
    input.value = "";
    let picture = { asset: String(old?.["asset"] ?? ""), alt: "", decoration: false };
    const send = async (typed: Typed) => {
      const file = input.files?.[0];
      if (!file) return picture.asset;
      bar.hidden = false;
      const csrf = root.closest("form")?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
      const told = { csrfmiddlewaretoken: csrf, authors: String(typed["authors"]), licence: String(typed["licence"]) };
      const kept = await sendFile(root.dataset["sendUrl"] ?? "", file, told, (percent) => (bar.value = percent)).finally(
        () => (bar.hidden = true),
      );
      return kept.id;
    };
    const done = await ask(box, { alt: String(old?.["alt"] ?? ""), decoration: old?.["decoration"] === true }, async (typed) => {
      const alt = String(typed["alt"]).trim();
      const decoration = typed["decoration"] === true;
      if (!picture.asset && !input.files?.length) return refuse(box, wordsOf(box, "no-file")), false;
      if (!alt && !decoration) return refuse(box, wordsOf(box, "no-alt")), false;
      try {
        picture = { asset: await send(typed), alt: decoration ? "" : alt, decoration };
        return true;
      } catch (error) {
        return refuse(box, (error instanceof Error && error.message) || wordsOf(box, "failed")), false;
      }
    });
    if (done !== "ok") return void editor.commands.focus();
    if (old) editor.chain().focus().updateAttributes("picture", picture).run();
    else editor.chain().focus().insertContent([{ type: "picture", attrs: picture }, { type: "paragraph" }]).run();
  };

  // A label names what it is for: the text one now writes in.
  const labelled = () => void editor.commands.focus();
  const label = find("[data-label]");
  label.addEventListener("click", labelled);
  source.hidden = true;
  for (const part of root.querySelectorAll("[data-editor], [data-help]")) part.removeAttribute("hidden");
  toolbar.refresh();
  root.dataset["ready"] = "yes";
  return () => {
    label.removeEventListener("click", labelled);
    toolbar.close();
    editor.destroy();
    source.hidden = false;
  };
}

/** What the tools call each tone of a callout. */
function wordsOfTones(bar: HTMLElement): Record<string, string> {
  const tools = bar.querySelectorAll<HTMLElement>("[data-command^=tone-]");
  return Object.fromEntries([...tools].map((one) => [one.dataset["command"]?.slice(5) ?? "", one.textContent?.trim() ?? ""]));
}
