/** The whole form of a content: its values, saving, errors, the live preview, leaving. */
import type { Cleanup, Island } from "../mount";
import { disclosure, h } from "./dom";
import { drawFields, Holder } from "./fields";
import { Paper } from "./paper";
import { Preview } from "./preview";
import { trail } from "./trail";
import type { Boot, Slot, Values } from "./types";
import { fieldsToSend, initialFields } from "./values";

interface Answer {
  number: number;
  edit: string;
  title: string;
  files: Boot["files"];
  notices: { place: string; message: string }[];
}

interface Refusal {
  message: string;
  errors: { place: string; message: string }[];
}

const METADATA = "@metadata";

/** Draw the form that the root's JSON describes, and make it work. */
export function startForm(root: HTMLElement, play: Island): Cleanup {
  const part = <Kind extends HTMLElement = HTMLElement>(name: string): Kind => {
    const found = root.querySelector<Kind>(`[data-${name}]`);
    if (!found) throw new Error(`h5p-form: no [data-${name}]`);
    return found;
  };
  const boot = JSON.parse(root.querySelector("script[type='application/json']")?.textContent ?? "") as Boot;
  const csrf = root.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const isNew = boot.params === null;
  let params: Values = boot.params ?? initialFields(boot.form.fields);
  let metadata: Values = boot.metadata ?? initialFields(boot.metadataFields);
  let base = boot.version;
  let changes = 0;
  let isDrawn = false;

  const say = (sentence: string) => (part("state").textContent = sentence);
  const onChange = () => {
    if (!isDrawn) return;
    changes += 1;
    say(paper.word("unsaved"));
    preview.soon();
  };
  const paper: Paper = new Paper(boot, csrf, onChange, (sentence) => (part("live").textContent = sentence));
  const sent = () => ({
    library: boot.form.library,
    content: boot.content,
    base,
    params: fieldsToSend(params, boot.form.fields),
    metadata: fieldsToSend(metadata, boot.metadataFields),
  });
  const preview = new Preview(part("preview"), part("preview-state"), paper, sent, play);

  const paramsSlot: Slot = {
    get: () => params,
    set: (value) => {
      params = value as Values;
      paper.changed();
    },
  };
  const metadataSlot: Slot = {
    get: () => metadata,
    set: (value) => {
      metadata = value as Values;
      paper.changed();
    },
  };
  const about = new Holder(metadataSlot, null);
  const [title, ...rest] = boot.metadataFields;
  const revealTitle = drawFields(part("metadata"), title ? [title] : [], about, () => METADATA, paper);
  let revealRest: typeof revealTitle = () => Promise.resolve(null);
  const more = disclosure(paper.word("about"), (into) => {
    revealRest = drawFields(into, rest, about, () => METADATA, paper);
  });
  part("metadata").append(more.element);
  const revealParams = drawFields(part("fields"), boot.form.fields, new Holder(paramsSlot, null), () => "", paper);
  part("columns").hidden = false;
  isDrawn = true;
  say(isNew ? paper.word("fresh") : paper.word("unchanged", { n: base }));

  const reveal = (place: string): Promise<HTMLElement | null> => {
    const [first = "", ...path] = place.split("/");
    if (first !== METADATA) return revealParams(path);
    if (path[0] === title?.name) return revealTitle(path);
    more.open();
    return revealRest(path);
  };
  const nameOfPlace = (place: string): string => {
    const [first = "", ...path] = place.split("/");
    return first === METADATA ? trail(path, boot.metadataFields, metadata, paper) : trail(path, boot.form.fields, params, paper);
  };

  const summary = part("summary");
  const refuse = ({ message, errors }: Refusal) => {
    paper.refuse(new Map(errors.map((error) => [error.place, error.message])));
    const links = errors.map((error) => {
      const link = h("a", { href: "#" }, nameOfPlace(error.place) || error.place);
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        const target = await reveal(error.place);
        target?.scrollIntoView({ block: "center" });
        target?.focus();
      });
      return h("li", {}, link, ` : ${error.message}`);
    });
    const list = links.length ? [h("ul", {}, ...links)] : [];
    show("bad", links.length ? paper.word("toCorrect", { n: links.length }) : message, list);
    summary.focus();
  };
  const show = (tone: string, sentence: string, inside: HTMLElement[] = []) => {
    const icon = paper.icon(tone === "bad" ? "circle-alert" : "info");
    summary.replaceChildren(h("div", { class: `alert ${tone}` }, icon, h("div", {}, h("p", {}, h("strong", {}, sentence)), ...inside)));
  };
  const saved = (answer: Answer, upTo: number) => {
    base = answer.number;
    boot.files = answer.files;
    paper.refuse(new Map());
    summary.replaceChildren();
    if (answer.notices.length) {
      show("warn", paper.word("notices"), [h("ul", {}, ...answer.notices.map((one) => h("li", {}, one.message)))]);
    }
    const heading = document.querySelector("h1");
    if (heading) heading.textContent = answer.title;
    if (changes === upTo) changes = 0;
    say(changes ? paper.word("unsaved") : paper.word("saved", { n: base }));
  };

  let isSaving = false;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isSaving) return;
    isSaving = true;
    const upTo = changes;
    say(paper.word("saving"));
    try {
      const answer = await paper.post(boot.urls.save, sent());
      if (answer.ok) {
        const told = (await answer.json()) as Answer;
        saved(told, upTo);
        if (isNew) location.assign(told.edit);
      } else if (answer.status === 409 || answer.status === 422) {
        refuse((await answer.json()) as Refusal);
        say(paper.word("unsaved"));
      } else throw new Error(String(answer.status));
    } catch {
      refuse({ message: paper.word("saveFailed"), errors: [] });
      say(paper.word("unsaved"));
    } finally {
      isSaving = false;
    }
  };

  const guard = (event: BeforeUnloadEvent) => {
    if (changes) event.preventDefault();
  };
  const form = part<HTMLFormElement>("form");
  form.addEventListener("submit", save);
  part("refresh").addEventListener("click", () => void preview.now());
  window.addEventListener("beforeunload", guard);
  if (!isNew) void preview.now();
  return () => {
    form.removeEventListener("submit", save);
    window.removeEventListener("beforeunload", guard);
    preview.stop();
  };
}
