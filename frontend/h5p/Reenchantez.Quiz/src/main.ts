/** Reenchantez.Quiz: the questions one at a time, then the result. */
import { announcer, button, el, focusOn, heard, introduction } from "../../shared/dom";
import { icon, stroke } from "../../shared/icons";
import { type Content, type Extras, type Host, register, type XAPIData } from "../../shared/runtime";
import { fill } from "../../shared/text";
import "../style.css";
import { readQuiz } from "./model";
import { position, questionFields, questionResult, review } from "./question-view";
import { commentFor, maxTotal, total, verdict } from "./scoring";
import { freshState, isUntouched, restoreState, type State } from "./state";
import { aboutQuestion, aboutQuiz } from "./statements";

function create(host: Host, params: unknown, extras: Extras): Content {
  const quiz = readQuiz(params);
  const { l10n, behaviour } = quiz;
  const last = quiz.questions.length;
  let state: State = restoreState(quiz, extras.previousState);
  let keep = extras.previousState !== undefined;
  let shownSince = Date.now();
  let resultSeen = state.at === last;

  const stage = el("div", { class: "rez-stage" });
  const { region, say } = announcer();
  const root = el("div", { class: "rez rez-quiz" }, stage, region);

  const score = () => total(quiz, state.answers, state.checked);
  const max = maxTotal(quiz);
  const isOver = () => state.checked.every(Boolean);
  const shown = (index: number, checked: boolean) => ({
    quiz, checked,
    question: quiz.questions[index] as (typeof quiz.questions)[number],
    chosen: state.answers[index] ?? [],
    order: state.orders[index] ?? [],
  });

  function show(at: number, focus = true): void {
    state.at = at;
    shownSince = Date.now();
    stage.replaceChildren(...(at < last ? questionPage(at) : resultPage()));
    if (!focus) return;
    const target = stage.querySelector<HTMLElement>("[data-focus]") ?? stage.querySelector("legend");
    if (target) focusOn(target);
  }

  function questionPage(index: number): HTMLElement[] {
    const checked = state.checked[index] === true;
    const marks = quiz.questions.map((question, other) =>
      state.checked[other] ? verdict(question, state.answers[other] ?? []) : undefined);
    const fields = questionFields(shown(index, checked), (chosen) => {
      state.answers[index] = chosen;
      keep = true;
      host.trigger(host.createXAPIEventTemplate("interacted"));
    });
    const onward = index + 1 < last && !isOver()
      ? button("primary", () => show(index + 1), l10n.next, icon("arrowRight"))
      : button("primary", () => show(last), resultSeen ? l10n.backToResult : l10n.toResult);
    return [
      position(quiz, index, marks),
      index === 0 && !checked ? introduction(quiz.introduction) : null,
      fields,
      checked ? questionResult(shown(index, true)) : null,
      el("div", { class: "rez-actions" }, checked ? onward : button("primary", () => check(index), l10n.check)),
    ].filter((part) => part !== null);
  }

  function check(index: number): void {
    if ((state.answers[index] ?? []).length === 0) {
      say(l10n.chooseFirst ?? "");
      stage.querySelector(".rez-actions")?.replaceChildren(
        button("primary", () => check(index), l10n.check),
        el("p", { class: "rez-warning" }, l10n.chooseFirst),
      );
      stage.querySelector<HTMLElement>("fieldset input")?.focus();
      return;
    }
    state.checked[index] = true;
    state.seconds[index] = (Date.now() - shownSince) / 1000;
    keep = true;
    host.trigger(questionEvent(index));
    // Told with the last answer, not with the result page: whoever leaves in between has finished too.
    if (isOver()) host.trigger(quizEvent());
    show(index);
  }

  function resultPage(): HTMLElement[] {
    resultSeen = true;
    const comment = commentFor(quiz, score(), max);
    const sentence = fill(l10n.points ?? "", { score: score(), max });
    return [
      el(
        "div",
        { class: "rez-result" },
        el("p", { class: "rez-eyebrow" }, l10n.result),
        el(
          "p",
          { class: "rez-figure", "data-focus": true },
          el("span", { "aria-hidden": "true" }, el("b", {}, String(score()), stroke()), ` / ${max}`),
          heard(sentence),
        ),
        comment && el("p", { class: "rez-lead" }, comment),
      ),
      el("p", { class: "rez-subhead" }, l10n.review),
      review(quiz, state.answers, (index) => show(index)),
      behaviour.enableRetry ? el("div", { class: "rez-actions" }, button("plain", restart, icon("retry"), l10n.retry)) : null,
    ].filter((part) => part !== null);
  }

  function reset(focus: boolean): void {
    state = freshState(quiz);
    resultSeen = false;
    show(0, focus);
  }
  function restart(): void {
    keep = true;
    reset(true);
  }

  function questionEvent(index: number) {
    const event = host.createXAPIEventTemplate("answered");
    aboutQuestion(event.data.statement, quiz, state, index);
    return event;
  }

  function quizEvent() {
    const event = host.createXAPIEventTemplate("completed");
    aboutQuiz(event.data.statement, quiz, state);
    return event;
  }

  show(state.at, false);
  return {
    root,
    contract: {
      getAnswerGiven: () => state.answers.some((chosen) => chosen.length > 0),
      getScore: score,
      getMaxScore: () => max,
      showSolutions() {
        stage.replaceChildren(...quiz.questions.flatMap((_, index) => [
          questionFields(shown(index, true), () => undefined),
          questionResult(shown(index, true)),
        ]));
      },
      resetTask: () => reset(false),
      getCurrentState: () => (!keep && isUntouched(state) ? undefined : structuredClone(state)),
      getXAPIData(): XAPIData {
        return {
          statement: quizEvent().data.statement,
          children: quiz.questions.map((_, index) => ({ statement: questionEvent(index).data.statement })),
        };
      },
      getTitle: () => extras.metadata?.title ?? "Quiz",
    },
  };
}

register("Quiz", create);
