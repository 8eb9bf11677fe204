/** Values of a content: what a new one starts with, how texts are written, what is still blank. */
import { isFlat, isValues, type Field, type Form, type LibraryOption, type Values } from "./types";

const ESCAPES: [RegExp, string][] = [
  [/&/g, "&amp;"], [/</g, "&lt;"], [/>/g, "&gt;"], [/"/g, "&quot;"], [/'/g, "&#039;"],
];

/** Write a typed text as the format keeps texts without markup. */
export function escaped(text: string): string {
  return ESCAPES.reduce((written, [character, escape]) => written.replace(character, escape), text);
}

/** Read such a text as people typed it. */
export function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  const reader = document.createElement("textarea"); // reads entities, runs nothing
  reader.innerHTML = text.replace(/</g, "&lt;");
  return reader.value;
}

/** The words of a text with or without markup. */
export function wordsOf(text: string): string {
  const bare = text.replace(/<[^>]*>/g, " ");
  return unescaped(bare).replace(/\s+/g, " ").trim();
}

/** What a field holds before anybody fills it in; undefined: nothing. */
export function initial(field: Field): unknown {
  switch (field.type) {
    case "boolean":
      return field.default === true;
    case "group":
      return isFlat(field) ? initial(field.fields![0]!) : initialFields(field.fields ?? []);
    case "list":
      if (Array.isArray(field.default)) return structuredClone(field.default);
      return Array.from({ length: field.defaultNum ?? field.min ?? 0 }, () => initialItem(field));
    case "text":
    case "number":
    case "select":
      return structuredClone(field.default);
    default:
      return undefined;
  }
}

/** What a whole form holds at first. */
export function initialFields(fields: Field[]): Values {
  const values: Values = {};
  for (const field of fields) {
    const value = field.hidden && field.default === undefined ? undefined : initial(field);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

const added = new WeakSet<object>();

/** A new item of a list, remembered as new. */
export function initialItem(list: Field): unknown {
  const item = list.field ? initial(list.field) : undefined;
  if (typeof item === "object" && item !== null) added.add(item);
  return item;
}

/** A sub-content of a library, with an identifier of its own. */
export function newSubContent(form: Form): Values {
  return { library: form.library, params: initialFields(form.fields), subContentId: newId(), metadata: {} };
}

/** A random identifier (version 4); `crypto.randomUUID` is missing where the site has no HTTPS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A copy of an item, whose sub-contents are others: players keep answers by identifier. */
export function duplicated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(duplicated);
  if (!isValues(value)) return value;
  const copy: Values = {};
  for (const [name, inner] of Object.entries(value)) {
    copy[name] = name === "subContentId" ? newId() : duplicated(inner);
  }
  return copy;
}

/** Whether nothing was written: a tick does not count. */
function isBlank(value: unknown): boolean {
  if (typeof value === "string") return !wordsOf(value);
  if (Array.isArray(value)) return value.every(isBlank);
  if (isValues(value)) return Object.values(value).every(isBlank);
  return value === undefined || value === null || typeof value === "boolean";
}

/**
 * The values to send. New items that stayed blank in an optional list are sent as null, which the
 * server skips: the others keep their rank, by which it tells what to correct.
 */
export function toSend(value: unknown, field: Field): unknown {
  if (field.type === "group" && field.fields) {
    if (isFlat(field)) return toSend(value, field.fields[0]!);
    return isValues(value) ? fieldsToSend(value, field.fields) : value;
  }
  if (field.type === "list" && field.field && Array.isArray(value)) {
    const { field: inner, optional } = field;
    return value.map((item: unknown) => {
      const isNew = typeof item !== "object" || item === null || added.has(item);
      return optional && isNew && isBlank(item) ? null : toSend(item, inner);
    });
  }
  return value;
}

/** As `toSend`, for the fields of a form; what it does not know goes along untouched. */
export function fieldsToSend(values: Values, fields: Field[]): Values {
  const sent = { ...values };
  for (const field of fields) {
    if (field.name in sent) sent[field.name] = toSend(sent[field.name], field);
  }
  return sent;
}

/** The first words of a value, by which people know an item of a list. */
export function excerpt(value: unknown, field: Field): string {
  if (field.hidden || field.common) return "";
  switch (field.type) {
    case "text":
      return typeof value === "string" ? shortened(wordsOf(value)) : "";
    case "group": {
      const inner = field.fields ?? [];
      if (isFlat(field)) return excerpt(value, inner[0]!);
      return isValues(value) ? firstOf(inner.map((one) => excerpt(value[one.name], one))) : "";
    }
    case "list":
      return Array.isArray(value) && field.field ? firstOf(value.map((one) => excerpt(one, field.field!))) : "";
    case "library":
      return isValues(value) ? libraryExcerpt(value, field) : "";
    default:
      return "";
  }
}

function libraryExcerpt(value: Values, field: Field): string {
  const title = isValues(value["metadata"]) ? value["metadata"]["title"] : "";
  const options = (field.options ?? []) as LibraryOption[];
  const kind = options.find((one) => one.name === value["library"])?.title ?? "";
  return [kind, typeof title === "string" ? shortened(title) : ""].filter(Boolean).join(", ");
}

const firstOf = (texts: string[]): string => texts.find(Boolean) ?? "";
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 58).trimEnd()}…` : text);
