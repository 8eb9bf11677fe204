/**
 * A signature drawn with a finger, a pen or a mouse (`components/signature_pad.html`).
 *
 * Inside the root: `svg[data-pad]` of 600 × 200 with `path[data-ink]`, the hidden input
 * `[data-strokes]` that is sent as SVG path data, the buttons `[data-undo]` and `[data-clear]`,
 * `[data-empty]` (shown until something is drawn), and `[data-heard]` where what was done is said
 * in the words of `template[data-words=drawn]` and `template[data-words=cleared]`.
 *
 * The root sends a bubbling `signature:changed` after each change, and empties itself when it
 * receives `signature:clear`: a device passed around uses the same pad for everybody.
 */
import type { Cleanup } from "./mount";
import { asPath, fromPath, HIGH, inkOf, type Point, type Stroke, WIDE } from "./strokes";

export function signaturePad(root: HTMLElement): Cleanup {
  const pad = root.querySelector<SVGSVGElement>("svg[data-pad]");
  const ink = root.querySelector<SVGPathElement>("path[data-ink]");
  const held = root.querySelector<HTMLInputElement>("input[data-strokes]");
  const undo = root.querySelector<HTMLButtonElement>("button[data-undo]");
  const clear = root.querySelector<HTMLButtonElement>("button[data-clear]");
  if (!pad || !ink || !held || !undo || !clear) throw new Error("signature-pad: parts");
  // A form that comes back refused still holds what was drawn.
  let strokes: Stroke[] = fromPath(held.value);
  let current: Point[] = [];
  let drawing: number | null = null;

  const show = () => {
    const isEmpty = strokes.length === 0 && current.length === 0;
    // Under the hand nothing is computed again: the ink must follow at once.
    ink.setAttribute("d", `${held.value} ${inkOf(current)}`.trim());
    root.querySelector("[data-empty]")?.toggleAttribute("hidden", !isEmpty);
    undo.disabled = clear.disabled = strokes.length === 0;
  };
  const say = (what: "drawn" | "cleared") => {
    const place = root.querySelector("[data-heard]");
    const words = root.querySelector<HTMLTemplateElement>(`template[data-words=${what}]`);
    if (place) place.textContent = words?.content.textContent ?? "";
  };
  const change = (to: Stroke[]) => {
    strokes = to;
    held.value = asPath(strokes);
    show();
    say(strokes.length ? "drawn" : "cleared");
    root.dispatchEvent(new CustomEvent("signature:changed", { bubbles: true }));
  };

  const onDown = (event: PointerEvent) => {
    if (drawing !== null || event.button !== 0) return;
    event.preventDefault();
    drawing = event.pointerId;
    pad.setPointerCapture(event.pointerId);
    current = [at(pad, event)];
    show();
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== drawing) return;
    // The browser groups what the hand did between two pictures: all of it makes a smooth line.
    const between = event.getCoalescedEvents?.() ?? [];
    current.push(...(between.length ? between : [event]).map((moved) => at(pad, moved)));
    show();
  };
  const onUp = (event: PointerEvent) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    const made = current;
    current = [];
    change([...strokes, made]);
  };
  const onUndo = () => {
    change(strokes.slice(0, -1));
    if (undo.disabled) pad.focus();
  };
  const onClear = () => {
    change([]);
    pad.focus();
  };
  const onEmpty = () => change([]);

  const heard: [EventTarget, string, EventListener][] = [
    [pad, "pointerdown", onDown as EventListener],
    [pad, "pointermove", onMove as EventListener],
    [pad, "pointerup", onUp as EventListener],
    [pad, "pointercancel", onUp as EventListener],
    [undo, "click", onUndo],
    [clear, "click", onClear],
    [root, "signature:clear", onEmpty],
  ];
  for (const [target, name, listener] of heard) target.addEventListener(name, listener);
  // Whoever cannot draw unfolds the other way; without this script it is unfolded from the start.
  const typed = root.querySelector<HTMLDetailsElement>("details[data-typed]");
  const name = typed?.querySelector("input");
  if (typed && !name?.value) typed.open = false;
  show();
  return () => {
    for (const [target, called, listener] of heard) target.removeEventListener(called, listener);
  };
}

function at(pad: SVGSVGElement, event: PointerEvent): Point {
  const box = pad.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * WIDE,
    y: ((event.clientY - box.top) / box.height) * HIGH,
  };
}
