/**
 * Saves a form as one types, and says where that stands.
 *
 * The root is the form; its own address answers JSON `{saved, version?, lacks?}`, or 422 `{errors}` by
 * field, or 409 with `{detail}` or, when somebody else wrote meanwhile, HTML that shows both texts.
 * Inside: `[data-state=saved|saving|waiting|failed]`, `[data-saved]`, `[data-failed]`, and if need
 * be `[data-conflict]`, `[data-lacks]` with `[data-lacks-text]`, `[data-plain]` (the button one
 * presses without scripts). A field with `data-not-saved` sets nothing off. `autosave:now`, sent to
 * the form, saves at once.
 */
import type { Cleanup } from "./mount";

export const PAUSE = 1200;
const AGAIN = 5000;
type State = "saved" | "saving" | "waiting" | "failed";
type Answer = { saved?: string; version?: number; lacks?: string; detail?: string; errors?: Record<string, string[]> };

export function autosave(root: HTMLElement): Cleanup {
  if (!(root instanceof HTMLFormElement)) throw new Error("autosave: not a form");
  const form = root;
  const part = (name: string) => form.querySelector<HTMLElement>(`[data-${name}]`);
  const words = part("failed")?.textContent ?? "";
  let timer = 0;
  let isDirty = false;
  let isSending = false;
  let isStopped = false;

  const show = (state: State) => {
    form.dataset["saving"] = state;
    for (const one of form.querySelectorAll<HTMLElement>("[data-state]")) one.hidden = one.dataset["state"] !== state;
  };
  const fail = (why: string) => {
    const place = part("failed");
    if (place) place.textContent = why;
    show("failed");
  };
  const plan = (delay: number) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), delay);
  };

  const tellErrors = (errors: Record<string, string[]>) => {
    for (const old of form.querySelectorAll("[data-told]")) old.remove();
    for (const [name, told] of Object.entries(errors)) {
      const field = form.elements.namedItem(name);
      if (!(field instanceof HTMLElement)) continue;
      const line = document.createElement("p");
      line.className = "error";
      line.dataset["told"] = "";
      line.id = `${name}-told`;
      line.textContent = told.join(" ");
      field.before(line);
      field.setAttribute("aria-invalid", "true");
    }
    if (Object.keys(errors).length) return;
    for (const field of form.querySelectorAll("[aria-invalid=true]")) field.removeAttribute("aria-invalid");
  };

  const saved = (answer: Answer) => {
    tellErrors({});
    const version = form.elements.namedItem("version");
    if (version instanceof HTMLInputElement && answer.version) version.value = String(answer.version);
    const place = part("saved");
    if (place && answer.saved) place.textContent = answer.saved;
    const lacks = part("lacks");
    if (lacks) lacks.hidden = !answer.lacks;
    const lacking = part("lacks-text");
    if (lacking) lacking.textContent = answer.lacks ?? "";
    document.querySelector<HTMLButtonElement>("[data-undo]")?.removeAttribute("disabled");
    show(isDirty ? "waiting" : "saved");
  };

  const refused = async (response: Response) => {
    if (response.headers.get("Content-Type")?.startsWith("text/html")) {
      const place = part("conflict");
      if (response.status !== 409 || !place) return fail(words);
      isStopped = true;
      place.innerHTML = await response.text(); // our own server's page, escaped there
      place.querySelector<HTMLElement>("[tabindex]")?.focus();
      return show("waiting");
    }
    const answer = (await response.json()) as Answer;
    if (answer.errors) tellErrors(answer.errors);
    fail(answer.detail ?? Object.values(answer.errors ?? {}).flat()[0] ?? words);
  };

  const save = async () => {
    if (isSending || isStopped || !isDirty) return;
    [isSending, isDirty] = [true, false];
    show("saving");
    try {
      const response = await fetch(form.action, {
        method: "POST", body: posted(form), headers: { Accept: "application/json" },
      });
      if (response.ok) saved((await response.json()) as Answer);
      else if (response.status < 500) await refused(response);
      else throw new Error(`answered ${response.status}`);
    } catch {
      isDirty = true;
      fail(words);
      plan(AGAIN);
    }
    isSending = false;
    if (isDirty && form.dataset["saving"] !== "failed") plan(PAUSE);
  };

  const isLeft = (event: Event) => event.target instanceof Element && event.target.closest("[data-not-saved], [data-conflict], dialog, input[type=file]");
  const typed = (event: Event) => {
    if (isLeft(event) || isStopped) return;
    isDirty = true;
    show("waiting");
    plan(event.type === "change" ? 0 : PAUSE);
  };
  const now = () => {
    isDirty = true;
    plan(0);
  };
  const leaving = (event: BeforeUnloadEvent) => {
    if (isDirty && !isStopped) event.preventDefault();
  };
  // What the button posts is the whole form: nothing more to save.
  const submitted = () => {
    window.clearTimeout(timer);
    isDirty = false;
    isStopped = true;
  };

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("autosave:now", now);
  form.addEventListener("submit", submitted);
  window.addEventListener("beforeunload", leaving);
  part("plain")?.setAttribute("hidden", "");
  return () => {
    window.clearTimeout(timer);
    form.removeEventListener("input", typed);
    form.removeEventListener("change", typed);
    form.removeEventListener("autosave:now", now);
    form.removeEventListener("submit", submitted);
    window.removeEventListener("beforeunload", leaving);
  };
}

/** What the form says, but its files: they are sent on their own. */
function posted(form: HTMLFormElement): FormData {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}
