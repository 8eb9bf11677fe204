/**
 * Copies the text of a field. Without a script the field is selected and copied by hand.
 *
 * Inside the root: a read-only input, a hidden `button`, and `[data-copied]`, a live place whose
 * words stand in `template[data-words=copied]` and `template[data-words=failed]`.
 */
import type { Cleanup } from "./mount";

/** How long the page says that it was copied. */
export const SAID_MS = 4000;

export function copyText(root: HTMLElement): Cleanup {
  const input = root.querySelector<HTMLInputElement>("input");
  const button = root.querySelector<HTMLButtonElement>("button");
  const place = root.querySelector<HTMLElement>("[data-copied]");
  if (!input || !button || !place) throw new Error("copy-text: parts");
  const words = (name: string) =>
    root.querySelector<HTMLTemplateElement>(`template[data-words=${name}]`)?.content.textContent ?? "";
  let timer = 0;

  const say = (name: string) => {
    place.textContent = words(name);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (place.textContent = ""), SAID_MS);
  };
  const copy = async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
      say("copied");
    } catch {
      say("failed"); // it stays selected: the keyboard copies it
    }
  };
  const onClick = () => void copy();
  const onFocus = () => input.select();
  button.hidden = false;
  button.addEventListener("click", onClick);
  input.addEventListener("focus", onFocus);
  return () => {
    window.clearTimeout(timer);
    button.removeEventListener("click", onClick);
    input.removeEventListener("focus", onFocus);
  };
}
