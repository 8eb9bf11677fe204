/**
 * Keeps "now" true on a page that stays open: the clock, the marker on the day band, the words
 * "encore 51 min", and which sequence is the current one.
 *
 * The root carries `data-now` (the server's time: office computers are often minutes off),
 * `data-starts` (when the band starts) and `data-time-zone`. Inside, all optional:
 * `[data-clock]`, `[data-left-until]` and `[data-starts][data-ends]` (one per sequence).
 * When the current sequence changes, the root gets a bubbling `now:changed` event, which a page
 * may use as an htmx trigger to fetch itself again.
 */
import type { Cleanup } from "./mount";

const EVERY = 30_000;
const MINUTE = 60_000;

/** 65 → "1 h 05", 51 → "51 min": the shape of the `duree` filter. */
export function minutesInWords(minutes: number): string {
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = `${Math.floor(minutes / 60)}\u00a0h`;
  return minutes % 60 === 0 ? hours : `${hours}\u00a0${String(minutes % 60).padStart(2, "0")}`;
}

/** 9 h 24 in French, 9:24 otherwise, at the venue. */
export function clockInWords(at: Date, timeZone: string, lang: string): string {
  const parts = new Intl.DateTimeFormat("fr", {
    hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone,
  }).formatToParts(at);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? "";
  const hour = String(Number(part("hour")));
  return lang.startsWith("fr") ? `${hour}\u00a0h\u00a0${part("minute")}` : `${hour}:${part("minute")}`;
}

export function nowLine(root: HTMLElement): Cleanup {
  const lead = Date.parse(root.dataset["now"] ?? "") - Date.now();
  const starts = Date.parse(root.dataset["starts"] ?? "");
  const timeZone = root.dataset["timeZone"] ?? "Europe/Paris";
  const lang = document.documentElement.lang || "fr";

  const showClock = (now: number) => {
    for (const clock of root.querySelectorAll("[data-clock]")) {
      clock.textContent = clockInWords(new Date(now), timeZone, lang);
    }
    for (const left of root.querySelectorAll<HTMLElement>("[data-left-until]")) {
      const ends = Date.parse(left.dataset["leftUntil"] ?? "");
      left.textContent = minutesInWords(Math.max(0, Math.ceil((ends - now) / MINUTE)));
    }
    if (!Number.isNaN(starts)) {
      root.style.setProperty("--now", String(Math.max(0, Math.floor((now - starts) / MINUTE))));
    }
  };

  const showCurrent = (now: number): boolean => {
    let changed = false;
    for (const part of root.querySelectorAll<HTMLElement>("[data-starts][data-ends]")) {
      const from = Date.parse(part.dataset["starts"] ?? "");
      const to = Date.parse(part.dataset["ends"] ?? "");
      const current = from <= now && now < to;
      if (current === part.hasAttribute("aria-current")) continue;
      changed = true;
      if (current) part.setAttribute("aria-current", "step");
      else part.removeAttribute("aria-current");
    }
    return changed;
  };

  const tick = () => {
    const now = Date.now() + lead;
    showClock(now);
    if (showCurrent(now)) root.dispatchEvent(new CustomEvent("now:changed", { bubbles: true }));
  };

  tick();
  const timer = window.setInterval(tick, EVERY);
  return () => window.clearInterval(timer);
}
