/** What the grid says to the outside: what was written, and that it is finished. Never a mark. */
import type { Statement } from "../../shared/runtime";
import { fill, words } from "../../shared/text";
import { conclude, describe } from "../../shared/xapi";
import type { Grid } from "./model";
import { missing, type State } from "./state";

/** The name of a step, the author's or the person's. */
export function stepTitle(grid: Grid, state: State, step: number): string {
  const own = state.added[step - grid.steps.length]?.trim();
  return grid.steps[step]?.title || own || fill(grid.l10n.step ?? "", { number: step + 1 });
}

/** Everything that was written, one cell a line: what a trainer reads. */
export function response(grid: Grid, state: State): string {
  return state.cells
    .flatMap((column, step) => column.map((text, row) => ({ text: text.trim().replace(/\s*\n\s*/g, " / "), step, row })))
    .filter(({ text }) => text !== "")
    .map(({ text, step, row }) => `${stepTitle(grid, state, step)} · ${grid.rows[row]?.title}\u00a0: ${text}`)
    .join("\n");
}

/** Write the grid into a statement. One point for having finished, whatever was written. */
export function aboutGrid(statement: Statement, grid: Grid, state: State, title: string): void {
  const done = state.finished && missing(grid, state) === 0;
  describe(statement, { type: "long-fill-in", name: title, description: words(grid.introduction) });
  conclude(statement, {
    response: response(grid, state),
    score: done ? 1 : 0,
    max: 1,
    success: done,
    completion: done,
    seconds: state.seconds,
  });
}
