import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signSheet } from "./sign-sheet";

const put = (data: string) => {
  document.body.innerHTML = `<section ${data}><form hx-post="/"><div data-no-network tabindex="-1" hidden></div></form></section>`;
  return document.querySelector("section")!;
};
const words = () => document.querySelector<HTMLElement>("[data-no-network]")!;
const tell = (name: string) => document.querySelector("form")!.dispatchEvent(new Event(name, { bubbles: true }));

describe("the page where one signs", () => {
  const reload = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("location", { reload });
    reload.mockClear();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("opens by itself, by the server's clock", () => {
    const stop = signSheet(put('data-now="2027-03-17T08:40:00Z" data-opens="2027-03-17T08:45:00Z"'));
    vi.advanceTimersByTime(299_000);
    expect(reload).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(reload).toHaveBeenCalledOnce();
    stop();
  });

  it("waits quietly for what opens in months, or is open", () => {
    const stops = [
      signSheet(put('data-now="2027-03-17T08:40:00Z" data-opens="2027-06-17T08:45:00Z"')), signSheet(put("")),
    ];
    vi.advanceTimersByTime(60_000);
    expect(reload).not.toHaveBeenCalled();
    for (const stop of stops) stop();
  });

  it("says in its own words that there is no network, until one tries again", () => {
    const elsewhere = vi.fn();
    document.addEventListener("htmx:sendError", elsewhere);
    const stop = signSheet(put(""));
    tell("htmx:sendError");
    expect(words().hidden).toBe(false);
    expect(document.activeElement).toBe(words());
    expect(elsewhere).not.toHaveBeenCalled();
    tell("htmx:beforeRequest");
    expect(words().hidden).toBe(true);
    stop();
    tell("htmx:sendError");
    expect(words().hidden).toBe(true);
    expect(elsewhere).toHaveBeenCalledOnce();
    document.removeEventListener("htmx:sendError", elsewhere);
  });
});
