/** The cards and the places on screen. */
import { button, el, heard, uniqueId } from "../../shared/dom";
import { icon, PHASE_ICONS } from "../../shared/icons";
import { fill } from "../../shared/text";
import { draggable } from "./drag";
import type { Category, Sort } from "./model";
import type { Place, State } from "./state";

export interface Acts {
  move(card: number, to: Place, byKeyboard: boolean): void;
}

/** Name of a place, said and shown. */
export function placeName(sort: Sort, place: Place): string {
  return (place === null ? sort.l10n.pool : sort.categories[place]?.title) ?? "";
}

/** A category with the cards it holds. */
export function categoryView(sort: Sort, state: State, place: number, acts: Acts): HTMLElement {
  const { title, description, look } = sort.categories[place] as Category;
  const id = uniqueId("place");
  const cards = state.order.filter((card) => state.places[card] === place);
  return el(
    "section",
    { class: `rez-place rez-category look-${look}`, "data-place": place, "aria-labelledby": id },
    el(
      "div",
      { class: "rez-placehead" },
      el("p", { class: "rez-placename", id }, look in PHASE_ICONS && icon(PHASE_ICONS[look] ?? "check"), title),
      description && el("p", { class: "rez-hint" }, description),
    ),
    cards.length > 0
      ? el("ul", { class: "rez-cards" }, ...cards.map((card) => cardView(sort, state, card, acts)))
      : el("p", { class: "rez-empty" }, sort.l10n.empty),
  );
}

/** The cards that are still to sort. */
export function poolView(sort: Sort, state: State, acts: Acts): HTMLElement {
  const id = uniqueId("pool");
  const cards = state.order.filter((card) => state.places[card] === null);
  return el(
    "section",
    { class: "rez-place rez-pool", "data-place": "pool", "aria-labelledby": id },
    el(
      "div",
      { class: "rez-placehead" },
      el("p", { class: "rez-placename", id }, sort.l10n.pool),
      el("p", { class: "rez-hint" }, cards.length > 0
        ? `${fill(sort.l10n.left ?? "", { count: cards.length })}. ${sort.l10n.how}`
        : sort.l10n.allSorted),
    ),
    cards.length > 0 && el("ul", { class: "rez-cards" }, ...cards.map((card) => cardView(sort, state, card, acts))),
  );
}

function cardView(sort: Sort, state: State, index: number, acts: Acts): HTMLElement {
  const card = sort.cards[index] as Sort["cards"][number];
  const words = el(
    "div",
    { class: "rez-cardwords" },
    el("p", { class: "rez-cardname" }, card.title),
    card.detail && el("p", { class: "rez-hint" }, card.detail),
  );
  if (state.checked) return checkedCard(sort, state, index, words);
  const handle = el("span", { class: "rez-handle" }, icon("grip"));
  const item = el("li", { class: "rez-card", "data-card": index }, handle, words, mover(sort, state, index, acts));
  draggable({
    card: item,
    handle,
    placeAt: (x, y) => document.elementsFromPoint(x, y)
      .filter((element) => !item.contains(element))
      .map((element) => element.closest<HTMLElement>(".rez-place"))
      .find((place) => place && place.closest(".rez-sort") === item.closest(".rez-sort")) ?? null,
    drop(place) {
      const name = place.dataset.place;
      const to = name === "pool" ? null : Number(name);
      if (to !== state.places[index]) acts.move(index, to, false);
    },
  });
  return item;
}

/** « Move to »: a button that opens the list of places inside the card. */
function mover(sort: Sort, state: State, index: number, acts: Acts): HTMLElement {
  const name = sort.cards[index]?.title ?? "";
  const here = state.places[index] ?? null;
  const id = uniqueId("menu");
  const targets: Place[] = [...sort.categories.keys(), ...(here === null ? [] : [null])];
  const choices = el(
    "div",
    { class: "rez-menu", id, hidden: true },
    ...targets.filter((target) => target !== here).map((target) => {
      const look = target === null ? "plain" : (sort.categories[target]?.look ?? "plain");
      const choice = button(
        "quiet", () => acts.move(index, target, true),
        look in PHASE_ICONS && icon(PHASE_ICONS[look] ?? "check"),
        target === null ? sort.l10n.backToPool : placeName(sort, target),
      );
      choice.classList.add(`look-${look}`);
      return choice;
    }),
  );
  const open = button("plain", () => toggle(Boolean(choices.hidden)), el("span", {}, sort.l10n.move), icon("chevronDown"));
  open.classList.add("rez-open");
  open.setAttribute("aria-label", fill(sort.l10n.moveCard ?? "", { card: name }));
  open.setAttribute("aria-controls", id);
  function toggle(show: boolean): void {
    choices.hidden = !show;
    open.setAttribute("aria-expanded", String(show));
    if (show) choices.querySelector("button")?.focus();
  }
  open.setAttribute("aria-expanded", "false");
  return el("div", {
    class: "rez-mover",
    keydown: (event: KeyboardEvent) => {
      if (event.key !== "Escape" || choices.hidden) return;
      event.stopPropagation();
      toggle(false);
      open.focus();
    },
  }, open, choices);
}

function checkedCard(sort: Sort, state: State, index: number, words: HTMLElement): HTMLElement {
  const card = sort.cards[index] as Sort["cards"][number];
  const right = state.places[index] === card.home;
  const { l10n, behaviour } = sort;
  const told = right || behaviour.showSolutions;
  return el(
    "li",
    { class: `rez-card is-checked ${right ? "is-right" : "is-wrong"}`, "data-card": index },
    el("span", { class: "rez-handle" }, icon(right ? "check" : "cross"), heard((right ? l10n.right : l10n.wrong) ?? "")),
    words,
    el(
      "div",
      { class: "rez-cardnote" },
      !right && behaviour.showSolutions && el("p", { class: "rez-rather" }, fill(l10n.rather ?? "", { place: placeName(sort, card.home) })),
      told && card.feedback && el("p", {}, card.feedback),
    ),
  );
}
