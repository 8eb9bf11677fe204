/** Lists: items to add, duplicate, move and remove, by buttons that say what they do to what. */
import { drawField } from "./fields";
import { h } from "./dom";
import { drawBareGroup } from "./group-field";
import { nameOf, notes, optionalMark } from "./frame";
import { Item, type Act } from "./list-item";
import type { Paper } from "./paper";
import { isFlat, type Drawn, type Field, type Place, type Scope, type Slot } from "./types";
import { duplicated, excerpt, initialItem } from "./values";

export function drawList(field: Field, slot: Slot, place: Place, scope: Scope, paper: Paper): Drawn {
  const inner = field.field;
  const around: Scope = { find: () => undefined, around: scope };
  const entity = field.entity || (inner ? nameOf(inner) : "") || paper.word("item");
  const kept = slot.get();
  const items: Item[] = [];
  const rows = h("ol", { class: "h5p-items", role: "list" });
  const none = h("p", { class: "soft small" }, paper.word("empty"));
  const add = h("button", { type: "button", class: "btn small" }, paper.icon("plus"), ` ${paper.word("add", { entity })}`);
  const full = h("p", { class: "hint", hidden: true }, field.max ? paper.word("atMostItems", { n: field.max }) : "");
  const element = h("fieldset", { class: "h5p-list stack" });
  const { hint, error } = notes(field, place, paper, element);
  element.append(
    h("legend", {}, nameOf(field), optionalMark(field, paper)),
    ...(hint ? [hint] : []), none, rows, error, h("p", {}, add), full,
  );

  const write = () => slot.set(items.map((item) => item.value));
  const capital = entity.charAt(0).toUpperCase() + entity.slice(1);
  const called = (item: Item) => {
    const words = inner ? excerpt(item.value, inner) : "";
    return `${capital} ${items.indexOf(item) + 1}${words ? ` : ${words}` : ""}`;
  };
  const tidy = () => {
    none.hidden = items.length > 0;
    const isFull = field.max !== undefined && items.length >= field.max;
    add.disabled = isFull;
    full.hidden = !isFull;
    items.forEach((item, rank) => item.rename(called(item), rank === 0, rank === items.length - 1, isFull));
  };

  const make = (value: unknown): Item => {
    const item: Item = new Item(value, inner, paper, {
      draw: (held) => {
        const itemPlace = () => `${place()}/${items.indexOf(item)}`;
        const draw = inner!.type === "group" && !isFlat(inner!) ? drawBareGroup : drawField;
        return draw(inner!, held, itemPlace, around, paper);
      },
      changed: write,
      act: (act) => acts[act](item),
    });
    return item;
  };

  const insert = (item: Item, rank: number) => {
    items.splice(rank, 0, item);
    rows.insertBefore(item.element, rows.children[rank] ?? null);
    write();
    tidy();
    const wasMaking = paper.isMaking;
    paper.isMaking = true;
    item.open();
    paper.isMaking = wasMaking;
    void item.focusFirst();
  };
  const move = (item: Item, by: number, act: Act) => {
    const rank = items.indexOf(item);
    items.splice(rank, 1);
    items.splice(rank + by, 0, item);
    rows.insertBefore(item.element, rows.children[rank + by + (by > 0 ? 1 : 0)] ?? null);
    write();
    tidy();
    item.focusAct(act);
    paper.announce(paper.word("moved", { name: called(item), n: rank + by + 1, total: items.length }));
  };
  const acts: Record<Act, (item: Item) => void> = {
    up: (item) => move(item, -1, "up"),
    down: (item) => move(item, 1, "down"),
    duplicate: (item) => {
      const rank = items.indexOf(item) + 1;
      const name = called(item);
      insert(make(duplicated(item.value)), rank);
      paper.announce(paper.word("duplicated", { name, n: rank + 1 }));
    },
    remove: (item) => {
      const rank = items.indexOf(item);
      const name = called(item);
      items.splice(rank, 1);
      paper.forget(item.element);
      item.element.remove();
      write();
      tidy();
      const next = items[Math.min(rank, items.length - 1)];
      if (next) next.focusAct("remove");
      else add.focus();
      paper.announce(paper.word("removed", { name }));
    },
  };
  add.addEventListener("click", () => {
    const item = make(initialItem(field));
    insert(item, items.length);
    paper.announce(paper.word("added", { name: called(item) }));
  });

  if (inner) {
    items.push(...(Array.isArray(kept) ? kept : []).map(make));
    rows.append(...items.map((item) => item.element));
    paper.watch(rows, tidy);
    for (const item of items) if (!item.isFolded || items.length === 1) item.open();
  }
  return {
    element,
    reveal: ([rank, ...rest]) => {
      const item = rank === undefined ? undefined : items[Number(rank)];
      return item ? item.reveal(rest) : Promise.resolve(add);
    },
  };
}
