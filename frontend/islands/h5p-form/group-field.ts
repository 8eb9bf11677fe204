/** Groups: a box with its name; folded when the library says it matters less. */
import { disclosure, h } from "./dom";
import { drawField, drawFields, Holder } from "./fields";
import { nameOf } from "./frame";
import type { Paper } from "./paper";
import { isFlat, type Drawn, type Field, type Place, type Scope, type Slot } from "./types";

/** The fields of a group whose box and name are already there: an item of a list. */
export function drawBareGroup(field: Field, slot: Slot, place: Place, scope: Scope, paper: Paper): Drawn {
  const element = h("div", { class: "stack" });
  if (field.description) element.append(h("p", { class: "hint" }, field.description));
  return { element, reveal: drawFields(element, field.fields ?? [], new Holder(slot, scope), place, paper) };
}

export function drawGroup(field: Field, slot: Slot, place: Place, scope: Scope, paper: Paper): Drawn {
  const fields = field.fields ?? [];
  if (isFlat(field)) {
    const [only] = fields as [Field];
    const alone: Scope = { find: () => slot.get(), around: scope };
    const named = { ...only, label: only.label || nameOf(field) };
    return drawField(named, slot, place, alone, paper);
  }
  const holder = new Holder(slot, scope);
  const title = nameOf(field) || paper.word("group");
  const intro = field.description ? [h("p", { class: "hint" }, field.description)] : [];
  if (field.importance === "low" || field.expanded === false) {
    let inside: Drawn["reveal"] = () => Promise.resolve(null);
    const folded = disclosure(title, (into) => {
      into.append(...intro);
      inside = drawFields(into, fields, holder, place, paper);
    });
    const reveal: Drawn["reveal"] = (path) => {
      folded.open();
      return inside(path);
    };
    return { element: folded.element, reveal };
  }
  const element = h("fieldset", { class: "h5p-group stack" }, h("legend", {}, title), ...intro);
  return { element, reveal: drawFields(element, fields, holder, place, paper) };
}
