/** The grid on screen: one list of steps, laid out as a table when there is room. */
import { button, el, uniqueId } from "../../shared/dom";
import { icon, type IconName } from "../../shared/icons";
import { fill } from "../../shared/text";
import type { Grid, Row } from "./model";
import type { State } from "./state";
import { stepTitle } from "./statements";

const ROW_ICONS: Record<Row["icon"], IconName> = {
  note: "pencil", seen: "eye", heard: "ear", felt: "heart", blocked: "construction", idea: "lightbulb",
};

export interface Acts {
  write(step: number, row: number, text: string): void;
  leave(): void;
  rename(step: number, name: string): void;
  remove(step: number): void;
}

/** Every step with its cells, and the names of the rows once for a wide page. */
export function gridView(grid: Grid, state: State, acts: Acts): HTMLElement {
  const map = el(
    "div",
    { class: "rez-map", role: "list", "aria-label": grid.l10n.map },
    rowHeads(grid),
    ...state.cells.map((_, step) => stepView(grid, state, step, acts)),
  );
  map.style.setProperty("--steps", String(state.cells.length));
  map.style.setProperty("--rows", String(grid.rows.length));
  return map;
}

/** The names of the rows in the margin; each cell says its own to those who listen. */
function rowHeads(grid: Grid): HTMLElement {
  return el(
    "div",
    { class: "rez-rowheads", "aria-hidden": "true" },
    el("div", { class: "rez-corner" }),
    ...grid.rows.map((row) => el(
      "div",
      { class: `rez-rowhead is-${row.icon}` },
      el("p", { class: "rez-rowname" }, icon(ROW_ICONS[row.icon]), el("span", {}, row.title)),
      row.hint && el("p", { class: "rez-hint" }, row.hint),
    )),
  );
}

function stepView(grid: Grid, state: State, step: number, acts: Acts): HTMLElement {
  const title = stepTitle(grid, state, step);
  return el(
    "div",
    { class: "rez-step", role: "listitem" },
    el("div", { class: "rez-stephead" }, el("span", { class: "rez-dot", "aria-hidden": "true" }, String(step + 1)), ...stepName(grid, state, step, acts)),
    ...grid.rows.map((row, index) => cell(grid, row, title, state.cells[step]?.[index] ?? "", {
      write: (text) => acts.write(step, index, text),
      leave: () => acts.leave(),
    })),
  );
}

function stepName(grid: Grid, state: State, step: number, acts: Acts): HTMLElement[] {
  const title = stepTitle(grid, state, step);
  const own = step - grid.steps.length;
  if (own < 0) {
    const hint = grid.steps[step]?.hint;
    return [el("div", {}, el("p", { class: "rez-stepname" }, title), hint ? el("p", { class: "rez-hint" }, hint) : null)];
  }
  const id = uniqueId("step");
  const input = el("input", {
    id, type: "text", class: "rez-input", maxlength: 60, value: state.added[own] ?? "", placeholder: title,
    input: () => {
      acts.rename(step, input.value);
      const areas = input.closest(".rez-step")?.querySelectorAll("textarea") ?? [];
      areas.forEach((area, row) => area.setAttribute("aria-label", cellName(stepTitle(grid, state, step), grid.rows[row])));
    },
    change: () => acts.leave(),
  });
  const remove = button("quiet", () => acts.remove(step), icon("trash"));
  remove.setAttribute("aria-label", fill(grid.l10n.removeStep ?? "", { step: title }));
  remove.classList.add("rez-remove");
  return [
    el("div", { class: "rez-ownname" }, el("label", { for: id, class: "rez-hint" }, grid.l10n.stepName), input),
    remove,
  ];
}

function cell(
  grid: Grid,
  row: Row,
  step: string,
  text: string,
  acts: { write(text: string): void; leave(): void },
): HTMLElement {
  const id = uniqueId("cell");
  const area = el("textarea", {
    id,
    class: "rez-input",
    rows: 2,
    maxlength: grid.behaviour.maxLength,
    placeholder: row.hint || " ", // also lets the style sheet know a cell that holds words
    "aria-label": cellName(step, row),
    input: () => { acts.write(area.value); grow(area); },
    change: () => acts.leave(),
  });
  area.value = text;
  return el(
    "div",
    { class: `rez-cell is-${row.icon}` },
    el("label", { for: id, class: "rez-rowname", "aria-hidden": "true" }, icon(ROW_ICONS[row.icon]), el("span", {}, row.title)),
    area,
  );
}

function cellName(step: string, row: Row | undefined): string {
  return [step, row?.title, row?.hint].filter(Boolean).join(", ");
}

/** Let a cell be as high as its words. */
export function grow(area: HTMLTextAreaElement): void {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
