import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { codeAt, drawQr, grouped, leadOf } from "./room-codes";
import { roomScreen } from "./room-screen";

const START = Date.parse("2027-03-17T09:00:00Z");
const codes = (series: string, number = 100) =>
  Array.from({ length: number }, (_, i) => ({
    from: START / 1000 + 15 * i, token: `${series}-${i}`, short: `K7P4${String(i).padStart(2, "0")}`,
  }));

let series = "a";
let signed = 12;
let isOffline = false;
let serverLead = 0;
let asked: string[] = [];

function answer(url: string) {
  asked.push(url);
  if (isOffline) return Promise.reject(new TypeError("Failed to fetch"));
  const now = new Date(Date.now() + serverLead).toISOString();
  const body = url === "/codes" ? { now, series, codes: series ? codes(series) : [] } : { now, series, signed, expected: 38 };
  return Promise.resolve({ ok: true, json: () => Promise.resolve(body) });
}

function put() {
  document.body.innerHTML = `
    <section data-codes-url="/codes" data-count-url="/count" data-step="15" data-series="a" data-opens="${new Date(START + 30_000).toISOString()}"
      data-address="https://essai.example/e/" data-now="${new Date(Date.now() + serverLead).toISOString()}">
      <svg data-qr></svg><p data-short>K7·P4·00</p><progress data-left max="15"></progress>
      <b data-signed></b><b data-expected></b><progress data-gauge></progress>
      <p data-offline hidden></p><p data-stuck hidden></p><p data-over hidden></p><p data-early></p><button data-full-screen></button>
    </section>`;
  return document.querySelector<HTMLElement>("section")!;
}
const part = (name: string) => document.querySelector<HTMLElement>(`[data-${name}]`)!;
const later = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

describe("the room's screen", () => {
  let stop: () => void;

  beforeEach(async () => {
    [series, signed, isOffline, serverLead, asked] = ["a", 12, false, 0, []];
    vi.useFakeTimers();
    vi.setSystemTime(START + 1000);
    vi.stubGlobal("fetch", vi.fn(answer));
    stop = roomScreen(put());
    await later(1);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("changes its code every 15 seconds, and says how many have signed", async () => {
    expect(part("short").textContent).toBe("K7·P4·00");
    const before = part("qr").innerHTML;
    signed = 13;
    await later(15);
    expect(part("short").textContent).toBe("K7·P4·01");
    expect(part("qr").innerHTML).not.toBe(before);
    expect(part("signed").textContent).toBe("13");
    expect(part("expected").textContent).toBe("38");
  });

  it("goes on without network, says so, and notices when it comes back", async () => {
    isOffline = true;
    await later(60);
    expect(part("short").textContent).toBe("K7·P4·04");
    expect(part("offline").hidden).toBe(false);
    isOffline = false;
    await later(5);
    expect(part("offline").hidden).toBe(true);
    expect(asked.filter((url) => url === "/codes")).toHaveLength(1);
  });

  it("takes the new codes once the series has changed", async () => {
    series = "b";
    await later(6);
    expect(asked.filter((url) => url === "/codes")).toHaveLength(2);
  });

  it("goes by the server's clock, an hour away from its own", async () => {
    stop();
    vi.setSystemTime(START - 3_600_000 + 31_000);
    serverLead = 3_600_000;
    stop = roomScreen(put());
    await later(1);
    expect(part("short").textContent).toBe("K7·P4·02");
  });

  it("says when no code holds any more", async () => {
    isOffline = true;
    await later(15 * 100);
    expect(part("over").hidden).toBe(false);
  });

  it("does not promise that an old code holds when the codes never came", async () => {
    stop();
    isOffline = true;
    stop = roomScreen(put());
    await later(1);
    expect([part("offline").hidden, part("stuck").hidden]).toEqual([true, false]);
    isOffline = false;
    await later(5);
    expect(part("stuck").hidden).toBe(true);
  });

  it("shows no code once the sheet is sealed: the server has none to give any more", async () => {
    series = "";
    await later(6);
    expect(part("over").hidden).toBe(false);
    expect(document.querySelector("section")!.hasAttribute("data-is-over")).toBe(true);
  });

  it("says that the sheet is not open yet until it is", async () => {
    expect(part("early").hidden).toBe(false);
    await later(30);
    expect(part("early").hidden).toBe(true);
  });

  it("asks for nothing once its page is gone", async () => {
    stop();
    const before = asked.length;
    await later(60);
    expect(asked).toHaveLength(before);
  });

  it("takes away the button of the full screen where there is none", () => {
    expect(document.querySelector("[data-full-screen]")).toBeNull();
  });
});

describe("the codes", () => {
  it("hold from their first second to the next one's", () => {
    const known = codes("a", 2);
    expect(codeAt(known, START - 1, 15)).toBeNull();
    expect(codeAt(known, START, 15)?.token).toBe("a-0");
    expect(codeAt(known, START + 14_999, 15)?.token).toBe("a-0");
    expect(codeAt(known, START + 15_000, 15)?.token).toBe("a-1");
    expect(codeAt(known, START + 30_000, 15)).toBeNull();
    expect(codeAt([], START, 15)).toBeNull();
  });

  it("are timed by the middle of a request", () => {
    expect(leadOf(new Date(10_500).toISOString(), 1000, 2000)).toBe(9000);
  });

  it("are read two by two", () => {
    expect(grouped("K7P429")).toBe("K7·P4·29");
  });

  it("are drawn with the white margin that cameras need", () => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawQr(svg, "https://essai.example/e/abc/");
    const size = Number(svg.getAttribute("viewBox")!.split(" ")[3]);
    expect(size).toBeGreaterThanOrEqual(21 + 8);
    const path = svg.querySelector("path")!.getAttribute("d")!;
    expect(path.startsWith("M4 4h7v1h-7z")).toBe(true); // the corner of every QR code
    const rows = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, run]) => [Number(x), Number(y), Number(run)]);
    expect(Math.max(...rows.map(([x, , run]) => x! + run!))).toBe(size - 4);
    expect(Math.max(...rows.map(([, y]) => y!))).toBe(size - 5);
  });
});
