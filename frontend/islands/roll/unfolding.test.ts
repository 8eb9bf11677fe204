import { beforeEach, describe, expect, it } from "vitest";
import { unfoldOneRow } from "./unfolding";

let rows: HTMLElement[];
const isOpen = () => rows.map((row) => row.classList.contains("is-open"));
const focus = (row: number) => rows[row]?.querySelector("input")?.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
const happens = (name: string) => rows[0]?.parentElement?.dispatchEvent(new Event(name, { bubbles: true }));

beforeEach(() => {
  document.body.innerHTML = "<ol><li data-row><input></li><li data-row><input></li></ol>";
  rows = [...document.querySelectorAll<HTMLElement>("li")];
  unfoldOneRow(document.querySelector("ol")!);
});

describe("a row of the roll on a phone", () => {
  it("unfolds alone, by the keyboard", () => {
    focus(0);
    focus(1);
    expect(isOpen()).toEqual([false, true]);
  });

  it("folds only when the touch on another is over: what is under the finger does not move", () => {
    focus(0);
    happens("pointerdown");
    focus(1);
    expect(isOpen()).toEqual([true, true]);
    happens("click");
    expect(isOpen()).toEqual([false, true]);
  });
});
