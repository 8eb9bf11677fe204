/** The names on the way to a place, for the summary of errors: "Questions › Question 2 › Texte". */
import { nameOf } from "./frame";
import type { Paper } from "./paper";
import { isFlat, isValues, type Field, type Values } from "./types";

export function trail(path: string[], fields: Field[], values: unknown, paper: Paper): string {
  return names(path, fields, values, paper).filter(Boolean).join(" › ");
}

function names(path: string[], fields: Field[], values: unknown, paper: Paper): string[] {
  const [name, ...rest] = path;
  const field = fields.find((one) => one.name === name);
  const inside = isValues(values) && name !== undefined ? values[name] : undefined;
  return field ? [nameOf(field), ...within(rest, field, inside, paper)] : [];
}

function within(path: string[], field: Field, value: unknown, paper: Paper): string[] {
  if (!path.length) return [];
  if (field.type === "group" && field.fields) {
    return isFlat(field) ? within(path, field.fields[0]!, value, paper) : names(path, field.fields, value, paper);
  }
  const [step, ...rest] = path;
  if (field.type === "list" && field.field) {
    const item = Array.isArray(value) ? (value as unknown[])[Number(step)] : undefined;
    const entity = field.entity || nameOf(field.field) || paper.word("item");
    return [`${entity} ${Number(step) + 1}`, ...within(rest, field.field, item, paper)];
  }
  if (field.type === "library" && step === "params") {
    const sub = (value ?? {}) as Values;
    const form = paper.forms.get(String(sub["library"]));
    return form ? [form.title, ...names(rest, form.fields, sub["params"], paper)] : [];
  }
  return [];
}
