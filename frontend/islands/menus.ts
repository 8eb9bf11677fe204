/** `details.menu` opens without script; this closes it on Escape and on a click elsewhere. */
export function closeMenusOutside(page: Document): void {
  const opened = () => page.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
  page.addEventListener("click", (event) => {
    for (const menu of opened()) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
