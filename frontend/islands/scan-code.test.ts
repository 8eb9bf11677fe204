import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scanCode } from "./scan-code";

const open = vi.hoisted(() => vi.fn());
vi.mock("./welcome-desk/camera", () => ({ openCamera: open }));

const went = vi.fn();
const stop = vi.fn();
let root: HTMLElement;
let cleanup: () => void;
let see: (text: string) => void;

beforeEach(() => {
  vi.stubGlobal("navigator", { mediaDevices: {} });
  [went, stop, open].forEach((spy) => spy.mockReset());
  open.mockImplementation((_video, onText) => {
    see = onText;
    return Promise.resolve({ stop });
  });
  document.body.innerHTML = `<div data-address="/verifier/" hidden><button data-look aria-pressed="false">Viser</button>
    <video hidden></video><p data-said></p><template data-words="looking">Montrez</template>
    <template data-words="elsewhere">Autre carré</template><template data-words="failed">Fermée</template></div>`;
  root = document.querySelector("div")!;
  cleanup = scanCode(root, went);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const said = () => root.querySelector("[data-said]")!.textContent;
const look = async (words: string) => {
  root.querySelector("button")!.click();
  await vi.waitFor(() => expect(said()).toBe(words));
};

test("the square of a certificate leads to its check page, here whatever it says", async () => {
  expect(root.hidden).toBe(false);
  await look("Montrez");
  expect(root.querySelector("video")!.hidden).toBe(false);
  see("https://faux.example/verifier/7K4MQ29XWBHT3HTD86RNPC5VK9");
  expect(went).toHaveBeenCalledExactlyOnceWith("/verifier/7K4MQ29XWBHT3HTD86RNPC5VK9");
  expect(stop).toHaveBeenCalledOnce();
});

test("another square is said to be one, and the camera goes on", async () => {
  await look("Montrez");
  see("https://example.org/menu");
  expect(said()).toBe("Autre carré");
  expect(went).not.toHaveBeenCalled();
  expect(stop).not.toHaveBeenCalled();
});

test("a second press closes the camera", async () => {
  await look("Montrez");
  await look("");
  expect(stop).toHaveBeenCalledOnce();
  expect(root.querySelector("button")!.getAttribute("aria-pressed")).toBe("false");
});

test("a camera that does not open says what to do instead", async () => {
  open.mockRejectedValue(new Error("refused"));
  await look("Fermée");
  expect(root.querySelector("video")!.hidden).toBe(true);
});
