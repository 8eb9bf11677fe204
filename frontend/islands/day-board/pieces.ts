/** Puts what the server answered in its place: each element goes where its id already is. */

/** What follows the server while one types in the panel: the texts are the author's. */
const FOLLOWS = ["panneau-version", "panneau-alertes", "panneau-fin", "panneau-tete", "panneau-activites"];
const PANEL = "panneau";

/**
 * What becomes of the panel: replaced, left alone, replaced around the texts one is writing
 * ("keep-texts"), or followed in all but its texts.
 */
export type PanelRule = "replace" | "keep" | "follow" | "keep-texts";

type Focus = { id: string; range: [number, number] | null } | null;

function focusIn(root: HTMLElement): Focus {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !active.id || !root.contains(active)) return null;
  const isText = active instanceof HTMLTextAreaElement || (active instanceof HTMLInputElement && active.type === "text");
  return { id: active.id, range: isText ? [active.selectionStart ?? 0, active.selectionEnd ?? 0] : null };
}

function giveFocusBack(root: HTMLElement, focus: Focus): void {
  if (!focus || root.contains(document.activeElement)) return;
  const found = root.querySelector<HTMLElement>(`#${focus.id}`);
  found?.focus({ preventScroll: true });
  if (found && focus.range && (found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement)) {
    found.setSelectionRange(...focus.range);
  }
}

/** Open what was open: the details of a piece are the same ones, in the same order, most often. */
function keepOpen(before: Element, after: Element): void {
  const fresh = after.querySelectorAll("details");
  before.querySelectorAll("details").forEach((one, n) => {
    const same = fresh[n];
    if (same && one.open && same.textContent?.slice(0, 40) === one.textContent?.slice(0, 40)) same.open = true;
  });
}

function put(root: HTMLElement, piece: Element): void {
  const place = root.querySelector(`#${piece.id}`);
  if (!place) return;
  keepOpen(place, piece);
  place.replaceWith(piece);
}

/** Copy what one typed into the fields of the same names. */
export function carry(from: HTMLFormElement, to: HTMLFormElement): void {
  for (const field of from.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
    if (!field.name || (field instanceof HTMLInputElement && ["hidden", "submit"].includes(field.type))) continue;
    if (field instanceof HTMLInputElement && field.type === "radio") {
      const same = to.querySelector<HTMLInputElement>(`[name="${field.name}"][value="${field.value}"]`);
      if (same) same.checked = field.checked;
      continue;
    }
    const same = to.querySelector<HTMLInputElement>(`[name="${field.name}"]`);
    if (same) same.value = field.value;
  }
}

/** Put the pieces in their places; return what is to be announced. */
export function putPieces(root: HTMLElement, html: string, rule: PanelRule): string {
  const answer = new DOMParser().parseFromString(html, "text/html").body;
  const focus = focusIn(root);
  for (const piece of [...answer.children]) {
    if (!piece.id) continue;
    if (piece.id !== PANEL || rule === "replace") put(root, piece);
    else if (rule === "keep") continue;
    else if (rule === "follow") {
      for (const id of FOLLOWS) {
        const part = piece.querySelector(`#${id}`);
        const place = root.querySelector(`#${id}`);
        if (part && place && !place.contains(document.activeElement)) put(root, part);
      }
    } else {
      const mine = root.querySelector<HTMLFormElement>("#panneau-form");
      const theirs = piece.querySelector<HTMLFormElement>("#panneau-form");
      if (mine && theirs) carry(mine, theirs);
      put(root, piece);
    }
  }
  giveFocusBack(root, focus);
  return answer.querySelector("[data-said]")?.textContent?.trim() ?? "";
}
