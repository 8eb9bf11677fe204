import { beforeEach, describe, expect, it } from "vitest";
import { filterList, plain } from "./filter-list";

const row = (name: string, state: string) => `
  <li data-row data-text="${name}" data-state="${state}">
    <input type="radio" name="${name}" value="present"><input type="radio" name="${name}" value="absent">
  </li>`;

let root: HTMLElement;
const shown = () =>
  [...root.querySelectorAll<HTMLElement>("[data-row]:not([hidden])")].map((r) => r.dataset["text"]);
const type = (words: string) => {
  const search = root.querySelector<HTMLInputElement>("input[type=search]")!;
  search.value = words;
  search.dispatchEvent(new Event("input", { bubbles: true }));
};
const choose = (selector: string) => root.querySelector<HTMLInputElement>(selector)!.click();

beforeEach(() => {
  document.body.innerHTML = `
    <section><form><input type="search">
      <input type="radio" name="f" data-filter value="" id="all" checked>
      <input type="radio" name="f" data-filter value="todo" id="todo"></form>
      <b data-count="">3</b><b data-count="todo">2</b><b data-count="present">1</b>
      <ol>${row("Hélène Astruc", "todo")}${row("Samir Achour", "present")}${row("Anna Kermarrec", "todo")}</ol>
      <p data-none hidden>Personne</p></section>`;
  root = document.querySelector("section")!;
  filterList(root);
});

describe("the roll-call filter", () => {
  it("finds a name without its accents, by any of its words", () => {
    type("helene");
    expect(shown()).toEqual(["Hélène Astruc"]);
    type("kermarrec ANNA");
    expect(shown()).toEqual(["Anna Kermarrec"]);
  });

  it("says so when nobody is left", () => {
    type("zzz");
    expect(root.querySelector<HTMLElement>("[data-none]")?.hidden).toBe(false);
    type("");
    expect(root.querySelector<HTMLElement>("[data-none]")?.hidden).toBe(true);
  });

  it("keeps one state", () => {
    choose("#todo");
    expect(shown()).toEqual(["Hélène Astruc", "Anna Kermarrec"]);
  });

  it("counts a row marked by hand at once, and leaves it in place", () => {
    choose("#todo");
    choose("[data-text='Anna Kermarrec'] [value=present]");
    expect(root.querySelector("[data-count=todo]")?.textContent).toBe("1");
    expect(root.querySelector("[data-count=present]")?.textContent).toBe("2");
    expect(shown()).toContain("Anna Kermarrec");
    choose("#all");
    choose("#todo");
    expect(shown()).toEqual(["Hélène Astruc"]);
  });

  it("does not reload the page on Enter in the search box", () => {
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    root.querySelector("input[type=search]")!.dispatchEvent(enter);
    expect(enter.defaultPrevented).toBe(true);
  });

  it("flattens accents and case", () => {
    expect(plain(" ÉLISE Noël ")).toBe("elise noel");
  });
});
