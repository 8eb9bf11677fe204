import { expect, test } from "vitest";
import type { Statement } from "../../shared/runtime";
import { readSort } from "./model";
import { freshState, left, restoreState, score, withoutMistakes } from "./state";
import { aboutSort } from "./statements";

const sort = readSort({
  categories: [
    { title: "Immersion", look: "immersion", cards: [{ title: "L&#039;observation" }, { title: "Le poste" }] },
    { title: "Test", look: "test", cards: [{ title: "L’essai" }] },
  ],
  behaviour: { shuffle: true, passPercentage: 60 },
});
const event = (): Statement => ({ object: { id: "https://example.org/s", definition: {} } });
const placed = (...places: (number | null)[]) => ({ ...freshState(sort, () => 0), places });

test("each card knows the category it was written in", () => {
  expect(sort.cards.map(({ title, home }) => [title, home])).toEqual([["L'observation", 0], ["Le poste", 0], ["L’essai", 1]]);
});

test("a shuffle keeps every card", () => {
  expect([...freshState(sort).order].sort()).toEqual([0, 1, 2]);
});

test("the score is the number of cards at home", () => {
  expect(score(sort, placed(0, 1, 1))).toBe(2);
  expect(left(placed(0, null, 1))).toBe(1);
});

test("correcting one's mistakes sends back only the misplaced cards", () => {
  expect(withoutMistakes(sort, { ...placed(0, 1, 1), checked: true })).toMatchObject({ places: [0, null, 1], checked: false });
});

test("a saved sort comes back in its order", () => {
  const state = { ...placed(0, null, 0), seconds: 3 };
  expect(restoreState(sort, JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test("cards of a category that is gone are to sort again, and a sort with cards left is not checked", () => {
  const restored = restoreState(sort, { order: [2, 2, 7], places: [0, 5, "x"], checked: true });
  expect(restored.places).toEqual([0, null, null]);
  expect(restored.checked).toBe(false);
  expect(restored.order[0]).toBe(2);
  expect([...restored.order].sort()).toEqual([0, 1, 2]);
});

test("the statement matches cards with categories", () => {
  const statement = event();
  aboutSort(statement, sort, { ...placed(0, 1, 1), checked: true, seconds: 8 }, "Tri");
  expect(statement.object?.definition).toMatchObject({
    interactionType: "matching",
    source: [{ id: "0" }, { id: "1" }, { id: "2", description: { "en-US": "L’essai" } }],
    target: [{ id: "0", description: { "en-US": "Immersion" } }, { id: "1" }],
    correctResponsesPattern: ["0[.]0[,]1[.]0[,]2[.]1"],
  });
  expect(statement.result).toMatchObject({
    response: "0[.]0[,]1[.]1[,]2[.]1", score: { raw: 2, max: 3, scaled: 0.6667 }, success: true, completion: true, duration: "PT8S",
  });
});

test("cards left to sort are not in the response, and the sort is not complete", () => {
  const statement = event();
  aboutSort(statement, sort, placed(null, null, 1), "Tri");
  expect(statement.result).toMatchObject({ response: "2[.]1", completion: false, success: false });
});
