import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paperPreview } from "./paper-preview";

let root: HTMLFormElement;
let cleanup: () => void;
const asked = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockReset();
  vi.stubGlobal("fetch", asked);
  vi.stubGlobal("createImageBitmap", async () => ({ width: 1400, height: 990 }));
  document.body.innerHTML = `<form data-url="/apercu/"><input name="accent" value="#1a4fa0">
    <figure data-figure><img data-saved><canvas data-paper hidden></canvas></figure>
    <p data-refusal></p></form>`;
  root = document.querySelector("form")!;
  HTMLCanvasElement.prototype.getContext = vi.fn(() => null) as never;
  cleanup = paperPreview(root);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const type = () => root.dispatchEvent(new Event("input", { bubbles: true }));
const canvas = () => root.querySelector<HTMLCanvasElement>("[data-paper]")!;
const words = () => root.querySelector("[data-refusal]")!.textContent;

test("sends once what one typed in a row, and shows the picture that comes back", async () => {
  asked.mockResolvedValue(new Response(new Blob(["png"]), { status: 200 }));
  type();
  type();
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(asked.mock.calls[0]![0]).toBe("/apercu/");
  expect((asked.mock.calls[0]![1].body as FormData).get("accent")).toBe("#1a4fa0");
  expect(canvas().hidden).toBe(false);
  expect(canvas().width).toBe(1400);
  expect(root.querySelector<HTMLElement>("[data-saved]")!.hidden).toBe(true);
});

test("a refusal is said in words and leaves the last picture; the next picture takes it away", async () => {
  asked.mockResolvedValueOnce(Response.json({ refusal: "Trop clair." }, { status: 409 }));
  type();
  await vi.advanceTimersByTimeAsync(500);
  expect(words()).toBe("Trop clair.");
  expect(canvas().hidden).toBe(true);

  asked.mockResolvedValueOnce(new Response(new Blob(["png"]), { status: 200 }));
  type();
  await vi.advanceTimersByTimeAsync(500);
  expect(words()).toBe("");
  expect(canvas().hidden).toBe(false);
});

test("without network, the last picture stays and nothing breaks", async () => {
  asked.mockRejectedValue(new TypeError("network"));
  type();
  await vi.advanceTimersByTimeAsync(500);
  expect(root.querySelector("[data-figure]")!.hasAttribute("aria-busy")).toBe(false);
  expect(canvas().hidden).toBe(true);
});
