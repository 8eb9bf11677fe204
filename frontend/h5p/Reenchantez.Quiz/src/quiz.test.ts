import { expect, test } from "vitest";
import type { Statement } from "../../shared/runtime";
import { readQuiz } from "./model";
import { commentFor, maxPoints, maxTotal, points, total, verdict } from "./scoring";
import { freshState, isUntouched, restoreState } from "./state";
import { aboutQuestion, aboutQuiz, interaction, response } from "./statements";

const answer = (text: string, correct: boolean) => ({ text, correct, feedback: "" });
const PARAMS = {
  questions: [
    { kind: "single", text: "<p>Un fait&nbsp;?</p>", answers: [answer("L&#039;avis", false), answer("Le fait", true)] },
    { kind: "multiple", text: "<p>Que noter ?</p>", answers: [answer("a", true), answer("b", true), answer("c", false)] },
    { kind: "truefalse", text: "<p>Demander suffit.</p>", statement: { truth: "false", feedbackFalse: "Oui" } },
  ],
  overallFeedback: [{ from: 80, feedback: "Haut" }, { from: 0, feedback: "Bas" }, { from: 50, feedback: "Milieu" }],
  behaviour: { passPercentage: 60 },
};
const quiz = readQuiz(PARAMS);
const [single, multiple, trueFalse] = quiz.questions as [typeof quiz.questions[0], typeof quiz.questions[0], typeof quiz.questions[0]];
const event = (): Statement => ({ object: { id: "https://example.org/q", definition: {} }, context: { contextActivities: {} } });

test("a true or false question has two answers, and texts lose their escapes", () => {
  expect(single.answers[0]?.text).toBe("L'avis");
  expect(trueFalse.answers.map(({ text, correct }) => [text, correct])).toEqual([["True", false], ["False", true]]);
});

test("a single choice gives one point or none", () => {
  expect(points(single, [1])).toBe(1);
  expect(points(single, [0])).toBe(0);
});

test("in a multiple choice a wrong tick takes back a right one, never more", () => {
  expect(maxPoints(multiple)).toBe(2);
  expect(points(multiple, [0, 1])).toBe(2);
  expect(points(multiple, [0, 1, 2])).toBe(1);
  expect(points(multiple, [2])).toBe(0);
});

test("an answer that brought some points is partly right", () => {
  expect(verdict(multiple, [0])).toBe("partly");
  expect(verdict(multiple, [0, 2])).toBe("wrong");
  expect(verdict(multiple, [1, 0])).toBe("right");
});

test("only checked answers count", () => {
  expect(total(quiz, [[1], [0, 1], [1]], [true, true, false])).toBe(3);
  expect(maxTotal(quiz)).toBe(4);
});

test("the comment is the one of the highest threshold reached", () => {
  expect(commentFor(quiz, 1, 4)).toBe("Bas");
  expect(commentFor(quiz, 2, 4)).toBe("Milieu");
  expect(commentFor(quiz, 4, 4)).toBe("Haut");
});

test("a saved state comes back as it was", () => {
  const state = { ...freshState(quiz), at: 1, answers: [[1], [0], []], checked: [true, false, false], seconds: [4, 0, 0] };
  expect(restoreState(quiz, JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test("a state that no longer fits is asked again, and nobody lands beyond an open question", () => {
  const restored = restoreState(quiz, { at: 3, answers: [[9], [0, 0, -1], "x"], checked: [true, false], orders: [[0, 0]] });
  expect(restored.answers).toEqual([[], [0], []]);
  expect(restored.orders[0]).toEqual([0, 1]);
  expect(restored.at).toBe(1);
});

test.each([null, undefined, "x", 3, [], { answers: 4 }])("a state that is %j is a fresh one", (saved) => {
  expect(isUntouched(restoreState(quiz, saved))).toBe(true);
});

test("a shuffle loses no answer and leaves true before false", () => {
  const mixed = { ...quiz, behaviour: { ...quiz.behaviour, shuffleAnswers: true } };
  const { orders } = freshState(mixed, () => 0);
  expect(orders).toEqual([[1, 0], [1, 2, 0], [0, 1]]);
});

test("each kind of question is told in the standard's words", () => {
  expect(interaction(single)).toMatchObject({ type: "choice", correct: ["1"], name: "Un fait\u00a0?" });
  expect(interaction(multiple)).toMatchObject({ type: "choice", correct: ["0[,]1"] });
  expect(interaction(trueFalse)).toMatchObject({ type: "true-false", correct: ["false"] });
  expect(response(multiple, [2, 0])).toBe("0[,]2");
  expect(response(trueFalse, [0])).toBe("true");
});

test("an answer's statement has its question, its parent, its score and its duration", () => {
  const statement = event();
  const state = { ...freshState(quiz), answers: [[1], [0], []], checked: [true, true, false], seconds: [1, 7.5, 0] };
  aboutQuestion(statement, quiz, state, 1);
  expect(statement.object?.id).toBe("https://example.org/q?subContentId=question-2");
  expect(statement.context?.contextActivities?.parent).toEqual([{ objectType: "Activity", id: "https://example.org/q" }]);
  expect(statement.result).toEqual({
    score: { min: 0, max: 2, raw: 1, scaled: 0.5 }, success: false, completion: true, duration: "PT7.5S", response: "0",
  });
});

test("the whole is passed from the author's percentage on, and complete once everything is checked", () => {
  const statement = event();
  aboutQuiz(statement, quiz, { ...freshState(quiz), answers: [[1], [0, 1], [0]], checked: [true, true, true], seconds: [1, 2, 3] });
  expect(statement.result).toMatchObject({ score: { raw: 3, max: 4 }, success: true, completion: true, duration: "PT6S" });
  aboutQuiz(statement, quiz, { ...freshState(quiz), checked: [true, false, false] });
  expect(statement.result).toMatchObject({ success: false, completion: false });
});
