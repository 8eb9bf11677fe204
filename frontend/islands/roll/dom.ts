/** Parts of the page by name, and its words. */
import type { Words } from "./types";

/** The element `[data-name]` of the root; its absence is a mistake of the template. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-${name}]`);
  if (!found) throw new Error(`roll: no [data-${name}]`);
  return found;
}

/** Fill "{n}" and its like. */
export function fill(sentence: string, places: Record<string, string | number> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

export class Sentences {
  constructor(private readonly words: Words) {}

  say(name: string, places: Record<string, string | number> = {}): string {
    const sentence = this.words[name];
    if (sentence === undefined) throw new Error(`roll: no word ${name}`);
    return fill(sentence, places);
  }

  /** The sentence for `n`: zero has its own where there is one. */
  count(name: string, n: number, places: Record<string, string | number> = {}): string {
    const chosen = n === 0 && this.words[`${name}_none`] !== undefined ? "none" : n < 2 ? "one" : "many";
    return this.say(`${name}_${chosen}`, { n, ...places });
  }
}

/** Put words where they changed only: a screen reader would hear them again. */
export function put(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Clone the first element of a template. */
export function copyOf(template: HTMLTemplateElement): HTMLElement {
  const made = template.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) throw new Error("roll: empty template");
  return made;
}
