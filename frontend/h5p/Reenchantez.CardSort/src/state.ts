/** Where the cards are. */
import type { Sort } from "./model";

/** The category a card was put in, or null while it is to sort. */
export type Place = number | null;

export interface State {
  version: 1;
  /** The order in which cards are shown. */
  order: number[];
  places: Place[];
  checked: boolean;
  seconds: number;
}

/** Every card to sort. */
export function freshState(sort: Sort, random: () => number = Math.random): State {
  const order = sort.cards.map((_, index) => index);
  if (sort.behaviour.shuffle) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
  }
  return { version: 1, order, places: sort.cards.map(() => null), checked: false, seconds: 0 };
}

/** Take back a saved state; a card that is new, or whose category is gone, is to sort again. */
export function restoreState(sort: Sort, saved: unknown): State {
  const state = freshState(sort);
  if (typeof saved !== "object" || saved === null) return state;
  const before = saved as Partial<State>;
  const exists = (value: unknown, size: number): value is number =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < size;
  if (Array.isArray(before.order)) {
    const known = [...new Set(before.order.filter((card) => exists(card, sort.cards.length)))];
    state.order = [...known, ...state.order.filter((card) => !known.includes(card))];
  }
  state.places = sort.cards.map((_, card) => {
    const place = before.places?.[card];
    return exists(place, sort.categories.length) ? place : null;
  });
  state.checked = before.checked === true && left(state) === 0;
  if (typeof before.seconds === "number" && before.seconds > 0) state.seconds = before.seconds;
  return state;
}

/** How many cards are still to sort. */
export function left(state: State): number {
  return state.places.filter((place) => place === null).length;
}

/** How many cards are at home. */
export function score(sort: Sort, state: State): number {
  return sort.cards.filter((card, index) => state.places[index] === card.home).length;
}

/** The same, after misplaced cards went back to be sorted again. */
export function withoutMistakes(sort: Sort, state: State): State {
  const places = state.places.map((place, card) => (place === sort.cards[card]?.home ? place : null));
  return { ...state, places, checked: false };
}
