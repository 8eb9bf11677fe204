/** One question on screen: to answer, then answered. */
import { button, el, heard, rich, richLine, uniqueId } from "../../shared/dom";
import { icon } from "../../shared/icons";
import { fill } from "../../shared/text";
import type { Question, Quiz } from "./model";
import { maxPoints, points, verdict } from "./scoring";

export interface Shown {
  quiz: Quiz;
  question: Question;
  chosen: number[];
  order: number[];
  checked: boolean;
}

/** The fields of a question; `choose` hears of each change. Once checked, each answer carries its mark. */
export function questionFields(shown: Shown, choose: (chosen: number[]) => void): HTMLFieldSetElement {
  const { quiz, question, order } = shown;
  const several = question.kind === "multiple";
  const hintId = uniqueId("hint");
  const name = uniqueId("answer");
  const boxes = order.map((index) => {
    const input = el("input", {
      type: several ? "checkbox" : "radio",
      name,
      value: index,
      checked: shown.chosen.includes(index),
      disabled: shown.checked,
      change: () => choose(boxes.filter(({ box }) => box.checked).map(({ index: ticked }) => ticked)),
    });
    return { index, box: input };
  });
  return el(
    "fieldset",
    { class: "rez-fields", "aria-describedby": several && !shown.checked ? hintId : undefined },
    richLine("legend", question.text, { class: "rez-question" }),
    several && !shown.checked && el("p", { class: "rez-hint", id: hintId }, quiz.l10n.several),
    ...boxes.map(({ index, box }) => answerRow(shown, index, box)),
  );
}

function answerRow(shown: Shown, index: number, box: HTMLInputElement): HTMLElement {
  const { quiz, question, checked } = shown;
  const answer = question.answers[index];
  const chosen = shown.chosen.includes(index);
  const label = el("label", { class: "rez-choice" }, box, el("span", {}, answer?.text));
  if (!checked || !answer) return label;
  const missed = answer.correct && !chosen && quiz.behaviour.showSolutions;
  const tone = chosen ? (answer.correct ? "good" : "bad") : missed ? "missed" : "";
  const mark = chosen
    ? (answer.correct ? quiz.l10n.rightChosen : quiz.l10n.wrongChosen)
    : missed ? quiz.l10n.rightMissed : "";
  return el(
    "div",
    { class: `rez-answered ${tone && `rez-${tone}`}` },
    label,
    mark && el("p", { class: "rez-mark" }, icon(tone === "bad" ? "cross" : tone === "good" ? "check" : "arrowRight"), mark),
    chosen && answer.feedback && el("p", { class: "rez-comment" }, answer.feedback),
  );
}

/** What the check says: verdict, points, what to remember. */
export function questionResult({ quiz, question, chosen }: Shown): HTMLElement {
  const how = verdict(question, chosen);
  const tone = { right: "good", partly: "partly", wrong: "bad" }[how];
  const max = maxPoints(question);
  return el(
    "div",
    { class: `rez-verdict rez-${tone}` },
    el(
      "p",
      { class: "rez-verdict-head", "data-focus": true },
      icon({ right: "check", partly: "circleDot", wrong: "cross" }[how] as "check"),
      el("strong", {}, quiz.l10n[how]),
      max > 1 && el("span", {}, fill(quiz.l10n.points ?? "", { score: points(question, chosen), max })),
    ),
    question.explanation.trim() !== "" && el(
      "div",
      { class: "rez-explanation" },
      el("p", { class: "rez-eyebrow" }, quiz.l10n.remember),
      rich("div", question.explanation, { class: "rez-prose" }),
    ),
  );
}

/** Where we are: words, and one notch for each question. */
export function position(quiz: Quiz, at: number, verdicts: (string | undefined)[]): HTMLElement {
  const sentence = fill(quiz.l10n.position ?? "", { number: at + 1, total: quiz.questions.length });
  return el(
    "div",
    { class: "rez-position" },
    el("p", { class: "rez-eyebrow" }, sentence),
    el(
      "div",
      { class: "rez-notches", "aria-hidden": "true" },
      ...verdicts.map((how, index) => el("i", { class: `${how ? `is-${how}` : ""} ${index === at ? "is-here" : ""}` })),
    ),
  );
}

/** The list of questions under the result; `open` shows one again. */
export function review(quiz: Quiz, answers: number[][], open: (index: number) => void): HTMLElement {
  return el(
    "ol",
    { class: "rez-review" },
    ...quiz.questions.map((question, index) => {
      const how = verdict(question, answers[index] ?? []);
      const again = button("quiet", () => open(index));
      again.append(richLine("span", question.text), heard(` (${quiz.l10n[how]})`));
      return el(
        "li",
        { class: `is-${how}` },
        icon({ right: "check", partly: "circleDot", wrong: "cross" }[how] as "check"),
        again,
      );
    }),
  );
}
