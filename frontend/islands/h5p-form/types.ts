/** What the server describes, and what the parts of the form give each other. */

export interface Option {
  value: string | number;
  label: string;
  group?: string;
}

export interface LibraryOption {
  name: string;
  title: string;
}

/** One field of a library's semantics, its words already in the person's language. */
export interface Field {
  name: string;
  type: string;
  label?: string;
  description?: string;
  placeholder?: string;
  entity?: string;
  help?: string;
  default?: unknown;
  optional?: boolean;
  importance?: string;
  common?: boolean;
  hidden?: boolean;
  widget?: string;
  tags?: string[];
  maxLength?: number;
  min?: number;
  max?: number;
  step?: number;
  decimals?: number;
  unit?: string;
  multiple?: boolean;
  defaultNum?: number;
  expanded?: boolean;
  isSubContent?: boolean;
  showWhen?: Condition;
  disableCopyright?: boolean;
  options?: (Option | LibraryOption)[];
  fields?: Field[];
  field?: Field;
}

export interface Condition {
  type?: string;
  rules?: { field?: string; equals?: unknown }[];
}

export interface Form {
  library: string;
  title: string;
  fields: Field[];
  hasMetadata: boolean;
}

export type Values = Record<string, unknown>;

/** Where one value is kept. `set(undefined)` takes it away; only what is touched is ever set. */
export interface Slot {
  get(): unknown;
  set(value: unknown): void;
}

/** Where a field stands, for `showWhen`: the values beside it, and what is around. */
export interface Scope {
  find(name: string): unknown;
  around: Scope | null;
}

/** A place as the server writes it ("/questions/0/text"): a rank may change, so it is asked for. */
export type Place = () => string;

export interface Drawn {
  element: HTMLElement;
  /** Open all that hides the rest of a place; return what to focus there. */
  reveal(path: string[]): Promise<HTMLElement | null>;
}

export interface Sent {
  path: string;
  mime: string;
}

export interface Boot {
  form: Form;
  params: Values | null;
  metadata: Values | null;
  version: number;
  content: string;
  files: Record<string, [string, number]>;
  metadataFields: Field[];
  subMetadataFields: Field[];
  mediaFields: Field[];
  accepted: Record<string, string[]>;
  words: Record<string, string>;
  sprite: string;
  urls: { save: string; form: string; file: string; pictures: string; preview: string };
}

export const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A group of one field holds that field's value itself, as the format says. */
export const isFlat = (field: Field): boolean => field.fields?.length === 1 && !field.isSubContent;
