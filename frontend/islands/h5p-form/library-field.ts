/** A content inside another: which library, then that library's own form, fetched when needed. */
import { disclosure, h, option } from "./dom";
import { drawFields, Holder } from "./fields";
import { framed } from "./frame";
import type { Paper } from "./paper";
import {
  isValues, type Drawn, type Field, type Form, type LibraryOption, type Place, type Scope, type Slot,
} from "./types";
import { newSubContent } from "./values";

export function drawLibrary(field: Field, slot: Slot, place: Place, scope: Scope, paper: Paper): Drawn {
  const options = [...((field.options ?? []) as LibraryOption[])];
  const chosen = () => {
    const value = slot.get();
    return isValues(value) && typeof value["library"] === "string" ? value["library"] : "";
  };
  const isKnown = (name: string) => options.some((one) => one.name === name);
  const before = new Map<string, unknown>();
  const select = h("select");
  if (field.optional || !chosen()) {
    select.append(option(paper.word(field.optional ? "none" : "choose"), ""));
  }
  const stranger = chosen() && !isKnown(chosen()) ? chosen() : "";
  if (stranger) select.append(option(stranger, stranger));
  for (const { name, title } of options) select.append(option(title, name));
  select.value = chosen();
  const head = framed({ ...field, label: field.label || paper.word("kind") }, place, paper, select);
  const inside = h("div", { class: "h5p-sub stack" });
  const element = h("div", { class: "h5p-library stack" }, head.element, inside);
  const isLone = options.length === 1 && !field.optional && !stranger && (chosen() !== "" || paper.isMaking);
  head.element.hidden = isLone;
  let reveal: Drawn["reveal"] = () => Promise.resolve(select);

  const show = async (isNew: boolean): Promise<void> => {
    const name = chosen() || select.value;
    paper.forget(inside);
    inside.replaceChildren();
    reveal = () => Promise.resolve(select);
    if (!name) return;
    inside.append(h("p", { class: "soft small", role: "status" }, paper.word("loading")));
    try {
      const form = await paper.formOf(name);
      if (name !== select.value) return; // another was chosen meanwhile
      if (isNew) slot.set(before.get(name) ?? newSubContent(form));
      inside.replaceChildren();
      reveal = drawInside(inside, form, slot, place, scope, paper);
    } catch {
      const words = name === stranger ? paper.word("kindMissing", { name }) : paper.word("loadFailed");
      inside.replaceChildren(h("p", { class: "hint", role: "alert" }, words));
    }
  };

  select.addEventListener("change", () => {
    const value = slot.get();
    if (chosen()) before.set(chosen(), value); // chosen again, it comes back as it was
    slot.set(undefined);
    loading = show(true);
  });
  const isMade = isLone && !chosen();
  if (isMade) select.value = options[0]!.name;
  let loading = show(isMade);
  return {
    element,
    reveal: async (path) => {
      await loading;
      if (path[0] === "params") return reveal(path.slice(1));
      return head.element.hidden ? reveal(path) : select;
    },
  };
}

function drawInside(
  inside: HTMLElement, form: Form, slot: Slot, place: Place, scope: Scope, paper: Paper,
): Drawn["reveal"] {
  const value = new Holder(slot, scope);
  const params = new Holder(value.at("params"), scope);
  const reveal = drawFields(inside, form.fields, params, () => `${place()}/params`, paper);
  if (form.hasMetadata) {
    const metadata = new Holder(value.at("metadata"), scope);
    const folded = disclosure(paper.word("metadata"), (into) => {
      drawFields(into, paper.boot.subMetadataFields, metadata, () => `${place()}/metadata`, paper);
    });
    inside.append(folded.element);
  }
  return reveal;
}
