/**
 * The welcome desk: codes seen by a camera, typed by a hand scanner, or a name touched in the list.
 *
 * Each act is kept on the device first, answered at once from the list on the page, then sent; the
 * server's word replaces the page's. Without network the desk goes on. The root (see
 * learning/trainer/desk.html) gives `data-scans`, `data-state`, `data-half-day`, `data-group`,
 * `data-now`, `data-zone`, and a JSON script of the words said without the server.
 */
import type { Cleanup } from "../mount";
import type { Camera } from "./camera";
import { codeIn, keyOf } from "./codes";
import { Face, type Answer } from "./face";
import { PeopleList } from "./list";
import { deviceId, newNonce, Queue, type Act } from "./queue";
import { ask, send, type Said } from "./server";
import { signal } from "./signals";

const POLL_MS = 3000;
const SAME_CODE_MS = 3000;
// At two people a second, what leaves together costs the server half as much each.
const GATHER_MS = 1200;
const AT_MOST = 20;

type Words = Record<"arrived" | "already" | "unknown" | "undone" | "one" | "many", string>;

export function welcomeDesk(root: HTMLElement): Cleanup {
  const given = (name: string) => root.dataset[name] ?? "";
  const find = <E extends HTMLElement>(what: string) => root.querySelector<E>(what);
  const words = JSON.parse(find("script[type='application/json']")?.textContent ?? "{}") as Words;
  const half_day = Number(given("halfDay"));
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const device = deviceId(localStorage);
  const queue = new Queue(`desk:${given("group")}`, localStorage);
  const people = new PeopleList(root);
  const face = new Face(root);
  const search = find<HTMLInputElement>("input[type=search]")!;
  const seen = new Map<string, number>();
  const shown = new Map<string, string>();
  let since = given("now");
  let isSending = false;
  let camera: Camera | null = null;

  const clock = (at: string) => {
    const parts = new Intl.DateTimeFormat("fr", {
      hour: "numeric", minute: "2-digit", timeZone: given("zone") || undefined,
    }).formatToParts(new Date(at));
    const [hours, minutes] = parts.filter((part) => part.type === "hour" || part.type === "minute");
    return `${Number(hours?.value)}\u00a0h\u00a0${minutes?.value ?? ""}`;
  };
  const chosen = () => find<HTMLInputElement>("[data-filter]:checked")?.value ?? "";
  const narrow = () => people.narrow(codeIn(search.value) ? "" : search.value, chosen());
  const isAloud = () => find<HTMLInputElement>("[data-sound]")?.checked ?? false;

  const write = (name: string, text: string) => {
    for (const place of root.querySelectorAll(`[data-${name}]`)) place.textContent = text;
  };
  /** Until the server counts again. */
  const countOne = (step: number) => showArrived(Number(find("[data-arrived]")?.textContent) + step);
  const showArrived = (count: number) => {
    write("arrived", String(count));
    find("[data-bar]")?.style.setProperty("--v", String(count));
  };

  const showWaiting = (trouble: "" | "away" | "signed-out" = "") => {
    const count = queue.all().length;
    // What leaves at once is not worth a word.
    const isQuiet = count === 0 || (trouble === "" && isSending);
    for (const place of root.querySelectorAll<HTMLElement>("[data-waiting]")) place.hidden = isQuiet;
    write("waiting-words", (count === 1 ? words.one : words.many).replace("{n}", String(count)));
    for (const [part, isOn] of Object.entries({
      "[data-away]": trouble === "away",
      "[data-signed-out]": trouble === "signed-out",
      "[data-old]": queue.isOld(Date.now()),
    })) {
      const line = find(part);
      if (line) line.hidden = !isOn;
    }
  };

  const answer = (said: Answer) => {
    face.show(said);
    signal(said.tone, isAloud());
  };

  /** Say at once what the page knows; the server will say it again, or better. */
  const guess = (act: Act, row: HTMLElement | null) => {
    const [name, employer] = [row?.dataset["name"] ?? "", row?.dataset["employer"] ?? ""];
    const wasHere = row?.dataset["state"] === "here";
    const hour = row?.querySelector("[data-hour]")?.textContent ?? "";
    const enrolment = row?.dataset["person"] ?? null;
    let tone: Answer["tone"] = row ? "good" : "warn";
    let said = row ? words.arrived : words.unknown;
    if (act.undo) said = words.undone;
    else if (wasHere) [tone, said] = ["warn", words.already.replace("{hour}", hour.trim())];
    shown.set(act.nonce, tone);
    answer({ tone, name, employer, words: said, enrolment, undo: !act.undo && !wasHere && row !== null });
    if (!row) return;
    if (wasHere === Boolean(act.undo)) countOne(act.undo ? -1 : 1);
    people.set({ enrolment: enrolment!, here: !act.undo, hour: wasHere ? hour : clock(act.at) });
  };

  const act = (what: Pick<Act, "code" | "enrolment" | "undo">, row: HTMLElement | null) => {
    const done: Act = { nonce: newNonce(), at: new Date().toISOString(), half_day, ...what };
    queue.add(done);
    guess(done, row);
    // Whom the list knows is answered already: what is scanned just after leaves with them.
    if (row && what.code) gathering ??= setTimeout(() => void flush(), GATHER_MS);
    else void flush();
  };

  const scan = async (text: string) => {
    const code = codeIn(text);
    if (code === null) return;
    const now = Date.now();
    if (now - (seen.get(code) ?? -SAME_CODE_MS) < SAME_CODE_MS) {
      seen.set(code, now);
      return;
    }
    seen.set(code, now);
    act({ code }, people.byKey(await keyOf(code)));
  };

  const hear = (said: Said) => {
    const last = [...shown.keys()].at(-1);
    const guessed = shown.get(said.nonce);
    if (said.enrolment !== null) people.set({ ...said, enrolment: said.enrolment });
    if (said.nonce === last) {
      face.show(said);
      if (guessed !== said.tone) signal(said.tone, isAloud());
    } else if (said.tone === "bad") face.later(said);
    if (said.nonce !== last) shown.delete(said.nonce);
  };

  const flush = async () => {
    clearTimeout(gathering);
    gathering = undefined;
    if (isSending) return;
    isSending = true;
    let trouble: "" | "away" | "signed-out" = "";
    while (queue.all().length) {
      showWaiting();
      const sent = await send(given("scans"), device, queue.all().slice(0, AT_MOST));
      if (typeof sent === "string") {
        trouble = sent;
        break;
      }
      queue.drop(sent.said.map((said) => said.nonce));
      sent.said.forEach(hear);
      if (!sent.said.length) break;
    }
    isSending = false;
    showWaiting(trouble);
  };

  /** Someone was added since the page came: take its list again. */
  const renewList = async () => {
    const response = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-list]");
    if (response.ok && fresh) find("[data-list]")?.replaceWith(fresh);
    narrow();
  };

  const poll = async () => {
    if (document.hidden) return;
    if (queue.all().length) await flush();
    const state = await ask(given("state"), since);
    if (!state) return;
    since = state.now;
    // While arrivals wait here, the server has not counted them.
    if (!queue.all().length) showArrived(state.arrived);
    write("expected", String(state.expected));
    write("late", String(state.late));
    find("[data-bar]")?.style.setProperty("--max", String(Math.max(state.expected, 1)));
    const isKnown = state.changes.map((change) => people.set(change)).every(Boolean);
    if (!isKnown || people.rows().length !== state.expected) await renewList().catch(() => undefined);
    narrow();
  };

  const onInput = () => {
    const isCode = codeIn(search.value) !== null;
    if (isCode) void scan(search.value);
    // A code is known before its scanner has typed the last stroke of its address.
    if (isCode || /^[/!]$/.test(search.value)) search.value = "";
    narrow();
  };
  const arrive = (row: HTMLElement) => {
    act({ enrolment: row.dataset["person"]! }, row);
    search.value = "";
    narrow();
  };
  const onSubmit = (event: SubmitEvent) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.name === "personne") {
      event.preventDefault();
      const row = people.byId(button.value);
      if (row) arrive(row);
      // A scanner types there next; on a phone it would only call the keyboard up.
      if (matchMedia("(pointer: fine)").matches) search.focus({ preventScroll: true });
    } else if (event.target === search.form) {
      event.preventDefault();
      const row = search.value.trim() ? people.onlyOne() : null;
      if (row) arrive(row);
    }
  };
  const onClick = (event: Event) => {
    const target = (event.target as HTMLElement).closest("button");
    if (target?.matches("[data-undo]") && face.enrolment) {
      event.preventDefault();
      act({ enrolment: face.enrolment, undo: true }, people.byId(face.enrolment));
    } else if (target?.matches("[data-camera]")) void toggleCamera(target);
    else if (target?.matches("[data-resend]")) void flush();
  };
  // A hand scanner types, then presses Enter: never on the button that happens to have the focus.
  const onKey = (event: KeyboardEvent) => {
    const there = document.activeElement;
    const isTyping = there instanceof HTMLElement && there.matches("input:not([type=radio], [type=checkbox]), textarea, select");
    const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isText && !isTyping) search.focus({ preventScroll: true });
  };

  const toggleCamera = async (button: HTMLButtonElement) => {
    const box = find("[data-camera-box]")!;
    const fault = find("[data-camera-fault]");
    if (camera) {
      camera.stop();
      camera = null;
    } else {
      try {
        const { openCamera } = await import("./camera");
        box.hidden = false;
        camera = await openCamera(find<HTMLVideoElement>("video")!, (text) => void scan(text));
        if (fault) fault.hidden = true;
      } catch {
        if (fault) fault.hidden = false;
      }
    }
    box.hidden = camera === null;
    button.setAttribute("aria-pressed", String(camera !== null));
  };

  const onLine = () => void flush();
  root.addEventListener("input", onInput);
  root.addEventListener("change", narrow);
  root.addEventListener("submit", onSubmit);
  root.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  addEventListener("online", onLine);
  const timer = setInterval(() => void poll(), POLL_MS);
  narrow();
  void flush();
  return () => {
    clearInterval(timer);
    clearTimeout(gathering);
    camera?.stop();
    root.removeEventListener("input", onInput);
    root.removeEventListener("change", narrow);
    root.removeEventListener("submit", onSubmit);
    root.removeEventListener("click", onClick);
    document.removeEventListener("keydown", onKey);
    removeEventListener("online", onLine);
  };
}
