/** Parameters as a library needs them: complete and of the right kind, whatever was stored. */

export interface Field {
  name: string;
  type: string;
  default?: unknown;
  field?: Field;
  fields?: Field[];
  options?: { value: string; label: string }[];
  [key: string]: unknown;
}

/** Fill `params` with the defaults of the semantics; what has the wrong type is replaced by them. */
export function complete(fields: Field[], params: unknown): Record<string, unknown> {
  const given = isRecord(params) ? params : {};
  return Object.fromEntries(fields.map((field) => [field.name, completeOne(field, given[field.name])]));
}

function completeOne(field: Field, value: unknown): unknown {
  switch (field.type) {
    case "group":
      return complete(field.fields ?? [], value);
    case "list":
      return Array.isArray(value) && field.field
        ? value.map((item) => completeOne(field.field as Field, item))
        : [];
    case "boolean":
      return typeof value === "boolean" ? value : field.default === true;
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof number === "number" && Number.isFinite(number) ? number : (field.default ?? 0);
    }
    case "select":
      return field.options?.some((option) => option.value === value) ? value : (field.default ?? "");
    default:
      return typeof value === "string" ? value : (field.default ?? "");
  }
}

const TRANSLATABLE = ["label", "description", "entity", "placeholder"];

/** What a `language/xx.json` translates in these fields, in the shape H5P wants. */
export function translatable(fields: Field[]): Record<string, unknown>[] {
  return fields.map(translatableOne);
}

function translatableOne(field: Field): Record<string, unknown> {
  const words: Record<string, unknown> = {};
  for (const key of TRANSLATABLE) if (key in field) words[key] = field[key];
  if (field.type === "text" && typeof field.default === "string") words.default = field.default;
  if (field.options) words.options = field.options.map(({ label }) => ({ label }));
  if (field.field) words.field = translatableOne(field.field);
  if (field.fields) words.fields = translatable(field.fields);
  return words;
}

/** The same fields, with the words of a translation in place of their own. */
export function translate(fields: Field[], words: Record<string, unknown>[]): Field[] {
  return fields.map((field, index) => translateOne(field, words[index] ?? {}));
}

function translateOne(field: Field, words: Record<string, unknown>): Field {
  const translated: Field = { ...field };
  for (const key of [...TRANSLATABLE, "default"]) if (key in words) translated[key] = words[key];
  if (field.field) translated.field = translateOne(field.field, (words.field ?? {}) as never);
  if (field.fields) translated.fields = translate(field.fields, (words.fields ?? []) as never);
  return translated;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
