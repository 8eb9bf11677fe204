import { describe, expect, it } from "vitest";
import { halfToShow, instantOf, isWithin, nowWithin, rowsOf } from "./rows";
import { aDay, aMark, aWalkIn } from "./samples";

const day = aDay();
const [morning, afternoon] = day.halves as [typeof day.halves[0], typeof day.halves[0]];

describe("the rows of the roll", () => {
  it("show what the server knows, covered by what was marked here", () => {
    const told = aDay({ marks: [
      { enrolment: "a", half_day: 1, status: "present", at: null, note: "", signed_at: "2027-03-17T07:44:00Z", is_drawn: false, entry: 7 },
      { enrolment: "z", half_day: 1, status: "absent", at: null, note: "", signed_at: null, is_drawn: false, entry: 8 },
      { enrolment: "e", half_day: 2, status: "excused", at: null, note: "train", signed_at: null, is_drawn: false, entry: 9 },
    ] });
    const here = aMark({ enrolment: "z", status: "late", at: "2027-03-17T08:12:00Z" });
    const [abadie, emery, zerrouki] = rowsOf(told, morning, [here], []);
    expect(abadie).toMatchObject({ state: "present", signed_at: "2027-03-17T07:44:00Z", waits: false, entry: 7 });
    expect(emery).toMatchObject({ state: "todo", waits: false, entry: 0 });
    expect(zerrouki).toMatchObject({ state: "late", at: "2027-03-17T08:12:00Z", waits: true, entry: 8 });
  });

  it("put whoever was added here in the alphabet, waiting, until the server lists them", () => {
    expect(rowsOf(day, morning, [], [aWalkIn()]).map((row) => row.last_name)).toEqual(["Abadie", "Émery", "Mahé", "Zerrouki"]);
    const listed = aDay({ people: [...day.people, { enrolment: "w", last_name: "Mahé", first_name: "Violette", employer: "" }] });
    const [mahe] = rowsOf(listed, morning, [], [aWalkIn()]).filter((row) => row.enrolment === "w");
    expect(mahe?.waits).toBe(false);
  });

  it("show the last of several marks of one person", () => {
    const [abadie] = rowsOf(day, morning, [aMark({ status: "absent", strokes: "M 1 1" }), aMark({ status: "present" })], []);
    expect(abadie).toMatchObject({ state: "present", is_drawn: true });
  });
});

describe("the half-day", () => {
  it("is the one under way, the next one at lunch, the last one in the evening", () => {
    expect(halfToShow(day.halves, new Date("2027-03-17T09:00:00Z"))?.id).toBe(1);
    expect(halfToShow(day.halves, new Date("2027-03-17T12:00:00Z"))?.id).toBe(2);
    expect(halfToShow(day.halves, new Date("2027-03-17T20:00:00Z"))?.id).toBe(2);
  });
});

describe("an hour", () => {
  it("is read however it is typed, at the venue", () => {
    for (const typed of ["9 h 15", "9h15", "09:15", " 9.15 "]) {
      expect(instantOf(typed, morning, "Europe/Paris")).toBe("2027-03-17T08:15:00.000Z");
    }
    expect(instantOf("9 h", morning, "Indian/Reunion")).toBe("2027-03-17T05:00:00.000Z");
  });

  it("is nothing when no clock shows it", () => {
    for (const typed of ["", "25 h 99", "9 h 75", "bientôt"]) expect(instantOf(typed, morning, "Europe/Paris")).toBeNull();
  });

  it("must be within the half-day", () => {
    expect(isWithin("2027-03-17T08:00:00Z", morning)).toBe(true);
    expect(isWithin("2027-03-17T12:00:00Z", morning)).toBe(false);
    expect(isWithin(null, morning)).toBe(false);
  });

  it("is now to the minute unless told otherwise, held within the half-day", () => {
    expect(nowWithin(morning, new Date("2027-03-17T08:12:40Z"))).toBe("2027-03-17T08:12:00.000Z");
    expect(nowWithin(afternoon, new Date("2027-03-17T20:00:00Z"))).toBe("2027-03-17T16:30:00.000Z");
  });
});
