/** Small questions asked in a `<dialog>`: what is typed there by `data-name`, and which button. */

export type Typed = Record<string, string | boolean>;
type Field = HTMLInputElement | HTMLSelectElement;

const isTicked = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && field.type === "checkbox";

/**
 * Ask; `ok` may refuse what is typed (it says why and returns false). Resolves once closed with the
 * button pressed: "ok", "remove" or "cancel".
 */
export function ask(
  dialog: HTMLDialogElement,
  first: Typed,
  ok: (typed: Typed) => boolean | Promise<boolean>,
): Promise<string> {
  const fields = [...dialog.querySelectorAll<Field>("[data-name]")];
  for (const field of fields) {
    const value = first[field.dataset["name"] ?? ""];
    if (value === undefined) continue;
    if (isTicked(field)) field.checked = value === true;
    else field.value = String(value);
  }
  const typed = () =>
    Object.fromEntries(fields.map((field) => [field.dataset["name"] ?? "", isTicked(field) ? field.checked : field.value]));

  return new Promise((resolve) => {
    let answer = "cancel";
    const press = async (what: string) => {
      if (what === "ok" && !(await ok(typed()))) return;
      answer = what;
      dialog.close();
    };
    const clicked = (event: MouseEvent) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-do]");
      if (button) void press(button.dataset["do"] ?? "");
    };
    const keyed = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault(); // the page's own form is not the one being answered
      void press("ok");
    };
    const closed = () => {
      dialog.removeEventListener("click", clicked);
      dialog.removeEventListener("keydown", keyed);
      dialog.removeEventListener("close", closed);
      resolve(answer);
    };
    dialog.addEventListener("click", clicked);
    dialog.addEventListener("keydown", keyed);
    dialog.addEventListener("close", closed);
    refuse(dialog, "");
    dialog.showModal();
  });
}

/** Say in the dialog what is wrong with what was typed; "" when nothing is. */
export function refuse(dialog: HTMLDialogElement, why: string): void {
  const place = dialog.querySelector<HTMLElement>("[data-error]");
  if (!place) return;
  place.hidden = !why;
  if (why) place.textContent = why;
}

/** Return a sentence the page holds for a script. */
export function wordsOf(root: HTMLElement, name: string): string {
  return root.querySelector<HTMLTemplateElement>(`template[data-words="${name}"]`)?.content.textContent ?? "";
}
