/** What a person wrote in the grid. */
import { type Grid, MAX_STEPS } from "./model";

export interface State {
  version: 1;
  /** Names of the steps the person added, after the author's. */
  added: string[];
  /** Texts, by step then by row. */
  cells: string[][];
  finished: boolean;
  /** Whether something changed since it was last finished. */
  changed: boolean;
  seconds: number;
}

/** A grid nobody has written in. */
export function freshState(grid: Grid): State {
  return {
    version: 1, added: [], cells: grid.steps.map(() => emptyColumn(grid)), finished: false, changed: false, seconds: 0,
  };
}

/** One step's empty cells. */
export function emptyColumn(grid: Grid): string[] {
  return grid.rows.map(() => "");
}

/** Take back a saved state; cells that no longer exist are left out, new ones are empty. */
export function restoreState(grid: Grid, saved: unknown): State {
  const state = freshState(grid);
  if (typeof saved !== "object" || saved === null) return state;
  const before = saved as Partial<State>;
  const longest = grid.behaviour.maxLength;
  if (Array.isArray(before.added) && grid.behaviour.addSteps) {
    state.added = before.added
      .filter((name) => typeof name === "string")
      .slice(0, Math.max(0, MAX_STEPS - grid.steps.length))
      .map((name) => name.slice(0, 60));
  }
  const columns = Array.isArray(before.cells) ? before.cells : [];
  state.cells = Array.from({ length: grid.steps.length + state.added.length }, (_, step) =>
    grid.rows.map((_, row) => {
      const text: unknown = columns[step]?.[row];
      return typeof text === "string" ? text.slice(0, longest) : "";
    }));
  state.finished = before.finished === true;
  state.changed = before.changed === true;
  if (typeof before.seconds === "number" && before.seconds > 0) state.seconds = before.seconds;
  return state;
}

/** How many cells hold words. */
export function filled(state: State): number {
  return state.cells.flat().filter((text) => text.trim() !== "").length;
}

/** How many cells are still asked for. */
export function missing(grid: Grid, state: State): number {
  return Math.max(0, grid.behaviour.minimum - filled(state));
}

/** Whether there is nothing worth saving. */
export function isUntouched(state: State): boolean {
  return filled(state) === 0 && state.added.length === 0;
}
