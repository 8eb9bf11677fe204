/** Days and marks for tests. */
import type { KeptDay, QueuedMark, WalkIn } from "./types";

export const TRAINER = { id: "trainer", name: "Maëlle Corre" };
export const COLLEAGUE = { id: "colleague", name: "Idriss Vannier" };

export function aDay(changes: Partial<KeptDay> = {}): KeptDay {
  return {
    code: "lyon", date: "2027-03-17", user: TRAINER, zone: "Europe/Paris",
    halves: [
      { id: 1, period: "am", starts_at: "2027-03-17T08:00:00Z", ends_at: "2027-03-17T11:30:00Z", is_sealed: false, url: "/salle/lyon/1/", seal_url: "/salle/lyon/1/contresigner/" },
      { id: 2, period: "pm", starts_at: "2027-03-17T13:00:00Z", ends_at: "2027-03-17T16:30:00Z", is_sealed: false, url: "/salle/lyon/2/", seal_url: "/salle/lyon/2/contresigner/" },
    ],
    people: [
      { enrolment: "a", last_name: "Abadie", first_name: "Nolwenn", employer: "Région" },
      { enrolment: "e", last_name: "Émery", first_name: "Inès", employer: "" },
      { enrolment: "z", last_name: "Zerrouki", first_name: "Yasmine", employer: "Ville" },
    ],
    marks: [], to_settle: 0, etag: '"one"', fetched_at: "2027-03-17T07:50:00Z",
    ...changes,
  };
}

let made = 0;

export function aMark(changes: Partial<QueuedMark> = {}): QueuedMark {
  made += 1;
  return {
    nonce: `nonce-${made}`, code: "lyon", enrolment: "a", half_day: 1, status: "present", at: null, note: "",
    strokes: "", typed: "", seen: 0, made_at: new Date(Date.UTC(2027, 2, 17, 8, 0, made)).toISOString(),
    by: TRAINER, name: "Nolwenn Abadie", tries: 0, problem: "", ...changes,
  };
}

export function aWalkIn(changes: Partial<WalkIn> = {}): WalkIn {
  return {
    enrolment: "w", code: "lyon", last_name: "Mahé", first_name: "Violette", employer: "", email: "",
    made_at: "2027-03-17T08:00:00.000Z", by: TRAINER, problem: "", ...changes,
  };
}
