/** Small ways to build elements: attributes by name, text and nodes inside. */

type Attributes = Record<string, string | number | boolean | undefined>;

/** Make an element; `true` writes an empty attribute, `false` and `undefined` none. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...inside);
  return element;
}

export function option(label: string, value: string): HTMLOptionElement {
  return h("option", { value }, label);
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite: decoration, the word stands next to it or is the button's name. */
export function icon(sprite: string, name: string): SVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  drawing.append(use);
  return drawing;
}

/** Fill the {places} of a sentence. */
export function fill(sentence: string, places: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

export interface Disclosure {
  element: HTMLDetailsElement;
  open(): void;
}

/** A <details> whose inside is drawn the first time it opens: a large content stays light. */
export function disclosure(title: string, draw: (inside: HTMLElement) => void, isOpen = false): Disclosure {
  const inside = h("div", { class: "stack" });
  const element = h("details", { class: "h5p-more" }, h("summary", {}, title), inside);
  let isDrawn = false;
  const drawOnce = () => {
    if (isDrawn) return;
    isDrawn = true;
    draw(inside);
  };
  const open = () => {
    drawOnce();
    element.open = true;
  };
  element.addEventListener("toggle", () => {
    if (element.open) drawOnce();
  });
  if (isOpen) open();
  return { element, open };
}
