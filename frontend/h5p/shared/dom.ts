/** Small makers of page elements. Nothing is ever set as HTML. */
import { decode } from "./text";

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

/** Make an element: strings and numbers are attributes, `true` an empty one, functions listeners. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const LINE = new Set(["STRONG", "B", "EM", "I"]);
const RICH = new Set([...LINE, "P", "BR", "UL", "OL", "LI"]);

/**
 * Show an author's rich text. The server has filtered it; it is rebuilt here from a parsed copy
 * with the few tags we know and no attribute, so that a server that filters badly harms nobody.
 */
export function rich<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  html: string,
  props: Props = {},
): HTMLElementTagNameMap[K] {
  return rebuilt(tag, html, props, RICH);
}

/** The same on one line, for where paragraphs cannot go: legends, buttons. */
export function richLine<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  html: string,
  props: Props = {},
): HTMLElementTagNameMap[K] {
  return rebuilt(tag, html.replace(/<(\/p|br)\b[^>]*>/gi, " ").trim(), props, LINE);
}

function rebuilt<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  html: string,
  props: Props,
  allowed: Set<string>,
): HTMLElementTagNameMap[K] {
  const element = el(tag, props);
  copy(new DOMParser().parseFromString(html, "text/html").body, element, allowed);
  return element;
}

function copy(from: Node, to: Node, allowed: Set<string>): void {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(node.textContent ?? ""));
    else if (node instanceof Element && !["SCRIPT", "STYLE"].includes(node.tagName)) {
      const target = allowed.has(node.tagName) ? to.appendChild(document.createElement(node.tagName)) : to;
      copy(node, target, allowed);
    }
  }
}

/** The introduction of an activity, or nothing. */
export function introduction(html: string): HTMLElement | null {
  return html.trim() ? rich("div", html, { class: "rez-intro rez-prose" }) : null;
}

/** A button; the first child may be an icon. */
export function button(kind: "primary" | "plain" | "quiet", act: () => void, ...children: Child[]): HTMLButtonElement {
  return el("button", { type: "button", class: `rez-btn rez-btn-${kind}`, click: act }, ...children);
}

/** Words only heard. */
export function heard(text: string): HTMLElement {
  return el("span", { class: "rez-heard" }, decode(text));
}

/** A polite live region, and how to speak in it. */
export function announcer(): { region: HTMLElement; say: (sentence: string) => void } {
  const region = el("p", { class: "rez-heard", role: "status" });
  return {
    region,
    say(sentence) {
      region.textContent = "";
      // The same sentence said twice is heard twice only if the region was seen empty in between.
      setTimeout(() => { region.textContent = decode(sentence); }, 60);
    },
  };
}

/** Move the keyboard to something that is not a control (a result just shown). */
export function focusOn(element: HTMLElement): void {
  element.tabIndex = -1;
  element.focus({ preventScroll: false });
}

let count = 0;
/** An id that no other content of the page has. */
export function uniqueId(word: string): string {
  count += 1;
  return `rez-${word}-${count}-${Math.random().toString(36).slice(2, 7)}`;
}
