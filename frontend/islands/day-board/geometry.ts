/** Minutes, pixels and columns: where a card goes when it is held. Pure. */

export const STEP = 5;
const DAY = 24 * 60;

/** The nearest multiple of five minutes. */
export function snap(minutes: number): number {
  return Math.round(minutes / STEP) * STEP;
}

/** Minutes for a distance on the board, whose step of five minutes is `slot` pixels high. */
export function minutesOf(pixels: number, slot: number): number {
  return snap((pixels / slot) * STEP);
}

export type Span = { starts: number; minutes: number };

/** The span moved by some minutes, kept between two hours of the board. */
export function shift(span: Span, by: number, opens = 0, closes = DAY): Span {
  const last = Math.max(opens, closes - span.minutes);
  return { ...span, starts: Math.min(Math.max(span.starts + by, opens), last) };
}

/** The span made longer or shorter, five minutes at least, kept within the day. */
export function stretch(span: Span, by: number, closes = DAY): Span {
  const most = Math.max(STEP, closes - span.starts);
  return { ...span, minutes: Math.min(Math.max(span.minutes + by, STEP), most) };
}

/** The position of the column under `x`, or the nearest one. */
export function columnAt(x: number, columns: { left: number; right: number }[]): number {
  const far = columns.map(({ left, right }) => Math.max(left - x, x - right, 0));
  return far.indexOf(Math.min(...far));
}

/** 545 → "09:05", as forms send times. */
export function machineTime(minute: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** 545 → "9 h 05" in French, "9:05" otherwise: the shape of the `heure` filter. */
export function hourInWords(minute: number, lang: string): string {
  const hour = Math.floor(minute / 60) % 24;
  const minutes = String(minute % 60).padStart(2, "0");
  return lang.startsWith("fr") ? `${hour}\u00a0h\u00a0${minutes}` : `${hour}:${minutes}`;
}
