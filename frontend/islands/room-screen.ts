/**
 * The screen that a room signs from: its QR code changes with time, network or not.
 *
 * The codes of the whole half-day are fetched at once from `data-codes-url`, then drawn here by
 * the server's clock. `data-count-url` is asked every 5 s: how many have signed, what time it is
 * there, and which series of codes holds (`data-series`; another one is fetched when it changes).
 * `data-address` is what the code's token is put after.
 *
 * Inside the root: `svg[data-qr]`, `[data-short]`, `[data-left]` (a `<progress>` of the time the
 * code has left), `[data-signed]`, `[data-expected]`, `[data-gauge]` (a `<progress>`), and what
 * shows by turns: `[data-offline]` without network, `[data-stuck]` when it fails before the codes
 * have come, `[data-over]` when no code holds any more, `[data-early]` until `data-opens`.
 * `button[data-full-screen]` fills the screen; it is taken away where a browser cannot.
 */
import type { Cleanup } from "./mount";
import { codeAt, drawQr, grouped, leadOf, type RoomCode } from "./room-codes";

const EVERY_MS = 250;
const ASK_MS = 5_000;
const PATIENCE_MS = 4_000;

interface Count { now: string; series: string; signed: number; expected: number }

export function roomScreen(root: HTMLElement): Cleanup {
  const qr = root.querySelector("svg[data-qr]");
  const short = root.querySelector("[data-short]");
  const address = root.dataset["address"];
  const stepS = Number(root.dataset["step"]);
  if (!qr || !short || !address || !stepS) throw new Error("room-screen: parts");
  let series = root.dataset["series"] ?? "";
  let codes: RoomCode[] | null = null;
  let lead = Date.parse(root.dataset["now"] ?? "") - Date.now();
  let bestTrip = Infinity;
  let shown = "";
  let lock: WakeLockSentinel | null = null;

  const put = (name: string, words: string) => {
    const place = root.querySelector(`[data-${name}]`);
    if (place) place.textContent = words;
  };
  const say = (name: string, isSo: boolean) =>
    root.querySelector(`[data-${name}]`)?.toggleAttribute("hidden", !isSo);

  const opens = Date.parse(root.dataset["opens"] ?? "");
  const draw = () => {
    const now = Date.now() + lead;
    if (now >= opens) say("early", false);
    if (codes === null) return; // what the server drew stays
    const code = codeAt(codes, now, stepS);
    say("over", code === null);
    root.toggleAttribute("data-is-over", code === null);
    const left = root.querySelector<HTMLProgressElement>("[data-left]");
    if (left) left.value = code ? code.from + stepS - now / 1000 : 0;
    if (!code || code.token === shown) return;
    shown = code.token;
    drawQr(qr, address + code.token + "/");
    short.textContent = grouped(code.short);
  };

  const ask = async <T>(url: string | undefined): Promise<T> => {
    const asked = Date.now();
    const answer = await fetch(url ?? "", {
      headers: { Accept: "application/json" },
      redirect: "error", // a sign-in page is no answer
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json() as T & { now: string };
    const [now, trip] = [Date.now(), Date.now() - asked];
    // The quickest answer says the time best; a clock put right meanwhile is followed too.
    const found = leadOf(told.now, asked, now);
    if (trip <= bestTrip || Math.abs(found - lead) > 1000) [lead, bestTrip] = [found, trip];
    return told;
  };
  const fetchCodes = async () => {
    const told = await ask<{ series: string; codes: RoomCode[] }>(root.dataset["codesUrl"]);
    [series, codes] = [told.series, told.codes];
    draw();
  };
  const refresh = async () => {
    try {
      const count = await ask<Count>(root.dataset["countUrl"]);
      put("signed", String(count.signed));
      put("expected", String(count.expected));
      const gauge = root.querySelector<HTMLProgressElement>("[data-gauge]");
      if (gauge) [gauge.max, gauge.value] = [Math.max(count.expected, 1), count.signed];
      if (count.series !== series || codes === null) await fetchCodes();
      say("offline", false);
      say("stuck", false);
    } catch {
      say(codes === null ? "stuck" : "offline", true);
    }
  };

  const stayAwake = async () => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null); // refused on low battery
  };
  const fill = root.querySelector<HTMLButtonElement>("button[data-full-screen]");
  const onFill = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen();
  };
  if (document.fullscreenEnabled) fill?.addEventListener("click", onFill);
  else fill?.remove();

  const onShown = () => void stayAwake();
  document.addEventListener("visibilitychange", onShown);
  void stayAwake();
  void refresh();
  const drawing = window.setInterval(draw, EVERY_MS);
  const asking = window.setInterval(() => void refresh(), ASK_MS);
  return () => {
    window.clearInterval(drawing);
    window.clearInterval(asking);
    document.removeEventListener("visibilitychange", onShown);
    fill?.removeEventListener("click", onFill);
    void lock?.release();
  };
}
