/** The rows of the roll: drawn once, then changed in place, so that none ever jumps. */
import { clockInWords } from "../now-line";
import { copyOf, part, put, type Sentences } from "./dom";
import { instantOf, isWithin, nowWithin, type Row } from "./rows";
import type { Half, Status } from "./types";
import { unfoldOneRow } from "./unfolding";

export interface Change {
  row: Row;
  status: Status;
  at: string | null;
  note: string;
}

const HAS_HOUR: ReadonlySet<string> = new Set(["late", "left_early"]);

export class RollList {
  private readonly items = new Map<string, HTMLElement>();
  private rows = new Map<string, Row>();
  /** Chosen but without its hour yet: not a mark. */
  private readonly chosen = new Map<string, Status>();
  private half: Half | null = null;
  private zone = "";
  private readonly stopUnfolding: () => void;

  constructor(
    private readonly place: HTMLElement,
    private readonly template: HTMLTemplateElement,
    private readonly words: Sentences,
    private readonly onMark: (change: Change) => void,
    private readonly onSign: (row: Row) => void,
  ) {
    this.stopUnfolding = unfoldOneRow(place);
    place.addEventListener("change", this.changed);
    place.addEventListener("click", this.clicked);
  }

  stop(): void {
    this.stopUnfolding();
    this.place.removeEventListener("change", this.changed);
    this.place.removeEventListener("click", this.clicked);
  }

  /** Show these rows; another half-day starts afresh. */
  show(half: Half, zone: string, rows: Row[]): void {
    if (this.half?.id !== half.id) {
      this.items.clear();
      this.chosen.clear();
      this.place.replaceChildren();
    }
    [this.half, this.zone] = [half, zone];
    this.rows = new Map(rows.map((row) => [row.enrolment, row]));
    for (const [enrolment, item] of this.items) {
      if (this.rows.has(enrolment)) continue;
      item.remove();
      this.items.delete(enrolment);
    }
    rows.forEach((row, position) => {
      const item = this.items.get(row.enrolment) ?? this.make(row, position);
      this.update(item, row, half);
    });
  }

  private make(row: Row, position: number): HTMLElement {
    const item = copyOf(this.template);
    item.dataset["enrolment"] = row.enrolment;
    for (const radio of item.querySelectorAll<HTMLInputElement>("[type=radio]")) {
      radio.name = `p-${row.enrolment}`;
    }
    this.place.insertBefore(item, this.place.children[position] ?? null);
    this.items.set(row.enrolment, item);
    return item;
  }

  private update(item: HTMLElement, row: Row, half: Half): void {
    const name = `${row.first_name} ${row.last_name}`;
    const state = this.chosen.get(row.enrolment) ?? row.state;
    put(part(item, "last"), row.last_name);
    put(part(item, "first"), row.first_name);
    put(part(item, "initials"), initials(row));
    put(part(item, "employer"), row.employer);
    item.dataset["text"] = `${row.last_name} ${row.first_name} ${row.employer}`;
    item.dataset["state"] = state;
    item.classList.toggle("is-sealed", half.is_sealed);
    const fieldset = item.querySelector("fieldset");
    if (fieldset) fieldset.disabled = half.is_sealed;
    for (const radio of item.querySelectorAll<HTMLInputElement>("[type=radio]")) {
      radio.checked = radio.value === state;
    }
    const early = item.querySelector<HTMLElement>("[data-pick=left_early]");
    if (early) early.hidden = !isEarlyOffered(half) && state !== "left_early";
    put(part(item, "signed-text"), row.signed_at ? this.words.say("signed_at", { at: this.hour(row.signed_at) }) : "");
    part(item, "signed").hidden = row.signed_at === null;
    part(item, "drawn").hidden = row.signed_at !== null || !row.is_drawn;
    const isSigned = row.signed_at !== null || row.is_drawn;
    part(item, "unsigned").hidden = isSigned || row.waits;
    part(item, "waits").hidden = !row.waits;
    const sign = part<HTMLButtonElement>(item, "sign");
    sign.hidden = isSigned || half.is_sealed || state === "absent" || state === "excused";
    sign.setAttribute("aria-label", this.words.say("sign", { name }));
    this.setValue(part<HTMLInputElement>(item, "hour"), row.at ? this.hour(row.at) : "");
    this.setValue(part<HTMLInputElement>(item, "note"), row.note);
    part(item, "wrong").hidden = !this.chosen.has(row.enrolment);
  }

  private hour(at: string): string {
    return clockInWords(new Date(at), this.zone, document.documentElement.lang || "fr");
  }

  /** What someone is typing is theirs. */
  private setValue(input: HTMLInputElement, value: string): void {
    if (document.activeElement !== input) input.value = value;
  }

  private readonly clicked = (event: Event) => {
    const button = (event.target as Element).closest("[data-sign]");
    const row = button && this.rowOf(button);
    if (row) this.onSign(row);
  };

  private readonly changed = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const row = this.rowOf(input);
    const half = this.half;
    if (!row || !half) return;
    if (input.type === "radio") this.pick(row, half, input.value as Status);
    else if (input.matches("[data-note]")) this.onMark({ row, status: "excused", at: null, note: input.value.trim() });
    else this.typeHour(row, half, input);
  };

  private pick(row: Row, half: Half, status: Status): void {
    const item = this.items.get(row.enrolment);
    if (!item) return;
    if (HAS_HOUR.has(status) && !isWithin(new Date().toISOString(), half)) {
      this.chosen.set(row.enrolment, status);
      this.update(item, row, half);
      part<HTMLInputElement>(item, "hour").focus();
      return;
    }
    this.chosen.delete(row.enrolment);
    const at = HAS_HOUR.has(status) ? nowWithin(half, new Date()) : null;
    this.onMark({ row, status, at, note: status === "excused" ? row.note : "" });
  }

  private typeHour(row: Row, half: Half, input: HTMLInputElement): void {
    const status = this.chosen.get(row.enrolment) ?? row.state;
    const item = this.items.get(row.enrolment);
    if (!item || !HAS_HOUR.has(status)) return;
    const at = instantOf(input.value, half, this.zone);
    const isRight = isWithin(at, half);
    part(item, "wrong").hidden = isRight;
    input.toggleAttribute("aria-invalid", !isRight);
    if (!isRight) return;
    this.chosen.delete(row.enrolment);
    this.onMark({ row, status: status as Status, at, note: "" });
  }

  private rowOf(element: Element): Row | undefined {
    const item = element.closest<HTMLElement>("[data-row]");
    return item ? this.rows.get(item.dataset["enrolment"] ?? "") : undefined;
  }
}

/** Leaving early is offered once the half-day is half over: until then it is in the way. */
export function isEarlyOffered(half: Half, now = new Date()): boolean {
  const [starts, ends] = [Date.parse(half.starts_at), Date.parse(half.ends_at)];
  return now.getTime() >= (starts + ends) / 2;
}

function initials(row: Row): string {
  return `${row.first_name.charAt(0)}${row.last_name.charAt(0)}`.toUpperCase();
}
