/** Carry a card with the mouse, a pen or a finger. The keyboard has the « move to » menu. */

const THRESHOLD = 6;

interface Drag {
  card: HTMLElement;
  /** Where a finger must hold the card: elsewhere it scrolls the page. A mouse holds it anywhere. */
  handle: HTMLElement;
  /** The place under a point of the screen, if a card can be left there. */
  placeAt(x: number, y: number): HTMLElement | null;
  drop(place: HTMLElement): void;
}

/** Make a card draggable. While it is carried, the place under it has the class `is-over`. */
export function draggable({ card, handle, placeAt, drop }: Drag): void {
  card.addEventListener("pointerdown", (down) => {
    const target = down.target as Element;
    const onHandle = handle.contains(target);
    if (down.button !== 0 || !down.isPrimary || target.closest("button")) return;
    if (down.pointerType !== "mouse" && !onHandle) return;

    card.setPointerCapture(down.pointerId); // at once: a quick hand is elsewhere at its first move
    let carried = false;
    let over: HTMLElement | null = null;
    const mark = (place: HTMLElement | null) => {
      if (over === place) return;
      over?.classList.remove("is-over");
      place?.classList.add("is-over");
      over = place;
    };
    const move = (event: PointerEvent) => {
      const x = event.clientX - down.clientX;
      const y = event.clientY - down.clientY;
      if (!carried && Math.hypot(x, y) < THRESHOLD) return;
      carried = true;
      event.preventDefault();
      card.classList.add("is-carried");
      card.style.translate = `${x}px ${y}px`;
      mark(placeAt(event.clientX, event.clientY));
    };
    const end = (event: PointerEvent) => {
      card.removeEventListener("pointermove", move);
      card.removeEventListener("pointerup", end);
      card.removeEventListener("pointercancel", end);
      card.classList.remove("is-carried");
      card.style.translate = "";
      const place = event.type === "pointerup" ? over : null;
      mark(null);
      if (carried && place) drop(place);
    };
    card.addEventListener("pointermove", move);
    card.addEventListener("pointerup", end);
    card.addEventListener("pointercancel", end);
  });
}
