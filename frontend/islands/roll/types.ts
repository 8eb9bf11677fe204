/** What the roll-call keeps on the device, and what it tells the server. */

export type Status = "present" | "late" | "left_early" | "excused" | "absent";
export const STATUSES: readonly Status[] = ["present", "late", "excused", "absent", "left_early"];

/** A half-day of the day that is kept. */
export interface Half {
  id: number;
  period: "am" | "pm";
  starts_at: string;
  ends_at: string;
  is_sealed: boolean;
  /** Its page in the room, where it is corrected once sealed. */
  url: string;
  /** Where it is countersigned. */
  seal_url: string;
}

export interface Person {
  enrolment: string;
  last_name: string;
  first_name: string;
  employer: string;
}

/** What the server knows of a person on a half-day; `entry` tells one state from the next. */
export interface Mark {
  enrolment: string;
  half_day: number;
  status: Status;
  at: string | null;
  note: string;
  signed_at: string | null;
  is_drawn: boolean;
  entry: number;
}

/** The day of one cohort, as the server last told it. */
export interface Day {
  code: string;
  /** The date of the day, as "2026-03-17": another day's is deleted. */
  date: string;
  user: { id: string; name: string };
  zone: string;
  halves: Half[];
  people: Person[];
  marks: Mark[];
  /** How many marks wait for a person to settle them. */
  to_settle: number;
}

export interface KeptDay extends Day {
  etag: string;
  fetched_at: string;
}

/** A mark made here and not yet acknowledged. */
export interface QueuedMark {
  nonce: string;
  code: string;
  enrolment: string;
  half_day: number;
  status: Status;
  at: string | null;
  note: string;
  strokes: string;
  typed: string;
  /** The entry this device had seen, 0 for none. */
  seen: number;
  made_at: string;
  /** Who marked: only they send it, unless someone else takes it over. */
  by: { id: string; name: string };
  /** Whom it is about, so that it can be named when the day's list is gone. */
  name: string;
  /** How many times it left: one that may have been received keeps its nonce. */
  tries: number;
  /** Why the server cannot take it, "" otherwise. */
  problem: string;
}

/** Someone in the room who was not on the list; the device gives the enrolment its id. */
export interface WalkIn {
  enrolment: string;
  code: string;
  last_name: string;
  first_name: string;
  employer: string;
  email: string;
  made_at: string;
  by: { id: string; name: string };
  problem: string;
}

export type Outcome = "applied" | "same" | "conflict" | "pending" | "refused" | "settled" | "invalid";

export interface MarkAnswer {
  nonce: string;
  state: Outcome;
  sentence: string;
}

export interface WalkInAnswer {
  enrolment: string;
  state: "enrolled" | "known" | "refused" | "invalid";
  /** The enrolment that the marks go to: the person may have been on the list already. */
  kept: string;
  sentence: string;
}

export interface Answers {
  marks: MarkAnswer[];
  walk_ins: WalkInAnswer[];
}

export type Words = Record<string, string>;
