/** `showWhen`: a field shown only for some values of others. The server checks by the same rules. */
import { isValues, type Field, type Scope } from "./types";

/** Whether a field is shown; without a condition, or with one nobody understands, it is. */
export function isShown(field: Field, scope: Scope): boolean {
  const rules = field.showWhen?.rules;
  if (!rules?.length) return true;
  const met = rules.map((rule) => isMet(rule, scope));
  return field.showWhen?.type === "and" ? met.every(Boolean) : met.some(Boolean);
}

function isMet(rule: { field?: string; equals?: unknown }, scope: Scope): boolean {
  const steps = (rule.field ?? "").split("/");
  const name = steps.pop() ?? "";
  let here: Scope | null = scope;
  for (const step of steps) {
    if (step !== ".." || !here) return true;
    here = here.around;
  }
  if (!here || rule.equals === undefined) return true;
  const value = here.find(name);
  const library = isValues(value) ? String(value["library"] ?? "") : null;
  // Rules name a library with its version or without it.
  const found = library === null ? [value] : [library, library.split(" ")[0]];
  const wanted: unknown[] = Array.isArray(rule.equals) ? rule.equals : [rule.equals];
  return wanted.some((one) => found.some((it) => (typeof one === "boolean" ? Boolean(it) === one : it === one)));
}
