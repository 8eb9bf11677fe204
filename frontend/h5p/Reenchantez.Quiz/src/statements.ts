/** What the quiz says to the outside: one statement for each question, one for the whole. */
import { conclude, describe, type Interaction, narrow, NEXT } from "../../shared/xapi";
import type { Statement } from "../../shared/runtime";
import { type Question, type Quiz, titleOf } from "./model";
import { maxPoints, maxTotal, percentage, points, total } from "./scoring";
import type { State } from "./state";

/** What a question asks, in xAPI's words. */
export function interaction(question: Question): Interaction {
  const name = titleOf(question);
  const right = question.answers.flatMap((answer, index) => (answer.correct ? [index] : []));
  if (question.kind === "truefalse") {
    return { type: "true-false", name, correct: [question.answers[0]?.correct ? "true" : "false"] };
  }
  return {
    type: "choice",
    name,
    choices: question.answers.map((answer, index) => ({ id: String(index), words: answer.text })),
    // Several right answers are all expected together in a multiple choice, each enough alone otherwise.
    correct: question.kind === "multiple" ? [right.join(NEXT)] : right.map(String),
  };
}

/** What was answered, in xAPI's words. */
export function response(question: Question, chosen: number[]): string {
  if (question.kind !== "truefalse") return [...chosen].sort((a, b) => a - b).join(NEXT);
  return chosen[0] === undefined ? "" : chosen[0] === 0 ? "true" : "false";
}

/** Write a question's answer into the statement of the whole. */
export function aboutQuestion(statement: Statement, quiz: Quiz, state: State, index: number): void {
  const question = quiz.questions[index];
  if (!question) return;
  const chosen = state.answers[index] ?? [];
  const score = points(question, chosen);
  const max = maxPoints(question);
  narrow(statement, `question-${index + 1}`);
  describe(statement, interaction(question));
  conclude(statement, {
    response: response(question, chosen),
    score,
    max,
    success: score === max,
    completion: true,
    seconds: state.seconds[index] ?? 0,
  });
}

/** Write the whole result. */
export function aboutQuiz(statement: Statement, quiz: Quiz, state: State): void {
  const score = total(quiz, state.answers, state.checked);
  const max = maxTotal(quiz);
  conclude(statement, {
    score,
    max,
    success: percentage(score, max) >= quiz.behaviour.passPercentage,
    completion: state.checked.every(Boolean),
    seconds: state.seconds.reduce((sum, seconds) => sum + seconds, 0),
  });
  const definition = statement.object?.definition;
  if (statement.object) {
    statement.object.definition = { ...definition, type: "http://adlnet.gov/expapi/activities/assessment" };
  }
}
