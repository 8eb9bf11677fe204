import { beforeEach, describe, expect, it, vi } from "vitest";
import { signaturePad } from "./signature-pad";
import { asPath, fromPath, LONGEST, simplified } from "./strokes";

const READABLE = /^(M \d{1,3} \d{1,3}( L \d{1,3} \d{1,3})+ ?)+$/;

let root: HTMLElement;
let pad: SVGSVGElement;
const held = () => root.querySelector<HTMLInputElement>("[data-strokes]")!;
const button = (name: string) => root.querySelector<HTMLButtonElement>(`[data-${name}]`)!;

function put(value = "") {
  document.body.innerHTML = `
    <div>
      <svg data-pad tabindex="-1"><path data-ink></path></svg><p data-empty></p>
      <input type="hidden" data-strokes value="${value}">
      <button type="button" data-undo></button><button type="button" data-clear></button>
      <p data-heard></p>
      <template data-words="drawn">C’est dessiné.</template>
      <template data-words="cleared">Rien n’est dessiné.</template>
      <details data-typed open><input name="typed"></details>
    </div>`;
  root = document.querySelector("div")!;
  pad = root.querySelector("svg")!;
  // Half the size of what is kept, somewhere on the page.
  pad.getBoundingClientRect = () => ({ left: 10, top: 20, width: 300, height: 100 }) as DOMRect;
  pad.setPointerCapture = vi.fn();
  return signaturePad(root);
}

function point(type: string, x: number, y: number, pointerId = 1, button = 0) {
  const event = new Event(type, { cancelable: true });
  Object.assign(event, { clientX: x, clientY: y, pointerId, button });
  pad.dispatchEvent(event);
}

function draw(...points: [number, number][]) {
  points.forEach(([x, y], i) => point(i === 0 ? "pointerdown" : "pointermove", x, y));
  point("pointerup", ...points[points.length - 1]!);
}

describe("the signature pad", () => {
  beforeEach(() => put());

  it("keeps what is drawn as integers in its own box, whatever the size on the screen", () => {
    draw([10, 20], [160, 70]);
    expect(held().value).toBe("M 0 0 L 300 100");
    expect(root.querySelector("path")!.getAttribute("d")).toBe("M 0 0 L 300 100");
    expect(root.querySelector<HTMLElement>("[data-empty]")!.hidden).toBe(true);
  });

  it("keeps a dot, and what leaves the box at its edge", () => {
    draw([60, 70]);
    draw([100, 60], [900, -50]);
    expect(held().value).toBe("M 100 100 L 100 100 M 180 80 L 600 0");
  });

  it("follows one finger: a palm laid down or the other button of a mouse draws nothing", () => {
    point("pointerdown", 10, 20, 1, 2);
    expect(root.querySelector("path")!.getAttribute("d")).toBe("");
    point("pointerdown", 10, 20, 1);
    point("pointerdown", 200, 100, 2);
    point("pointermove", 210, 100, 2);
    point("pointermove", 160, 70, 1);
    point("pointerup", 160, 70, 1);
    expect(held().value).toBe("M 0 0 L 300 100");
  });

  it("takes back the last stroke, then all of them, and says where it stands", () => {
    const changed = vi.fn();
    root.addEventListener("signature:changed", changed);
    draw([10, 20], [160, 70]);
    draw([60, 70], [110, 70]);
    draw([60, 90], [110, 90]);
    expect(root.querySelector("[data-heard]")!.textContent).toBe("C’est dessiné.");
    button("undo").click();
    expect(held().value).toBe("M 0 0 L 300 100 M 100 100 L 200 100");
    button("clear").click();
    expect(held().value).toBe("");
    expect(button("undo").disabled && button("clear").disabled).toBe(true);
    expect(root.querySelector("[data-heard]")!.textContent).toBe("Rien n’est dessiné.");
    expect(changed).toHaveBeenCalledTimes(5);
  });

  it("is emptied by whoever passes the device to the next person", () => {
    draw([10, 20], [160, 70]);
    root.dispatchEvent(new Event("signature:clear"));
    expect(held().value).toBe("");
  });

  it("shows again what a refused form holds, and adds to it", () => {
    put("M 1 2 L 3 4 M 5 6 L 7 8");
    expect(root.querySelector("path")!.getAttribute("d")).toBe("M 1 2 L 3 4 M 5 6 L 7 8");
    button("undo").click();
    expect(held().value).toBe("M 1 2 L 3 4");
  });

  it("folds the other way of signing, unless it was used", () => {
    expect(root.querySelector("details")!.open).toBe(false);
    put();
    root.querySelector("details")!.open = true;
    root.querySelector("input[name=typed]")!.setAttribute("value", "Maud Cassagne");
    signaturePad(root);
    expect(root.querySelector("details")!.open).toBe(true);
  });

  it("hears nothing once its page is gone", () => {
    put()();
    draw([10, 20], [160, 70]);
    expect(held().value).toBe("");
  });
});

describe("the strokes", () => {
  it("lose the points that a straight line does not need, and no corner", () => {
    const corner = [{ x: 0, y: 0 }, { x: 5, y: 0.2 }, { x: 10, y: 0 }, { x: 10, y: 10 }];
    expect(simplified(corner, 0.5)).toEqual([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }]);
  });

  it("keep every point of a drawing of two lines: it is no slip of the finger", () => {
    const cross = [[0, 50, 100], [100, 50, 0]].map((xs) => xs.map((x, i) => ({ x, y: 50 * i })));
    expect(asPath(cross)).toBe("M 0 0 L 50 50 L 100 100 M 100 0 L 50 50 L 0 100");
  });

  it("can be read again, however long the hand went on", () => {
    const scribble = Array.from({ length: 6000 }, (_, i) => ({
      x: 300 + 290 * Math.sin(i / 3), y: 100 + 90 * Math.cos(i / 2.3),
    }));
    const data = asPath([scribble]);
    expect(data.length).toBeLessThanOrEqual(LONGEST);
    expect(data).toMatch(READABLE);
    expect(asPath(fromPath("M 1 2 L 3 4"))).toBe("M 1 2 L 3 4");
    const dots = Array.from({ length: 3000 }, (_, i) => [{ x: i % 600, y: 100 }]);
    const kept = asPath(dots);
    expect(kept.length).toBeLessThanOrEqual(LONGEST);
    expect(kept).toMatch(READABLE);
  });
});
