import { describe, expect, it } from "vitest";
import { columnAt, hourInWords, machineTime, minutesOf, shift, snap, stretch } from "./geometry";

describe("a card that is held", () => {
  it("goes by steps of five minutes", () => {
    expect([-3, -2, 2, 3, 7, 8].map(snap)).toEqual([-5, -0, 0, 5, 5, 10]);
    expect(minutesOf(102, 10.24)).toBe(50);
    expect(minutesOf(-26, 10.24)).toBe(-15);
  });

  it("stays on the board", () => {
    const span = { starts: 600, minutes: 60 };
    expect(shift(span, -90, 540, 1050).starts).toBe(540);
    expect(shift(span, 900, 540, 1050).starts).toBe(990);
    expect(shift(span, 25, 540, 1050)).toEqual({ starts: 625, minutes: 60 });
  });

  it("lasts five minutes at least, and ends with the day", () => {
    const span = { starts: 600, minutes: 60 };
    expect(stretch(span, -90).minutes).toBe(5);
    expect(stretch(span, 2000).minutes).toBe(840);
    expect(stretch(span, 15, 1050)).toEqual({ starts: 600, minutes: 75 });
  });

  it("falls in the column under the pointer, or the nearest one", () => {
    const columns = [{ left: 40, right: 240 }, { left: 252, right: 452 }, { left: 464, right: 664 }];
    expect([0, 100, 244, 250, 460, 900].map((x) => columnAt(x, columns))).toEqual([0, 0, 0, 1, 2, 2]);
  });
});

describe("hours", () => {
  it("are said as the page says them, and sent as forms send them", () => {
    expect(hourInWords(545, "fr")).toBe("9\u00a0h\u00a005");
    expect(hourInWords(545, "en")).toBe("9:05");
    expect(hourInWords(1440, "fr")).toBe("0\u00a0h\u00a000");
    expect([0, 545, 1435].map(machineTime)).toEqual(["00:00", "09:05", "23:55"]);
  });
});
