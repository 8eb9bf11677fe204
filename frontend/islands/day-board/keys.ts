/** What a key does on a focused card. Pure. */
import { STEP } from "./geometry";

export type Key = {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
};
export type Wish =
  | { kind: "move"; by: number }
  | { kind: "stretch"; by: number }
  | { kind: "day"; by: -1 | 1 }
  | { kind: "act"; act: "duplicate" | "remove" }
  | { kind: "undo" }
  | { kind: "redo" };

/** Undoing and redoing, wherever one is outside a text; null for any other key. */
export function historyWish(pressed: Key): Wish | null {
  const key = pressed.key.toLowerCase();
  if (!(pressed.ctrlKey || pressed.metaKey) || pressed.altKey) return null;
  if (key === "z") return { kind: pressed.shiftKey ? "redo" : "undo" };
  return key === "y" && !pressed.shiftKey ? { kind: "redo" } : null;
}

/** What a key asks of the focused card; null leaves the key to the browser. */
export function cardWish(pressed: Key): Wish | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const kind = pressed.shiftKey ? "stretch" : "move";
  switch (pressed.key) {
    case "ArrowUp":
      return { kind, by: -STEP };
    case "ArrowDown":
      return { kind, by: STEP };
    case "ArrowLeft":
      return pressed.shiftKey ? null : { kind: "day", by: -1 };
    case "ArrowRight":
      return pressed.shiftKey ? null : { kind: "day", by: 1 };
    case "d":
    case "D":
      return { kind: "act", act: "duplicate" };
    case "Delete":
      return { kind: "act", act: "remove" };
    default:
      return null;
  }
}
