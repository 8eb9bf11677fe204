import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clockInWords, minutesInWords, nowLine } from "./now-line";

const page = (now: string) => {
  document.documentElement.lang = "fr";
  document.body.innerHTML = `
    <section data-now="${now}" data-starts="2027-03-17T09:00:00+01:00" data-time-zone="Europe/Paris">
      <p data-clock></p><p data-left-until="2027-03-17T10:15:00+01:00"></p>
      <ol>
        <li id="read" data-starts="2027-03-17T09:00:00+01:00" data-ends="2027-03-17T10:15:00+01:00" aria-current="step"></li>
        <li id="ideas" data-starts="2027-03-17T10:15:00+01:00" data-ends="2027-03-17T12:30:00+01:00"></li>
      </ol>
    </section>`;
  return document.querySelector<HTMLElement>("section")!;
};

describe("the now line", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("says the server's time, whatever this computer's clock says", () => {
    vi.setSystemTime("2020-01-01T00:00:00Z");
    const root = page("2027-03-17T09:24:00+01:00");
    const stop = nowLine(root);
    expect(root.querySelector("[data-clock]")?.textContent).toBe("9\u00a0h\u00a024");
    expect(root.querySelector("[data-left-until]")?.textContent).toBe("51\u00a0min");
    expect(root.style.getPropertyValue("--now")).toBe("24");
    stop();
  });

  it("moves on to the next sequence and says that it changed", () => {
    vi.setSystemTime("2027-03-17T09:14:50Z");
    const root = page("2027-03-17T10:14:50+01:00");
    const changed = vi.fn();
    root.addEventListener("now:changed", changed);
    const stop = nowLine(root);
    expect(changed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(30_000);
    expect(changed).toHaveBeenCalledOnce();
    expect(root.querySelector("#read")?.hasAttribute("aria-current")).toBe(false);
    expect(root.querySelector("#ideas")?.getAttribute("aria-current")).toBe("step");
    stop();
  });

  it("stops when its page goes away", () => {
    vi.setSystemTime("2027-03-17T08:24:00Z");
    const root = page("2027-03-17T09:24:00+01:00");
    nowLine(root)();
    vi.advanceTimersByTime(3_600_000);
    expect(root.querySelector("[data-clock]")?.textContent).toBe("9\u00a0h\u00a024");
  });

  it("speaks the venue's hour, overseas too", () => {
    const at = new Date("2027-03-17T08:05:00Z");
    expect(clockInWords(at, "Indian/Reunion", "fr")).toBe("12\u00a0h\u00a005");
    expect(clockInWords(at, "America/Guadeloupe", "en")).toBe("4:05");
  });

  it("writes durations as the pages do", () => {
    expect(minutesInWords(51)).toBe("51\u00a0min");
    expect(minutesInWords(60)).toBe("1\u00a0h");
    expect(minutesInWords(65)).toBe("1\u00a0h\u00a005");
  });
});
