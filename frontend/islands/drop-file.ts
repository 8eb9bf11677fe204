/**
 * Sends a file dropped anywhere on the page, as if it had been chosen in this form.
 *
 * The root is the form, with one file input. `[data-drop]` says that files may be dropped;
 * `[data-busy]` says the words of `template[data-words=busy]` once the form has left.
 */
import type { Cleanup } from "./mount";

export function dropFile(root: HTMLElement): Cleanup {
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  const busy = root.querySelector<HTMLElement>("[data-busy]");
  const button = root.querySelector<HTMLButtonElement>("button:not([type=button])");
  if (!(root instanceof HTMLFormElement) || !input || !busy || !button) throw new Error("drop-file: parts");
  let hasLeft = false;

  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const onOver = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // or the browser would open the file in place of the page
    root.classList.add("is-over");
  };
  const onLeave = (event: DragEvent) => {
    if (event.relatedTarget === null) root.classList.remove("is-over");
  };
  const onDrop = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    root.classList.remove("is-over");
    const files = event.dataTransfer?.files;
    if (hasLeft || !files?.length) return;
    input.files = files;
    root.requestSubmit();
  };
  const onSubmit = (event: Event) => {
    if (hasLeft) event.preventDefault();
    hasLeft = true;
    button.setAttribute("aria-disabled", "true");
    busy.textContent = root.querySelector<HTMLTemplateElement>("template[data-words=busy]")?.content.textContent ?? "";
  };
  /** Back from the answer, the page is as it was left: it may send again. */
  const onShow = () => {
    hasLeft = false;
    button.removeAttribute("aria-disabled");
    busy.textContent = "";
  };

  document.addEventListener("dragover", onOver);
  document.addEventListener("dragleave", onLeave);
  document.addEventListener("drop", onDrop);
  root.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", onShow);
  root.querySelector("[data-drop]")?.removeAttribute("hidden");
  return () => {
    document.removeEventListener("dragover", onOver);
    document.removeEventListener("dragleave", onLeave);
    document.removeEventListener("drop", onDrop);
    root.removeEventListener("submit", onSubmit);
    window.removeEventListener("pageshow", onShow);
  };
}
