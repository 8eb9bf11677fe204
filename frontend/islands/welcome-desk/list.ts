/** The people of the day as they stand on the page: found by code, by name, and kept up to date. */
import { plain } from "../filter-list";
import type { Change } from "./server";

export class PeopleList {
  constructor(private readonly root: HTMLElement) {}

  rows(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-person]")];
  }

  byKey(key: string | null): HTMLElement | null {
    return this.rows().find((row) => key !== null && row.dataset["key"] === key) ?? null;
  }

  byId(enrolment: string | null): HTMLElement | null {
    return this.rows().find((row) => row.dataset["person"] === enrolment) ?? null;
  }

  /** Show a person as here or not; whether the page knew them. */
  set(change: Change): boolean {
    const row = this.byId(change.enrolment);
    if (!row) return false;
    row.dataset["state"] = change.here ? "here" : "awaited";
    const said = row.querySelector<HTMLElement>("[data-hour]");
    if (said) said.textContent = change.hour;
    this.count();
    return true;
  }

  /** Keep the rows whose name or employer has every word typed, and that are in this state. */
  narrow(typed: string, state: string): void {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of this.rows()) {
      const text = plain(row.dataset["text"] ?? "");
      const fits = (state === "" || row.dataset["state"] === state)
        && words.every((word) => text.includes(word));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const none of this.root.querySelectorAll<HTMLElement>("[data-none]")) none.hidden = shown > 0;
    this.count();
  }

  /** The only person shown who has not come yet, if there is just one. */
  onlyOne(): HTMLElement | null {
    const awaited = this.rows().filter((row) => !row.hidden && row.dataset["state"] !== "here");
    return awaited.length === 1 ? awaited[0]! : null;
  }

  private count(): void {
    const rows = this.rows();
    for (const place of this.root.querySelectorAll<HTMLElement>("[data-count]")) {
      const state = place.dataset["count"];
      const those = rows.filter((row) => state === "" || row.dataset["state"] === state);
      place.textContent = String(those.length);
    }
  }
}
