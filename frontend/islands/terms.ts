/** A term's note shows by style alone, on hover and focus; Escape puts it away (WCAG 1.4.13). */
export function dismissNotes(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of page.querySelectorAll<HTMLElement>(".term")) term.dataset["dismissed"] = "";
  });
  const comeBack = (event: Event) => {
    for (const term of page.querySelectorAll<HTMLElement>(".term[data-dismissed]")) {
      if (!term.contains(event.target as Node)) delete term.dataset["dismissed"];
    }
  };
  page.addEventListener("mouseover", comeBack);
  page.addEventListener("focusin", comeBack);
}
