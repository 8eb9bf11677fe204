/**
 * Narrows a list already on the page: by words, and by state.
 *
 * The root holds `input[type=search]`, radios `[data-filter]` whose value is a state ("" = all),
 * rows `[data-row]` with `data-text` and `data-state`, counts `[data-count="state"]`, and an
 * `[data-none]` element shown when nothing is left. A row changed by hand (its checked radio is a
 * state) is counted at once but stays where it is until the filter is used again: rows never jump.
 * Rows that a script draws are counted on `filter-list:drawn`.
 */
import type { Cleanup } from "./mount";

/** Lower case, no accents: "Hélène" is found by "helene". */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().trim();
}

export function filterList(root: HTMLElement): Cleanup {
  const rows = () => [...root.querySelectorAll<HTMLElement>("[data-row]")];
  const search = root.querySelector<HTMLInputElement>("input[type=search]");

  const count = () => {
    const totals = new Map<string, number>();
    for (const row of rows()) {
      const state = row.dataset["state"] ?? "";
      totals.set(state, (totals.get(state) ?? 0) + 1);
    }
    for (const place of root.querySelectorAll<HTMLElement>("[data-count]")) {
      const state = place.dataset["count"] ?? "";
      place.textContent = String(state === "" ? rows().length : (totals.get(state) ?? 0));
    }
  };

  const narrow = () => {
    const words = plain(search?.value ?? "").split(/\s+/).filter(Boolean);
    const filters = [...root.querySelectorAll<HTMLInputElement>("input[data-filter]")];
    const state = filters.find((filter) => filter.checked)?.value ?? "";
    for (const row of rows()) {
      const text = plain(row.dataset["text"] ?? "");
      const fits = (state === "" || row.dataset["state"] === state)
        && words.every((word) => text.includes(word));
      row.hidden = !fits;
    }
    tellNone();
  };

  const tellNone = () => {
    const shown = rows().some((row) => !row.hidden);
    for (const none of root.querySelectorAll<HTMLElement>("[data-none]")) none.hidden = shown;
  };
  const onDrawn = () => {
    count();
    tellNone();
  };

  const onChange = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.matches("[data-filter]")) return narrow();
    const row = input.closest<HTMLElement>("[data-row]");
    if (row && input.type === "radio") {
      row.dataset["state"] = input.value;
      count();
    }
  };
  // Enter in the search box would send the form and reload the page: the list is already filtered.
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target === search) event.preventDefault();
  };

  root.addEventListener("input", narrowOnSearch);
  root.addEventListener("change", onChange);
  root.addEventListener("keydown", onKey);
  root.addEventListener("filter-list:drawn", onDrawn);
  function narrowOnSearch(event: Event) {
    if (event.target === search) narrow();
  }
  narrow();
  return () => {
    root.removeEventListener("input", narrowOnSearch);
    root.removeEventListener("change", onChange);
    root.removeEventListener("keydown", onKey);
    root.removeEventListener("filter-list:drawn", onDrawn);
  };
}
