/**
 * On a phone a marked row is folded to its answer, and unfolds when touched (`.is-open`).
 *
 * The row that was open folds once the touch is over, and the page is scrolled by as much: what is
 * under the finger never moves, or the touch would land on someone else.
 */
import type { Cleanup } from "../mount";

export function unfoldOneRow(list: HTMLElement): Cleanup {
  let isPressing = false;
  let open: HTMLElement | null = null;

  const foldTheOthers = () => {
    isPressing = false;
    const others = [...list.querySelectorAll(".is-open")].filter((row) => row !== open);
    if (!open || others.length === 0) return;
    const before = open.getBoundingClientRect().top;
    for (const row of others) row.classList.remove("is-open");
    window.scrollBy({ top: open.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const focused = (event: FocusEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-row]");
    if (!row) return;
    open = row;
    row.classList.add("is-open");
    if (!isPressing) foldTheOthers();
  };
  const pressed = () => {
    isPressing = true;
  };

  list.addEventListener("focusin", focused);
  list.addEventListener("pointerdown", pressed);
  document.addEventListener("click", foldTheOthers);
  document.addEventListener("pointercancel", foldTheOthers);
  return () => {
    list.removeEventListener("focusin", focused);
    list.removeEventListener("pointerdown", pressed);
    document.removeEventListener("click", foldTheOthers);
    document.removeEventListener("pointercancel", foldTheOthers);
  };
}
