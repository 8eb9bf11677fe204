/** A drawn signature as it is kept: SVG path data, integers in a box of 600 × 200. */

export interface Point { readonly x: number; readonly y: number }
export type Stroke = readonly Point[];

export const WIDE = 600;
export const HIGH = 200;
/** The longest drawing that is kept; a longer one is drawn again with fewer points. */
export const LONGEST = 20_000;
const FINEST = 0.5;
/** Initials made of straight lines keep all their points: fewer than this would look like a slip. */
const FEWEST = 5;

/** Return the points with the hand's tremor taken off: each one leans on its neighbours. */
export function smoothed(stroke: Stroke): Stroke {
  return stroke.map((point, i) => {
    const before = stroke[i - 1];
    const after = stroke[i + 1];
    if (!before || !after) return point;
    return { x: (before.x + 2 * point.x + after.x) / 4, y: (before.y + 2 * point.y + after.y) / 4 };
  });
}

function distance(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(point.x - from.x, point.y - from.y);
  return Math.abs(dx * (from.y - point.y) - dy * (from.x - point.x)) / length;
}

/** Return fewer points, none of those taken away being further than `tolerance` from the line. */
export function simplified(stroke: Stroke, tolerance: number): Stroke {
  const [first, last] = [stroke[0], stroke[stroke.length - 1]];
  if (!first || !last || stroke.length < 3) return stroke;
  let [far, furthest] = [0, 0];
  for (let i = 1; i < stroke.length - 1; i++) {
    const away = distance(stroke[i]!, first, last);
    if (away > furthest) [far, furthest] = [i, away];
  }
  if (furthest <= tolerance) return [first, last];
  return [
    ...simplified(stroke.slice(0, far + 1), tolerance).slice(0, -1),
    ...simplified(stroke.slice(far), tolerance),
  ];
}

const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));

/** Return the path data of one stroke just as it is, rounded. */
export function inkOf(stroke: Stroke): string {
  // A dot is a line that goes nowhere: its round ends show.
  const points = stroke.length === 1 ? [stroke[0]!, stroke[0]!] : stroke;
  return points
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"} ${within(x, WIDE)} ${within(y, HIGH)}`)
    .join(" ");
}

/** Return the path data of a drawing, however long it took: at most `LONGEST` characters. */
export function asPath(strokes: readonly Stroke[]): string {
  const smooth = strokes.map(smoothed);
  const whole = smooth.map(inkOf).join(" ");
  for (let tolerance = FINEST; ; tolerance *= 2) {
    const lighter = smooth.map((stroke) => simplified(stroke, tolerance));
    const drawn = lighter.map(inkOf).join(" ");
    const isBare = lighter.reduce((points, stroke) => points + stroke.length, 0) < FEWEST;
    if (isBare && whole.length <= LONGEST) return whole;
    if (drawn.length <= LONGEST) return drawn;
    // Thousands of dots: what comes last is not kept.
    if (tolerance > WIDE) return asPath(strokes.slice(0, Math.floor(strokes.length / 2)));
  }
}

/** Return the strokes of path data, as far as it can be read. */
export function fromPath(data: string): Stroke[] {
  const strokes: Point[][] = [];
  for (const [, letter, x, y] of data.matchAll(/([ML]) (\d{1,3}) (\d{1,3})/g)) {
    if (letter === "M") strokes.push([]);
    strokes[strokes.length - 1]?.push({ x: Number(x), y: Number(y) });
  }
  return strokes;
}
