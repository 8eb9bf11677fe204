import { expect, test } from "vitest";
import type { Statement } from "../../shared/runtime";
import { readGrid } from "./model";
import { filled, freshState, isUntouched, missing, restoreState } from "./state";
import { aboutGrid, response, stepTitle } from "./statements";

const grid = readGrid({
  introduction: "<p>Suivez <strong>une personne</strong>.</p>",
  steps: [{ title: "Entrer" }, { title: "L&#039;attente" }],
  rows: [{ title: "Vu", icon: "seen" }, { title: "Bloqué", icon: "blocked" }],
  behaviour: { minimum: 3, maxLength: 50 },
});
const event = (): Statement => ({ object: { id: "https://example.org/g", definition: {} } });

test("the minimum never asks for more cells than there are", () => {
  const small = readGrid({ steps: [{ title: "a" }], rows: [{ title: "b" }], behaviour: { minimum: 9 } });
  expect(small.behaviour.minimum).toBe(1);
});

test("spaces are not an observation", () => {
  const state = { ...freshState(grid), cells: [["  \n", "une porte"], ["", ""]] };
  expect(filled(state)).toBe(1);
  expect(missing(grid, state)).toBe(2);
});

test("a saved grid comes back with the steps the person added", () => {
  const state = { ...freshState(grid), added: ["Repartir"], cells: [["a", ""], ["", "b"], ["c", "d"]], seconds: 5 };
  expect(restoreState(grid, JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test("what no longer fits the grid is left out", () => {
  const restored = restoreState(grid, { added: [4, "x".repeat(99)], cells: [["y".repeat(99), 3, "trop"]], finished: "oui" });
  expect(restored.added).toEqual(["x".repeat(60)]);
  expect(restored.cells).toEqual([["y".repeat(50), ""], ["", ""], ["", ""]]);
  expect(restored.finished).toBe(false);
});

test.each([null, undefined, "x", [], { cells: 1 }])("a state that is %j is an empty grid", (saved) => {
  expect(isUntouched(restoreState(grid, saved))).toBe(true);
});

test("steps of a grid that forbids adding them do not come back", () => {
  const closed = { ...grid, behaviour: { ...grid.behaviour, addSteps: false } };
  expect(restoreState(closed, { added: ["a"], cells: [] }).cells).toHaveLength(2);
});

test("an added step without a name has its number", () => {
  expect(stepTitle(grid, { ...freshState(grid), added: [" "] }, 2)).toBe("Step 3");
});

test("the response tells every written cell, one a line", () => {
  const state = { ...freshState(grid), cells: [["une porte\n\nfermée", ""], ["", "un mot"]] };
  expect(response(grid, state)).toBe("Entrer · Vu\u00a0: une porte / fermée\nL'attente · Bloqué\u00a0: un mot");
});

test("finishing is worth one point, whatever was written; before it there is none", () => {
  const statement = event();
  const state = { ...freshState(grid), cells: [["a", "b"], ["c", ""]] };
  aboutGrid(statement, grid, state, "Titre");
  expect(statement.result).toMatchObject({ completion: false, score: { raw: 0, max: 1 } });
  aboutGrid(statement, grid, { ...state, finished: true }, "Titre");
  expect(statement.result).toMatchObject({ completion: true, success: true, score: { raw: 1, max: 1 } });
  expect(statement.object?.definition).toMatchObject({
    interactionType: "long-fill-in", name: { "en-US": "Titre" }, description: { "en-US": "Suivez une personne." },
  });
  expect(statement.object?.definition).not.toHaveProperty("correctResponsesPattern");
});
