/** Where a person is in the quiz: what is saved, and what is believed when it comes back. */
import type { Quiz } from "./model";

export interface State {
  version: 1;
  /** The question on screen, or the number of questions for the result. */
  at: number;
  answers: number[][];
  checked: boolean[];
  /** The order in which the answers of each question are shown. */
  orders: number[][];
  /** Time given to each question. */
  seconds: number[];
}

/** A quiz nobody has answered yet. */
export function freshState(quiz: Quiz, random: () => number = Math.random): State {
  const { questions, behaviour } = quiz;
  return {
    version: 1,
    at: 0,
    answers: questions.map(() => []),
    checked: questions.map(() => false),
    seconds: questions.map(() => 0),
    orders: questions.map(({ kind, answers }) => {
      const order = answers.map((_, index) => index);
      return behaviour.shuffleAnswers && kind !== "truefalse" ? shuffled(order, random) : order;
    }),
  };
}

/** Take back a saved state; what no longer fits the questions is asked again. */
export function restoreState(quiz: Quiz, saved: unknown): State {
  const state = freshState(quiz);
  if (typeof saved !== "object" || saved === null) return state;
  const before = saved as Partial<State>;
  quiz.questions.forEach((question, index) => {
    const size = question.answers.length;
    const order = numbers(before.orders?.[index], size);
    if (order.length === size) state.orders[index] = order;
    const chosen = numbers(before.answers?.[index], size);
    state.answers[index] = question.kind === "multiple" ? chosen : chosen.slice(0, 1);
    state.checked[index] = before.checked?.[index] === true;
    const seconds = before.seconds?.[index];
    if (typeof seconds === "number" && seconds > 0) state.seconds[index] = seconds;
  });
  const first = state.checked.indexOf(false);
  const open = first === -1 ? quiz.questions.length : first;
  const at = typeof before.at === "number" ? before.at : open;
  // A checked question may be looked at again; nobody jumps over one that is not.
  state.at = Number.isInteger(at) && at >= 0 && at <= open ? at : open;
  return state;
}

/** Whether there is anything worth saving. */
export function isUntouched(state: State): boolean {
  return state.at === 0 && state.answers.every((chosen) => chosen.length === 0) && !state.checked.includes(true);
}

function numbers(value: unknown, size: number): number[] {
  if (!Array.isArray(value)) return [];
  const valid = value.filter((index): index is number => Number.isInteger(index) && index >= 0 && index < size);
  return [...new Set(valid)];
}

function shuffled(list: number[], random: () => number): number[] {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other] as number, copy[last] as number];
  }
  return copy;
}
