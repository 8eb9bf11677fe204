import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { copyText, SAID_MS } from "./copy-text";

const written = vi.fn();
let cleanup: () => void;
const part = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;

beforeEach(() => {
  vi.useFakeTimers();
  written.mockReset().mockResolvedValue(undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText: written } });
  document.body.innerHTML = `<div><input readonly value="https://site.example/verifier/X"><button hidden></button>
    <span data-copied></span><template data-words="copied">Copiée</template>
    <template data-words="failed">Copiez-la à la main</template></div>`;
  cleanup = copyText(part("div"));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("copies the address, says so, then is silent again", async () => {
  expect(part<HTMLButtonElement>("button").hidden).toBe(false);
  part("button").click();
  await vi.advanceTimersByTimeAsync(0);
  expect(written).toHaveBeenCalledWith("https://site.example/verifier/X");
  expect(part("[data-copied]").textContent).toBe("Copiée");
  await vi.advanceTimersByTimeAsync(SAID_MS);
  expect(part("[data-copied]").textContent).toBe("");
});

it("leaves the address selected where the browser refuses", async () => {
  written.mockRejectedValue(new Error("denied"));
  part("button").click();
  await vi.advanceTimersByTimeAsync(0);
  expect(part("[data-copied]").textContent).toBe("Copiez-la à la main");
  const input = part<HTMLInputElement>("input");
  expect([input.selectionStart, input.selectionEnd]).toEqual([0, input.value.length]);
});
