/** Images, files, videos and sounds: sent one by one, shown, with their rights of use. */
import { disclosure, h } from "./dom";
import { drawFields, Holder } from "./fields";
import { nameOf, notes, optionalMark } from "./frame";
import type { Paper } from "./paper";
import { isValues, type Drawn, type Field, type Place, type Slot, type Values } from "./types";

const OF_THE_FORM = /\/([0-9a-f]{64})\.[a-z0-9]+$/;
const PICTURE = /\.(?:png|jpe?g|gif|bmp)$/i;
const YOUTUBE = /^https:\/\/(?:www\.)?(?:youtube\.com|youtu\.be)\//;

/** A field that holds one file. */
export function drawFile(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const element = h("fieldset", { class: "field h5p-media" }, h("legend", {}, nameOf(field), optionalMark(field, paper)));
  const { hint, error } = notes(field, place, paper, element);
  const shown = h("div", { class: "stack" });
  const send = drawSending(field, paper, (values) => {
    const kept = slot.get();
    const rights = isValues(kept) ? kept["copyright"] : undefined;
    slot.set(rights === undefined ? values : { ...values, copyright: rights });
    show();
  });
  const show = () => {
    const value = slot.get();
    const isThere = isValues(value) && typeof value["path"] === "string";
    send.name(isThere);
    shown.replaceChildren();
    if (!isThere) return shown.append(h("p", { class: "soft small" }, paper.word("noFile")));
    const remove = () => {
      slot.set(undefined);
      show();
      send.button.focus();
      paper.announce(paper.word("fileRemoved"));
    };
    shown.append(...drawOne(value, slot, field, paper, remove));
  };
  show();
  element.append(...(hint ? [hint] : []), shown, send.element, error);
  return { element, reveal: () => Promise.resolve(send.button) };
}

/** A video or a sound: one file or more, the player takes the first that it can read. */
export function drawSources(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const element = h("fieldset", { class: "field h5p-media" }, h("legend", {}, nameOf(field), optionalMark(field, paper)));
  const { hint, error } = notes(field, place, paper, element);
  const shown = h("div", { class: "stack" });
  const sources = () => {
    const value = slot.get();
    return Array.isArray(value) ? (value as unknown[]) : [];
  };
  const add = (values: Values) => {
    slot.set([...sources(), values]);
    show();
  };
  const send = drawSending(field, paper, add);
  const show = () => {
    shown.replaceChildren(
      ...sources().filter(isValues).map((source, rank) => {
        const held: Slot = {
          get: () => sources()[rank],
          set: (value) => slot.set(sources().map((one, other) => (other === rank ? value : one))),
        };
        const remove = () => {
          const left = sources().filter((_, other) => other !== rank);
          slot.set(left.length ? left : undefined);
          show();
          send.button.focus();
          paper.announce(paper.word("fileRemoved"));
        };
        const name = h("p", { class: "label small" }, paper.word("sourceNumber", { n: rank + 1 }));
        return h("div", { class: "stack" }, name, ...drawOne(source, held, field, paper, remove));
      }),
    );
    if (!sources().length) shown.append(h("p", { class: "soft small" }, paper.word("noFile")));
  };
  show();
  element.append(...(hint ? [hint] : []), shown, send.element, drawAddress(field, paper, add), error);
  return { element, reveal: () => Promise.resolve(send.button) };
}

/** What is kept of one file: its picture or its name, a way to remove it, its rights. */
function drawOne(value: Values, slot: Slot, field: Field, paper: Paper, remove: () => void): HTMLElement[] {
  const path = String(value["path"]);
  const button = h("button", { type: "button", class: "btn small quiet" }, paper.icon("trash-2"), ` ${paper.word("removeFile")}`);
  button.addEventListener("click", remove);
  const parts: HTMLElement[] = [];
  const sha256 = OF_THE_FORM.exec(`/${path}`)?.[1] ?? paper.boot.files[path]?.[0];
  if (PICTURE.test(path) && sha256) {
    const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
    parts.push(h("img", { src: `${paper.boot.urls.pictures}${sha256}.${extension}`, alt: "", class: "h5p-thumbnail", loading: "lazy" }));
  }
  const short = path.slice(path.lastIndexOf("/") + 1).replace(/^[0-9a-f]{56}/, "…");
  const isAddress = /^https?:/.test(path);
  parts.push(h("p", { class: "h5p-file" }, h("span", { class: "code small" }, isAddress ? path : short), " ", button));
  if (!field.disableCopyright) {
    const rights = new Holder(new Holder(slot, null).at("copyright"), null);
    const folded = disclosure(paper.word("rights"), (into) => {
      drawFields(into, paper.boot.mediaFields, rights, () => "@rights", paper);
    });
    parts.push(folded.element);
  }
  return parts;
}

/** The button that sends a file, with its progress; the file's input is what is really focused. */
function drawSending(field: Field, paper: Paper, done: (values: Values) => void) {
  const kinds = paper.boot.accepted[field.type] ?? [];
  const id = paper.id();
  const words = h("label", { for: id, class: "small" });
  const button = h("input", { type: "file", id, accept: kinds.map((kind) => `.${kind}`).join(",") });
  const bar = h("progress", { max: 100, value: 0, hidden: true, "aria-label": nameOf(field) });
  const state = h("p", { class: "small", role: "status" });
  const short = kinds.length <= 6 ? [h("p", { class: "hint" }, paper.word("accepted", { kinds: kinds.join(", ") }))] : [];
  button.addEventListener("change", async () => {
    const file = button.files?.[0];
    if (!file) return;
    bar.hidden = false;
    try {
      const sent = await paper.upload(field, file, (percent) => {
        bar.value = percent;
        state.textContent = paper.word("sending", { n: percent });
      });
      const size = field.type === "image" ? await sizeOf(file) : {};
      done({ ...sent, ...size });
      state.textContent = paper.word("sent");
    } catch (error) {
      state.textContent = (error as Error).message;
    } finally {
      bar.hidden = true;
      button.value = "";
    }
  });
  const name = (isThere: boolean) => (words.textContent = paper.word(isThere ? "replace" : "send"));
  name(false);
  return { element: h("div", { class: "stack h5p-send" }, words, ...short, button, bar, state), button, name };
}

async function sizeOf(file: File): Promise<Values> {
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    return {}; // not a picture the browser reads: players do without
  }
}

/** A video or a sound that stays elsewhere: its address. */
function drawAddress(field: Field, paper: Paper, done: (values: Values) => void): HTMLElement {
  const id = paper.id();
  const input = h("input", { type: "url", id, placeholder: "https://" });
  const error = h("p", { class: "error", role: "alert" });
  const use = h("button", { type: "button", class: "btn small" }, paper.word("addressAct"));
  use.addEventListener("click", () => {
    const path = input.value.trim();
    error.textContent = /^https:\/\/\S+\.\S+/.test(path) ? "" : paper.word("addressWrong");
    if (error.textContent) return input.focus();
    const extension = /\.(\w{2,4})(?:[?#]|$)/.exec(path)?.[1] ?? (field.type === "audio" ? "mp3" : "mp4");
    const mime = YOUTUBE.test(path) ? "video/YouTube" : `${field.type}/${extension.replace("mp3", "mpeg")}`;
    done({ path, mime });
    input.value = "";
  });
  return h("div", { class: "field" }, h("label", { for: id, class: "small" }, paper.word("address")), input, h("p", {}, use), error);
}
