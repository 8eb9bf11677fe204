import { describe, expect, it, vi } from "vitest";
import { announceFailures } from "./failures";
import { closeMenusOutside } from "./menus";
import { mountAll } from "./mount";

describe("mounting islands", () => {
  it("mounts each one once, and cleans up when it is taken away", () => {
    document.body.innerHTML = `<div><p data-island="clock"></p></div>`;
    const cleanup = vi.fn();
    const clock = vi.fn(() => cleanup);
    mountAll(document.body, { clock });
    mountAll(document.body, { clock });
    expect(clock).toHaveBeenCalledOnce();
    document.querySelector("p")!.dispatchEvent(new CustomEvent("htmx:beforeCleanupElement"));
    expect(cleanup).toHaveBeenCalledOnce();
  });

  it("refuses a name that does not exist", () => {
    document.body.innerHTML = `<p data-island="clokc"></p>`;
    expect(() => mountAll(document.body, {})).toThrow("clokc");
  });
});

describe("the account menu", () => {
  it("closes on a click elsewhere and on Escape, not on a click inside", () => {
    document.body.innerHTML = `<details class="menu"><summary>MC</summary><a>Adresses</a></details><p>ailleurs</p>`;
    const menu = document.querySelector("details")!;
    closeMenusOutside(document);
    menu.open = true;
    document.querySelector("a")!.click();
    expect(menu.open).toBe(true);
    document.querySelector("p")!.click();
    expect(menu.open).toBe(false);
    menu.open = true;
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(menu.open).toBe(false);
  });
});

describe("a fragment that could not be loaded", () => {
  it("is told with the page's own words, until something loads again", () => {
    document.body.innerHTML = `<div id="live"></div><template id="request-failed"><p>Le serveur n’a pas répondu.</p></template>`;
    announceFailures(document);
    document.dispatchEvent(new CustomEvent("htmx:sendError"));
    expect(document.querySelector("#live")?.textContent).toContain("n’a pas répondu");
    document.dispatchEvent(new CustomEvent("htmx:afterSwap"));
    expect(document.querySelector("#live")?.textContent).toBe("");
  });
});
