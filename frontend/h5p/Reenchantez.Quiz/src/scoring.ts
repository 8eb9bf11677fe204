/** What an answer is worth. */
import type { Question, Quiz } from "./model";

export type Verdict = "right" | "partly" | "wrong";

/** The most a question gives: one point, or one for each right answer of a multiple choice. */
export function maxPoints(question: Question): number {
  const right = question.answers.filter((answer) => answer.correct).length;
  return question.kind === "multiple" ? Math.max(1, right) : 1;
}

/** Points of the chosen answers. In a multiple choice a wrong tick takes back a right one. */
export function points(question: Question, chosen: number[]): number {
  const { answers } = question;
  const right = chosen.filter((index) => answers[index]?.correct).length;
  if (question.kind !== "multiple") return Math.min(1, right);
  const nothingToChoose = answers.every((answer) => !answer.correct);
  if (nothingToChoose) return chosen.length === 0 ? 1 : 0;
  return Math.max(0, right - (chosen.length - right));
}

/** How an answer went, in one word. */
export function verdict(question: Question, chosen: number[]): Verdict {
  const score = points(question, chosen);
  if (score === maxPoints(question)) return "right";
  return score > 0 ? "partly" : "wrong";
}

/** Points of the questions checked so far. */
export function total(quiz: Quiz, answers: number[][], checked: boolean[]): number {
  return quiz.questions.reduce(
    (sum, question, index) => sum + (checked[index] ? points(question, answers[index] ?? []) : 0),
    0,
  );
}

/** The most the whole quiz gives. */
export function maxTotal(quiz: Quiz): number {
  return quiz.questions.reduce((sum, question) => sum + maxPoints(question), 0);
}

/** A score in hundredths, rounded down: 59.9 % is not yet 60 %. */
export function percentage(score: number, max: number): number {
  return max > 0 ? Math.floor((score / max) * 100) : 0;
}

/** The author's comment for this score: the highest threshold reached. */
export function commentFor(quiz: Quiz, score: number, max: number): string {
  const reached = quiz.overallFeedback
    .filter(({ from }) => from <= percentage(score, max))
    .sort((one, other) => other.from - one.from);
  return reached[0]?.feedback ?? "";
}
