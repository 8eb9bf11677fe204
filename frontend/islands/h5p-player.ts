/**
 * Holds an opaque frame that plays an H5P content, hears what it says and records it.
 *
 * The frame runs code that nobody here wrote: only its own window is listened to, only messages
 * of this load (nonce) and of known kinds, not too large and not too many. The page, not the
 * frame, speaks to the server.
 *
 * On the root: `data-object-id`, `data-statements-url` and `data-state-url` (empty: a preview,
 * nothing is kept). Inside: the iframe with `data-src`, `[data-live]`, `[data-loading]`,
 * `[data-failed]`, `[data-unsaved]`, the saved state in a JSON script, a csrf field. On the page, a
 * form with `data-h5p-reset` starts the activity again.
 */
import { CONTEXT, readMessage, type FromFrame, type Start } from "../player/protocol";
import type { Cleanup } from "./mount";
import { Recorder } from "./h5p-recorder";

const LOADING_LASTS = 30_000;
const MOST_LOADS = 20;
const TALLEST = 20_000;
const BURST = 60;
const PER_SECOND = 10;

/** At most so many messages at once, then so many a second. */
export function bucket(burst: number, perSecond: number, now = () => Date.now()): () => boolean {
  let left = burst;
  let last = now();
  return () => {
    left = Math.min(burst, left + ((now() - last) / 1000) * perSecond);
    last = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function h5pPlayer(root: HTMLElement): Cleanup {
  const frame = root.querySelector("iframe");
  if (!frame) throw new Error("h5p-player: no iframe");
  const part = (name: string) => root.querySelector<HTMLElement>(`[data-${name}]`);
  const show = (name: string, shown: boolean) => part(name)?.toggleAttribute("hidden", !shown);
  const recorder = new Recorder({
    statementsUrl: root.dataset["statementsUrl"] ?? "",
    stateUrl: root.dataset["stateUrl"] ?? "",
    csrf: () => root.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "",
    onDelay: (late) => show("unsaved", late),
  });
  let state = JSON.parse(root.querySelector("script[type='application/json']")?.textContent || '""') as string;
  let nonce: string | null = null;
  let loads = 0;
  const mayTell = bucket(BURST, PER_SECOND);

  const fail = () => {
    show("loading", false);
    show("failed", true);
  };
  const timer = window.setTimeout(fail, LOADING_LASTS);

  const start = () => {
    if ((loads += 1) > MOST_LOADS) return;
    nonce = newNonce();
    const message: Start = { kind: "start", nonce, objectId: root.dataset["objectId"] ?? "", state };
    // Its origin is opaque: no other target can name it. Our policy lets nothing else in there.
    frame.contentWindow?.postMessage({ context: CONTEXT, ...message }, "*");
  };

  const obey = (message: FromFrame) => {
    switch (message.kind) {
      case "hello":
        return start();
      case "ready":
        window.clearTimeout(timer);
        show("loading", false);
        show("failed", false);
        root.dataset["ready"] = "yes";
        return recorder.opened(root.dataset["objectId"] ?? "");
      case "height":
        frame.style.setProperty("--height", String(Math.min(Math.max(message.height, 0), TALLEST)));
        return;
      case "statement":
        return recorder.statement(message.statement);
      case "state":
        state = message.data;
        return recorder.state(message.data);
      case "failed":
        window.clearTimeout(timer);
        console.error(`H5P: ${message.reason}`);
        return fail();
      default:
    }
  };

  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow) return;
    const message = readMessage(event.data, nonce);
    if (message && (message.kind === "height" || mayTell())) obey(message);
  };
  const leave = () => recorder.flush();
  const restart = (event: SubmitEvent) => {
    if ((event.target as Element).matches("[data-h5p-reset]")) recorder.forgetState();
  };

  window.addEventListener("message", hear);
  window.addEventListener("pagehide", leave);
  document.addEventListener("submit", restart);
  show("live", true);
  frame.src = frame.dataset["src"] ?? "";
  return () => {
    window.clearTimeout(timer);
    window.removeEventListener("message", hear);
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("submit", restart);
    recorder.flush();
  };
}
