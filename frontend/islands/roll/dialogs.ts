/** What is asked in a `<dialog>`: a signature, a person to add, whether one is sure. */
import { part, put } from "./dom";

export interface Drawn {
  strokes: string;
  typed: string;
}

export interface Added {
  last_name: string;
  first_name: string;
  employer: string;
  email: string;
}

function dialogOf(root: HTMLElement, name: string): HTMLDialogElement {
  const found = root.querySelector<HTMLDialogElement>(`[data-dialog=${name}]`);
  if (!found) throw new Error(`roll: no dialog ${name}`);
  return found;
}

/** Show a dialog until it closes; `read` returns what was asked, null to stay open. */
function ask<T>(dialog: HTMLDialogElement, read: () => T | null): Promise<T | null> {
  return new Promise((resolve) => {
    let answer: T | null = null;
    const submitted = (event: SubmitEvent) => {
      answer = read();
      if (answer === null) event.preventDefault();
    };
    const clicked = (event: Event) => {
      if ((event.target as Element).closest("[data-close]")) dialog.close();
    };
    const closed = () => {
      dialog.removeEventListener("submit", submitted);
      dialog.removeEventListener("click", clicked);
      resolve(answer);
    };
    dialog.addEventListener("submit", submitted);
    dialog.addEventListener("click", clicked);
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
  });
}

/** Have a person sign; null when they did not. The pad is emptied before and after. */
export async function askSignature(root: HTMLElement, name: string): Promise<Drawn | null> {
  const dialog = dialogOf(root, "sign");
  const pad = dialog.querySelector("[data-island=signature-pad]");
  const typed = dialog.querySelector<HTMLInputElement>("[name=typed]");
  const refusal = part(dialog, "empty-refusal");
  const empty = () => {
    pad?.dispatchEvent(new Event("signature:clear"));
    if (typed) typed.value = "";
    refusal.hidden = true;
  };
  put(part(dialog, "who"), name);
  empty();
  const drawn = await ask(dialog, () => {
    const strokes = dialog.querySelector<HTMLInputElement>("[name=strokes]")?.value ?? "";
    const written = typed?.value.trim() ?? "";
    refusal.hidden = strokes !== "" || written !== "";
    return refusal.hidden ? { strokes, typed: written } : null;
  });
  empty();
  return drawn;
}

export async function askPerson(root: HTMLElement): Promise<Added | null> {
  const dialog = dialogOf(root, "add");
  const form = part<HTMLFormElement>(dialog, "add-form");
  form.reset();
  return ask(dialog, () => {
    const said = new FormData(form);
    const value = (name: string) => String(said.get(name) ?? "").trim();
    if (!value("last_name") || !value("first_name")) return null;
    return {
      last_name: value("last_name"), first_name: value("first_name"),
      employer: value("employer"), email: value("email"),
    };
  });
}

export async function askWhetherSure(root: HTMLElement, title: string, text: string, yes: string): Promise<boolean> {
  const dialog = dialogOf(root, "sure");
  put(part(dialog, "sure-title"), title);
  put(part(dialog, "sure-text"), text);
  put(part(dialog, "sure-yes"), yes);
  return (await ask(dialog, () => true)) === true;
}
