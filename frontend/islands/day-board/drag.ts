/** Holds a card with the pointer: it follows by steps of five minutes and from day to day. */
import { columnAt, hourInWords, machineTime, minutesOf, shift, stretch, type Span } from "./geometry";

/** Less than this is a click. */
const THRESHOLD = 5;

export type Drop = { card: HTMLElement; act: string };

export function spanOf(card: HTMLElement): Span {
  return { starts: Number(card.dataset["starts"]), minutes: Number(card.dataset["minutes"]) };
}

/** Show a card at a span before the server says so. */
export function show(card: HTMLElement, span: Span, opens: number): void {
  card.style.setProperty("--at", String((span.starts - opens) / 5));
  card.style.setProperty("--for", String(span.minutes / 5));
  const hours = card.querySelector("[data-hours]");
  const lang = document.documentElement.lang || "fr";
  const words = [span.starts, span.starts + span.minutes].map((minute) => hourInWords(minute, lang));
  if (hours) hours.textContent = words.join(" – ");
}

/** The height of five minutes, or 0 where the board is a list. */
export function slotOf(card: HTMLElement): number {
  const list = card.parentElement;
  const rows = list ? getComputedStyle(list).gridTemplateRows.split(" ") : [];
  return rows.length > 12 ? parseFloat(rows[0] ?? "0") : 0;
}

export function dragCards(root: HTMLElement, onDrop: (drop: Drop) => void): () => void {
  let stop: (() => void) | null = null;

  const hold = (card: HTMLElement, begun: PointerEvent, isResize: boolean, slot: number) => {
    const board = card.closest<HTMLElement>("[data-opens]");
    if (!board) return;
    const opens = Number(board.dataset["opens"]);
    const closes = Number(board.dataset["closes"]);
    const days = [...board.querySelectorAll<HTMLElement>("[data-day]")];
    const home = days.findIndex((day) => day.contains(card));
    const before = spanOf(card);
    const style = card.getAttribute("style") ?? "";
    let span = before;
    let day = home;
    let isHeld = false;

    const move = (event: PointerEvent) => {
      const [dx, dy] = [event.clientX - begun.clientX, event.clientY - begun.clientY];
      if (!isHeld && Math.hypot(dx, dy) < THRESHOLD) return;
      isHeld = true;
      card.classList.add("is-held");
      const by = minutesOf(dy, slot);
      if (isResize) span = stretch(before, by, closes);
      else {
        span = shift(before, by, opens, closes);
        const boxes = days.map((one) => one.getBoundingClientRect());
        day = columnAt(event.clientX, boxes);
        const across = (boxes[day]?.left ?? 0) - (boxes[home]?.left ?? 0);
        card.style.translate = `${across}px 0`;
      }
      show(card, span, opens);
    };
    const end = (isDropped: boolean) => {
      stop = null;
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", drop);
      document.removeEventListener("pointercancel", cancel);
      document.removeEventListener("keydown", escape, true);
      card.classList.remove("is-held");
      if (!isHeld) return;
      // The click that ends a drag opens nothing.
      const swallow = (event: Event) => {
        event.preventDefault();
        event.stopPropagation();
      };
      card.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => card.removeEventListener("click", swallow, { capture: true }), 0);
      card.style.translate = "";
      const changed = span.starts !== before.starts || span.minutes !== before.minutes || day !== home;
      if (!isDropped || !changed) {
        card.setAttribute("style", style);
        show(card, before, opens);
        return;
      }
      const target = days[day]?.dataset["day"] ?? "";
      const act = isResize ? `last:${span.minutes}` : `place:${target}:${machineTime(span.starts)}`;
      onDrop({ card, act });
    };
    const drop = () => end(true);
    const cancel = () => end(false);
    const escape = (event: KeyboardEvent) => {
      if (event.key === "Escape") cancel();
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", escape, true);
    stop = cancel;
  };

  const onDown = (event: PointerEvent) => {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>("[data-card]");
    const isResize = target.matches("[data-grip]");
    // A finger scrolls the page; it resizes by the edge, and moves with the panel's buttons.
    if (!card || event.button !== 0 || (event.pointerType === "touch" && !isResize)) return;
    const slot = slotOf(card);
    if (slot) hold(card, event, isResize, slot);
  };
  const onNativeDrag = (event: DragEvent) => {
    if ((event.target as HTMLElement).closest("[data-card]")) event.preventDefault();
  };
  root.addEventListener("pointerdown", onDown);
  root.addEventListener("dragstart", onNativeDrag);
  return () => {
    stop?.();
    root.removeEventListener("pointerdown", onDown);
    root.removeEventListener("dragstart", onNativeDrag);
  };
}
