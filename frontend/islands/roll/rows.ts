/** What each row of the roll shows: what the server knows, covered by what was marked here. */
import type { Half, KeptDay, QueuedMark, Status, WalkIn } from "./types";

export interface Row {
  enrolment: string;
  last_name: string;
  first_name: string;
  employer: string;
  /** A status, or "todo". */
  state: Status | "todo";
  at: string | null;
  note: string;
  signed_at: string | null;
  /** Whether a signature was drawn on a device of the room. */
  is_drawn: boolean;
  /** Whether what is shown has not been acknowledged by the server. */
  waits: boolean;
  is_walk_in: boolean;
  /** The entry of the mark the server last told, 0 for none. */
  entry: number;
}

/** The rows of one half-day, in the alphabet's order, those added here in their place. */
export function rowsOf(day: KeptDay, half: Half, marks: QueuedMark[], walkIns: WalkIn[]): Row[] {
  const told = new Map(
    day.marks.filter((mark) => mark.half_day === half.id).map((mark) => [mark.enrolment, mark]),
  );
  const queued = new Map<string, QueuedMark[]>();
  for (const mark of marks) {
    if (mark.half_day !== half.id) continue;
    queued.set(mark.enrolment, [...(queued.get(mark.enrolment) ?? []), mark]);
  }
  const known = new Set(day.people.map((person) => person.enrolment));
  const added = walkIns.filter((one) => one.code === day.code && !known.has(one.enrolment));
  const people = [
    ...day.people.map((person) => ({ ...person, is_walk_in: false })),
    ...added.map((one) => ({ ...one, is_walk_in: true })),
  ];
  const rows = people.map((person): Row => {
    const mark = told.get(person.enrolment);
    const waiting = queued.get(person.enrolment) ?? [];
    const last = waiting.at(-1);
    const shown = last ?? mark;
    return {
      enrolment: person.enrolment,
      last_name: person.last_name,
      first_name: person.first_name,
      employer: person.employer,
      is_walk_in: person.is_walk_in,
      state: shown?.status ?? "todo",
      at: shown?.at ?? null,
      note: shown?.note ?? "",
      signed_at: mark?.signed_at ?? null,
      is_drawn: mark?.is_drawn === true || waiting.some((one) => one.strokes !== "" || one.typed !== ""),
      waits: last !== undefined || person.is_walk_in,
      entry: mark?.entry ?? 0,
    };
  });
  const key = (row: Row) => `${row.last_name} ${row.first_name}`;
  return rows.sort((one, other) => key(one).localeCompare(key(other), "fr"));
}

/** The half-day to open with: under way or the next one, else the last. */
export function halfToShow(halves: Half[], now: Date): Half | undefined {
  return halves.find((half) => now.getTime() < Date.parse(half.ends_at)) ?? halves.at(-1);
}

/** Read an hour however it is typed ("9 h 05", "9h05", "09:05"), on the day of a half-day. */
export function instantOf(typed: string, half: Half, zone: string): string | null {
  const found = /^(\d{1,2})\s*[h:.]?\s*(\d{2})?$/.exec(typed.trim().replace(/\s+/g, " "));
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  const start = new Date(half.starts_at);
  const [atHour, atMinute] = hourIn(zone, start);
  const moved = ((hours - atHour) * 60 + minutes - atMinute) * 60_000;
  const at = new Date(start.getTime() + moved);
  at.setUTCSeconds(0, 0);
  return at.toISOString();
}

/** Whether an instant is within the half-day, where arrivals and departures are. */
export function isWithin(at: string | null, half: Half): boolean {
  if (at === null) return false;
  const instant = Date.parse(at);
  return Date.parse(half.starts_at) <= instant && instant <= Date.parse(half.ends_at);
}

/** Now, held within the half-day and to the minute: what "late" means unless told otherwise. */
export function nowWithin(half: Half, now: Date): string {
  const held = Math.min(Math.max(now.getTime(), Date.parse(half.starts_at)), Date.parse(half.ends_at));
  const minute = Math.floor(held / 60_000) * 60_000;
  return new Date(Math.max(minute, Date.parse(half.starts_at))).toISOString();
}

function hourIn(zone: string, at: Date): [number, number] {
  const parts = new Intl.DateTimeFormat("fr", {
    hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: zone,
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  return [part("hour"), part("minute")];
}
