/** What stands around a control: its label, what is expected, and what has to be corrected. */
import { h } from "./dom";
import type { Paper } from "./paper";
import type { Drawn, Field, Place } from "./types";

export const nameOf = (field: Field): string => field.label || field.entity || field.name || "";

/** What a field expects, in words, before anybody gets it wrong. */
function limits(field: Field, paper: Paper): string {
  if (field.type !== "number") return "";
  const { min, max } = field;
  if (min !== undefined && max !== undefined) return paper.word("between", { min, max });
  if (min !== undefined) return paper.word("atLeastNumber", { min });
  return max === undefined ? "" : paper.word("atMostNumber", { max });
}

/** The hint and the error of a field, whose ids its control is described by. */
export function notes(field: Field, place: Place, paper: Paper, control: HTMLElement) {
  const lines = [field.description, field.help, limits(field, paper)].filter((line): line is string => !!line);
  const hint = lines.length ? h("p", { class: "hint", id: paper.id() }, lines.join("\n")) : null;
  const words = h("span");
  const error = h("p", { id: paper.id(), hidden: true }, paper.icon("circle-alert"), words);
  const show = (message: string) => {
    words.textContent = message;
    error.hidden = !message;
    error.className = message ? "error" : "";
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    const ids = [hint?.id, message ? error.id : ""].filter(Boolean).join(" ");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  };
  show("");
  paper.mark({ element: error, place, show });
  control.addEventListener("input", () => show("")); // being corrected
  return { hint, error };
}

export function optionalMark(field: Field, paper: Paper): Node | string {
  return field.optional ? h("span", { class: "optional" }, ` (${paper.word("optional")})`) : "";
}

/** Put a label, a hint and an error around one control. */
export function framed(field: Field, place: Place, paper: Paper, control: HTMLElement, shown = control): Drawn {
  control.id ||= paper.id();
  const label = h("label", { for: control.id }, nameOf(field), optionalMark(field, paper));
  const { hint, error } = notes(field, place, paper, control);
  if (!field.optional && field.type !== "boolean") control.setAttribute("aria-required", "true");
  const element = h("div", { class: "field" }, label, ...(hint ? [hint] : []), shown, error);
  return { element, reveal: () => Promise.resolve(control) };
}
