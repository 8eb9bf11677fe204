/** Reenchantez.CardSort: put each card where it belongs, check, move the misplaced ones. */
import { announcer, button, el, focusOn, heard, introduction } from "../../shared/dom";
import { icon, stroke } from "../../shared/icons";
import { type Content, type Extras, type Host, register } from "../../shared/runtime";
import { fill } from "../../shared/text";
import "../style.css";
import { readSort } from "./model";
import { freshState, left, type Place, restoreState, score, type State, withoutMistakes } from "./state";
import { aboutSort } from "./statements";
import { categoryView, placeName, poolView } from "./views";

function create(host: Host, params: unknown, extras: Extras): Content {
  const sort = readSort(params);
  const { l10n, behaviour } = sort;
  const title = extras.metadata?.title ?? "Card sort";
  const max = sort.cards.length;
  let state: State = restoreState(sort, extras.previousState);
  let keep = extras.previousState !== undefined;
  let since = Date.now();

  const stage = el("div", { class: "rez-stage" });
  const { region, say } = announcer();
  const root = el("div", { class: "rez rez-sort" }, stage, region);

  function show(): void {
    const acts = { move };
    stage.replaceChildren(...[
      introduction(sort.introduction),
      state.checked ? result() : poolView(sort, state, acts),
      el("div", { class: "rez-places" }, ...sort.categories.map((_, place) => categoryView(sort, state, place, acts))),
      el("div", { class: "rez-actions" }, ...actions()),
    ].filter((part) => part !== null));
  }

  function actions(): HTMLElement[] {
    if (!state.checked) return [button("primary", check, l10n.check)];
    if (!behaviour.enableRetry) return [];
    const again = button("plain", () => restart(freshState(sort)), icon("retry"), l10n.retry);
    if (score(sort, state) === max) return [again];
    return [button("primary", () => restart(withoutMistakes(sort, state)), l10n.correct), again];
  }

  function move(card: number, to: Place, byKeyboard: boolean): void {
    const from = state.places[card];
    state.places[card] = to;
    keep = true;
    host.trigger(event("interacted"));
    show();
    say(fill(l10n.moved ?? "", {
      card: sort.cards[card]?.title ?? "", place: placeName(sort, to), count: left(state),
    }));
    if (byKeyboard) nextFocus(card, from === null);
  }

  /** After a card left the pool, the next one to sort; otherwise the card itself. */
  function nextFocus(card: number, leftPool: boolean): void {
    const opener = (selector: string) => stage.querySelector<HTMLElement>(`${selector} .rez-open`);
    const next = leftPool
      ? (opener(".rez-pool") ?? stage.querySelector<HTMLElement>(".rez-actions button"))
      : opener(`[data-card="${card}"]`);
    next?.focus();
  }

  function check(): void {
    if (left(state) > 0) {
      const sentence = fill(l10n.sortFirst ?? "", { count: left(state) });
      say(sentence);
      stage.querySelector(".rez-warning")?.remove();
      stage.querySelector(".rez-actions")?.append(el("p", { class: "rez-warning" }, sentence));
      return;
    }
    state.seconds += (Date.now() - since) / 1000;
    since = Date.now();
    state.checked = true;
    keep = true;
    host.trigger(event("answered"));
    show();
    const figure = stage.querySelector<HTMLElement>("[data-focus]");
    if (figure) focusOn(figure);
  }

  function result(): HTMLElement {
    const points = score(sort, state);
    return el(
      "div",
      { class: "rez-result" },
      el("p", { class: "rez-eyebrow" }, l10n.result),
      el(
        "p",
        { class: "rez-figure", "data-focus": true },
        el("span", { "aria-hidden": "true" }, el("b", {}, String(points), stroke()), ` / ${max}`),
        heard(fill(l10n.points ?? "", { score: points, max })),
      ),
    );
  }

  function restart(next: State): void {
    state = next;
    since = Date.now();
    keep = true;
    show();
    stage.querySelector<HTMLElement>(".rez-pool .rez-open")?.focus();
  }

  function event(verb: string) {
    const made = host.createXAPIEventTemplate(verb);
    aboutSort(made.data.statement, sort, state, title);
    return made;
  }

  show();
  return {
    root,
    contract: {
      getAnswerGiven: () => left(state) < max,
      getScore: () => score(sort, state),
      getMaxScore: () => max,
      showSolutions() {
        state = { ...state, places: sort.cards.map((card, index) => state.places[index] ?? card.home), checked: true };
        show();
      },
      resetTask() {
        state = freshState(sort);
        show();
      },
      getCurrentState: () => (!keep && left(state) === max ? undefined : structuredClone(state)),
      getXAPIData: () => ({ statement: event("answered").data.statement }),
      getTitle: () => title,
    },
  };
}

register("CardSort", create);
