/**
 * The page where one signs a half-day: it opens by itself at `data-opens` (the server's time now
 * is `data-now`), and when the network fails it says so in the words of `[data-no-network]`,
 * what was drawn staying as it is. The form is sent by htmx, and by the browser without it.
 */
import type { Cleanup } from "./mount";

const SOONEST_MS = 1000;
// Timers hold no longer than this (about 24 days).
const LATEST_MS = 2 ** 31 - 1;

export function signSheet(root: HTMLElement): Cleanup {
  const words = root.querySelector<HTMLElement>("[data-no-network]");
  const form = root.querySelector("form[hx-post]");
  let timer = 0;

  const opens = Date.parse(root.dataset["opens"] ?? "") - Date.parse(root.dataset["now"] ?? "");
  if (opens <= LATEST_MS) timer = window.setTimeout(() => location.reload(), Math.max(opens, SOONEST_MS));

  const onFailure = (event: Event) => {
    if (!words) return;
    event.stopPropagation(); // the page says it here, where the button was pressed
    words.hidden = false;
    words.focus();
  };
  const onSending = () => { if (words) words.hidden = true; };
  form?.addEventListener("htmx:sendError", onFailure);
  form?.addEventListener("htmx:beforeRequest", onSending);
  return () => {
    window.clearTimeout(timer);
    form?.removeEventListener("htmx:sendError", onFailure);
    form?.removeEventListener("htmx:beforeRequest", onSending);
  };
}
