/** Reenchantez.JourneyMap: fill in a journey, add a step, say when it is finished. */
import { announcer, button, el, introduction } from "../../shared/dom";
import { icon } from "../../shared/icons";
import { type Content, type Extras, type Host, register } from "../../shared/runtime";
import { fill } from "../../shared/text";
import "../style.css";
import { gridView, grow } from "./grid-view";
import { MAX_STEPS, readGrid } from "./model";
import { emptyColumn, filled, freshState, isUntouched, missing, restoreState, type State } from "./state";
import { aboutGrid, response, stepTitle } from "./statements";

/** Room for the names of the rows and for a column one can write in; beyond four, a table scrolls. */
const MARGIN = 150;
const COLUMN = 140;
const COLUMNS_SEEN = 4;

function create(host: Host, params: unknown, extras: Extras): Content {
  const grid = readGrid(params);
  const { l10n, behaviour } = grid;
  const title = extras.metadata?.title ?? "Journey map";
  let state: State = restoreState(grid, extras.previousState);
  let keep = extras.previousState !== undefined;
  let told = response(grid, state);
  let since = Date.now();

  const place = el("div", { class: "rez-scroll" });
  const tally = el("p", { class: "rez-tally" });
  const message = el("div", { class: "rez-message" });
  const { region, say } = announcer();
  const add = button("plain", addStep, icon("plus"), l10n.addStep);
  const finish = button("primary", end);
  const root = el(
    "div",
    { class: "rez rez-journey" },
    el("div", { class: "rez-stage" }, introduction(grid.introduction), place, message, el("div", { class: "rez-actions" }, finish, add, tally)),
    region,
  );

  function show(): void {
    place.replaceChildren(gridView(grid, state, { write, leave, rename, remove }));
    add.hidden = !behaviour.addSteps || state.cells.length >= MAX_STEPS;
    count();
    fit();
  }

  function count(): void {
    tally.textContent = fill(l10n.filled ?? "", { count: filled(state), minimum: behaviour.minimum });
    finish.replaceChildren((state.finished ? l10n.finishAgain : l10n.finish) ?? "");
    finish.hidden = state.finished && !state.changed;
  }

  /** A table when there is room to write in its columns, a list otherwise. */
  function fit(): void {
    const map = place.firstElementChild;
    map?.classList.toggle("is-table", root.clientWidth >= MARGIN + COLUMN * Math.min(COLUMNS_SEEN, state.cells.length));
    for (const area of place.querySelectorAll("textarea")) grow(area);
  }

  function touch(): void {
    keep = true;
    if (state.finished && !state.changed) {
      state.changed = true;
      tell("changed", l10n.changed ?? "");
    }
    count();
  }

  function write(step: number, row: number, text: string): void {
    const column = state.cells[step];
    if (column) column[row] = text;
    touch();
  }

  function rename(step: number, name: string): void {
    state.added[step - grid.steps.length] = name;
    touch();
  }

  /** Said when a person leaves a cell, and only if it says something new. */
  function leave(): void {
    const now = response(grid, state);
    if (now === told) return;
    told = now;
    host.trigger(event("interacted"));
  }

  function addStep(): void {
    state.added.push("");
    state.cells.push(emptyColumn(grid));
    touch();
    show();
    say(l10n.stepAdded ?? "");
    place.querySelector<HTMLElement>(".rez-step:last-child input")?.focus();
  }

  function remove(step: number): void {
    const own = step - grid.steps.length;
    const name = stepTitle(grid, state, step);
    const before = { label: state.added[own] ?? "", column: state.cells[step] ?? [] };
    state.added.splice(own, 1);
    state.cells.splice(step, 1);
    touch();
    show();
    const undo = button("quiet", () => {
      state.added.splice(own, 0, before.label);
      state.cells.splice(step, 0, before.column);
      show();
      message.replaceChildren();
      place.querySelectorAll<HTMLElement>(".rez-step")[step]?.querySelector("input")?.focus();
    }, l10n.undo);
    tell("plain", fill(l10n.stepRemoved ?? "", { step: name }), undo);
    undo.focus();
  }

  function end(): void {
    const left = missing(grid, state);
    if (left > 0) {
      tell("missing", fill(l10n.missing ?? "", { count: left }));
      const empty = [...place.querySelectorAll("textarea")].find((area) => area.value.trim() === "");
      empty?.focus();
      return;
    }
    state.seconds += (Date.now() - since) / 1000;
    since = Date.now();
    state.finished = true;
    state.changed = false;
    keep = true;
    told = response(grid, state);
    host.trigger(event("completed"));
    count();
    tell("done", l10n.done ?? "");
    message.querySelector<HTMLElement>("[tabindex]")?.focus();
  }

  function tell(tone: string, sentence: string, act?: HTMLElement): void {
    message.replaceChildren(el(
      "div",
      { class: `rez-told is-${tone}`, tabindex: "-1" },
      tone === "done" && icon("check"),
      el("p", {}, sentence),
      act,
    ));
    say(sentence);
  }

  function event(verb: string) {
    const statement = host.createXAPIEventTemplate(verb);
    aboutGrid(statement.data.statement, grid, state, title);
    return statement;
  }

  show();
  if (state.finished) tell(state.changed ? "changed" : "done", (state.changed ? l10n.changed : l10n.done) ?? "");
  let width = 0;
  new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    fit();
  }).observe(root);

  return {
    root,
    contract: {
      getAnswerGiven: () => filled(state) > 0,
      getScore: () => (state.finished ? 1 : 0),
      getMaxScore: () => 1,
      showSolutions: () => tell("plain", l10n.solutions ?? ""),
      resetTask() {
        state = freshState(grid);
        told = "";
        message.replaceChildren();
        show();
      },
      getCurrentState: () => (!keep && isUntouched(state) ? undefined : structuredClone(state)),
      getXAPIData: () => ({ statement: event("completed").data.statement }),
      getTitle: () => title,
    },
  };
}

register("JourneyMap", create);
