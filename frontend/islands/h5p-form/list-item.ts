/** One item of a list: its name, its buttons, and its fields, drawn when it opens. */
import { h } from "./dom";
import type { Paper } from "./paper";
import type { Drawn, Field, Slot } from "./types";

export type Act = "up" | "down" | "duplicate" | "remove";

const ICONS: Record<Act, string> = { up: "arrow-up", down: "arrow-down", duplicate: "copy", remove: "trash-2" };
const FOLDED = new Set(["group", "library", "list"]);

interface Ways {
  draw(held: Slot): Drawn;
  changed(): void;
  act(act: Act): void;
}

export class Item {
  readonly element: HTMLLIElement;
  private readonly buttons = new Map<Act, HTMLButtonElement>();
  private readonly name: HTMLElement;
  private readonly body: HTMLElement;
  private drawn: Drawn | null = null;
  /** Whether its fields are folded under its name; a lone field needs no folding. */
  readonly isFolded: boolean;

  constructor(
    public value: unknown,
    field: Field | undefined,
    private readonly paper: Paper,
    private readonly ways: Ways,
  ) {
    this.body = h("div", { class: "h5p-item-body stack", id: paper.id() });
    this.isFolded = FOLDED.has(field?.type ?? "");
    this.name = this.isFolded
      ? h("button", { type: "button", class: "h5p-item-name", "aria-expanded": "false", "aria-controls": this.body.id })
      : h("span", { class: "h5p-item-name" });
    this.name.id = paper.id();
    const acts = h("span", { class: "h5p-item-acts" });
    for (const act of Object.keys(ICONS) as Act[]) {
      const button = h("button", { type: "button", class: "btn small quiet icon-only" }, paper.icon(ICONS[act]));
      button.addEventListener("click", () => ways.act(act));
      this.buttons.set(act, button);
      acts.append(button);
    }
    const head = h("div", { class: "h5p-item-head" }, this.name, acts);
    this.element = h("li", { class: "h5p-item" }, h("div", { role: "group", "aria-labelledby": this.name.id }, head, this.body));
    if (this.isFolded) {
      this.body.hidden = true;
      this.name.addEventListener("click", () => (this.body.hidden ? this.open() : this.fold()));
    }
  }

  /** Draw the fields, the first time, and show them. */
  open(): void {
    this.drawn ??= this.draw();
    this.body.hidden = false;
    if (this.name.hasAttribute("aria-expanded")) this.name.setAttribute("aria-expanded", "true");
  }

  private fold(): void {
    this.body.hidden = true;
    this.name.setAttribute("aria-expanded", "false");
  }

  private draw(): Drawn {
    const held: Slot = {
      get: () => this.value,
      set: (value) => {
        this.value = value;
        this.ways.changed();
      },
    };
    const drawn = this.ways.draw(held);
    this.body.append(drawn.element);
    return drawn;
  }

  /** Say its name, and what its buttons do to it. */
  rename(name: string, isFirst: boolean, isLast: boolean, isFull: boolean): void {
    if (this.name.textContent !== name) this.name.textContent = name;
    for (const [act, button] of this.buttons) {
      const label = this.paper.word("actOn", { act: this.paper.word(act), name });
      if (button.getAttribute("aria-label") === label) continue;
      button.setAttribute("aria-label", label);
      button.title = this.paper.word(act);
    }
    this.buttons.get("up")!.disabled = isFirst;
    this.buttons.get("down")!.disabled = isLast;
    this.buttons.get("duplicate")!.disabled = isFull;
  }

  /** Give the focus back to the button just used, or to the other way when it has come to the end. */
  focusAct(act: Act): void {
    const button = this.buttons.get(act)!;
    const other = this.buttons.get(act === "up" ? "down" : "up")!;
    (button.disabled ? other : button).focus();
  }

  async focusFirst(): Promise<void> {
    const inside = this.body.querySelector<HTMLElement>("input, select, textarea, [contenteditable], button");
    if (inside) inside.focus();
    else (await this.reveal([]))?.focus();
  }

  reveal(path: string[]): Promise<HTMLElement | null> {
    this.open();
    return this.drawn!.reveal(path);
  }
}
