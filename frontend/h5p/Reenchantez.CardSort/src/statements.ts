/** What the sort says to the outside. */
import type { Statement } from "../../shared/runtime";
import { words } from "../../shared/text";
import { conclude, describe, NEXT, PAIR } from "../../shared/xapi";
import type { Sort } from "./model";
import { left, score, type State } from "./state";

const pairs = (list: [number, number][]) => list.map(([card, place]) => `${card}${PAIR}${place}`).join(NEXT);

/** Where each card was put, in xAPI's words. */
export function response(state: State): string {
  return pairs(state.places.flatMap((place, card): [number, number][] => (place === null ? [] : [[card, place]])));
}

/** Write the sort and its result into a statement. */
export function aboutSort(statement: Statement, sort: Sort, state: State, title: string): void {
  const raw = score(sort, state);
  const max = sort.cards.length;
  describe(statement, {
    type: "matching",
    name: title,
    description: words(sort.introduction),
    source: sort.cards.map((card, index) => ({ id: String(index), words: card.title })),
    target: sort.categories.map((category, index) => ({ id: String(index), words: category.title })),
    correct: [pairs(sort.cards.map((card, index) => [index, card.home]))],
  });
  conclude(statement, {
    response: response(state),
    score: raw,
    max,
    success: max > 0 && (raw / max) * 100 >= sort.behaviour.passPercentage,
    completion: left(state) === 0,
    seconds: state.seconds,
  });
}
