import { describe, expect, it } from "vitest";
import { cardWish, historyWish, type Key } from "./keys";

const press = (key: string, held: Partial<Key> = {}): Key => ({
  key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held,
});

describe("keys on a card", () => {
  it("move it, stretch it, send it to another day", () => {
    expect(cardWish(press("ArrowUp"))).toEqual({ kind: "move", by: -5 });
    expect(cardWish(press("ArrowDown"))).toEqual({ kind: "move", by: 5 });
    expect(cardWish(press("ArrowUp", { shiftKey: true }))).toEqual({ kind: "stretch", by: -5 });
    expect(cardWish(press("ArrowDown", { shiftKey: true }))).toEqual({ kind: "stretch", by: 5 });
    expect(cardWish(press("ArrowRight"))).toEqual({ kind: "day", by: 1 });
    expect(cardWish(press("ArrowLeft"))).toEqual({ kind: "day", by: -1 });
  });

  it("duplicate and remove it", () => {
    expect(cardWish(press("d"))).toEqual({ kind: "act", act: "duplicate" });
    expect(cardWish(press("Delete"))).toEqual({ kind: "act", act: "remove" });
  });

  it("leave the browser what is the browser's", () => {
    for (const key of ["Tab", "Enter", "Escape", "a", "Backspace"]) expect(cardWish(press(key))).toBeNull();
    expect(cardWish(press("d", { ctrlKey: true }))).toBeNull();
    expect(cardWish(press("ArrowLeft", { altKey: true }))).toBeNull();
    expect(cardWish(press("ArrowRight", { shiftKey: true }))).toBeNull();
  });
});

describe("undoing and redoing", () => {
  it("is what one expects of the keys, on every keyboard", () => {
    expect(historyWish(press("z", { ctrlKey: true }))).toEqual({ kind: "undo" });
    expect(historyWish(press("z", { metaKey: true }))).toEqual({ kind: "undo" });
    expect(historyWish(press("Z", { ctrlKey: true, shiftKey: true }))).toEqual({ kind: "redo" });
    expect(historyWish(press("y", { ctrlKey: true }))).toEqual({ kind: "redo" });
    expect(historyWish(press("z"))).toBeNull();
    expect(historyWish(press("z", { ctrlKey: true, altKey: true }))).toBeNull();
  });
});
