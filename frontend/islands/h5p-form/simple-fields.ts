/** Fields that hold one value: texts without markup, numbers, boxes, choices. */
import { h, option } from "./dom";
import { framed, nameOf, notes, optionalMark } from "./frame";
import type { Paper } from "./paper";
import type { Drawn, Field, Option, Place, Slot } from "./types";
import { escaped, unescaped } from "./values";

const COLOUR = /^#[0-9a-f]{6}$/i;
const LONG = 120;
const NEARLY = 0.8;

/** A text without markup; some are long, one kind is a colour. */
export function drawText(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const kept = slot.get();
  const value = kept === undefined || kept === null ? "" : unescaped(String(kept));
  const isLong = field.widget === "textarea" || value.includes("\n") || value.length > LONG;
  const isColour = field.widget === "colorSelector" && COLOUR.test(value);
  const control = isLong
    ? h("textarea", { placeholder: field.placeholder })
    : h("input", { type: isColour ? "color" : "text", placeholder: field.placeholder, autocomplete: "off" });
  control.value = value;
  const left = h("p", { class: "hint", role: "status" });
  const count = () => {
    const { maxLength } = field;
    const isNear = maxLength !== undefined && control.value.length > NEARLY * maxLength;
    left.textContent = isNear ? paper.word("left", { n: maxLength - control.value.length }) : "";
  };
  control.addEventListener("input", () => {
    slot.set(escaped(control.value));
    count();
  });
  count();
  const drawn = framed(field, place, paper, control);
  if (field.maxLength) drawn.element.append(left);
  return drawn;
}

/** A number. What is being typed and is none yet takes the value away: the server then says so. */
export function drawNumber(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const { min, max } = field;
  const step = field.step ?? (field.decimals === 0 ? 1 : "any");
  const control = h("input", { type: "number", min, max, step, inputmode: "decimal" });
  const kept = slot.get();
  control.value = kept === undefined || kept === null ? "" : String(kept);
  control.addEventListener("input", () => {
    slot.set(control.value === "" ? undefined : control.valueAsNumber);
  });
  const shown = field.unit ? h("div", { class: "h5p-unit" }, control, h("span", {}, field.unit)) : control;
  return framed(field, place, paper, control, shown);
}

export function drawBoolean(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const control = h("input", { type: "checkbox" });
  control.checked = slot.get() === true;
  control.addEventListener("change", () => slot.set(control.checked));
  const { hint, error } = notes(field, place, paper, control);
  const label = h("label", { class: "choice" }, control, h("span", {}, nameOf(field)));
  const element = h("div", { class: "field" }, label, ...(hint ? [hint] : []), error);
  return { element, reveal: () => Promise.resolve(control) };
}

/** One choice, or several. A value that is no longer offered stays chosen, and is shown as it is. */
export function drawSelect(field: Field, slot: Slot, place: Place, paper: Paper): Drawn {
  const options = (field.options ?? []) as Option[];
  if (field.multiple) return options.length ? drawBoxes(field, options, slot, place, paper) : drawKept(field, paper);
  const control = h("select");
  const kept = slot.get();
  const known = options.find((one) => String(one.value) === String(kept));
  if (field.optional || kept === undefined) {
    control.append(option(field.optional ? paper.word("none") : paper.word("choose"), ""));
  }
  if (kept !== undefined && kept !== "" && !known) control.append(option(String(kept), String(kept)));
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const { value, label, group } of options) {
    const choice = option(label, String(value));
    if (!group) control.append(choice);
    else {
      if (!groups.has(group)) {
        groups.set(group, h("optgroup", { label: group }));
        control.append(groups.get(group)!);
      }
      groups.get(group)!.append(choice);
    }
  }
  control.value = kept === undefined ? "" : String(kept);
  control.addEventListener("change", () => {
    const chosen = options.find((one) => String(one.value) === control.value);
    slot.set(chosen ? chosen.value : control.value || undefined);
  });
  return framed(field, place, paper, control);
}

function drawBoxes(field: Field, options: Option[], slot: Slot, place: Place, paper: Paper): Drawn {
  const chosen = () => {
    const kept = slot.get();
    return Array.isArray(kept) ? (kept as unknown[]) : [];
  };
  const boxes = options.map(({ value, label }) => {
    const box = h("input", { type: "checkbox" });
    box.checked = chosen().some((one) => String(one) === String(value));
    box.addEventListener("change", () => {
      const others = chosen().filter((one) => String(one) !== String(value));
      slot.set(box.checked ? [...others, value] : others);
    });
    return { box, row: h("label", { class: "choice" }, box, h("span", {}, label)) };
  });
  const legend = h("legend", {}, nameOf(field), optionalMark(field, paper));
  const element = h("fieldset", { class: "field" }, legend);
  const { hint, error } = notes(field, place, paper, element);
  element.append(...(hint ? [hint] : []), ...boxes.map(({ row }) => row), error);
  return { element, reveal: () => Promise.resolve(boxes[0]?.box ?? element) };
}

/** A field whose value this form cannot show: it says so and keeps it. */
export function drawKept(field: Field, paper: Paper): Drawn {
  const element = h("div", { class: "field", tabindex: -1 }, h("p", { class: "label" }, nameOf(field)));
  element.append(h("p", { class: "hint" }, paper.word("untouched")));
  return { element, reveal: () => Promise.resolve(element) };
}
