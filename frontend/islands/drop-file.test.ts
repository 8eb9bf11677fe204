import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dropFile } from "./drop-file";

let form: HTMLFormElement;
let cleanup: () => void;
const sent = vi.fn();

beforeEach(() => {
  sent.mockReset();
  document.body.innerHTML = `<form><input type="file"><p data-drop hidden>ou déposez</p><button>Examiner</button>
    <p data-busy></p><template data-words="busy">Examen…</template></form>`;
  form = document.querySelector("form")!;
  form.requestSubmit = sent;
  // No browser here holds files in an input: it is only told which.
  Object.defineProperty(form.querySelector("input")!, "files", { value: null, writable: true });
  cleanup = dropFile(form);
});
afterEach(() => cleanup());

function drag(name: string, types: string[], files: string[] = []): DragEvent {
  const event = new Event(name, { bubbles: true, cancelable: true }) as DragEvent;
  Object.assign(event, { dataTransfer: { types, files }, relatedTarget: null });
  document.body.dispatchEvent(event);
  return event;
}

test("the page says that a file may be dropped", () => {
  expect(form.querySelector<HTMLElement>("[data-drop]")!.hidden).toBe(false);
});

test("a file dropped anywhere is sent by the form", () => {
  expect(drag("dragover", ["Files"]).defaultPrevented).toBe(true);
  expect(form.classList.contains("is-over")).toBe(true);
  drag("drop", ["Files"], ["a.pdf"]);
  expect(form.querySelector("input")!.files).toEqual(["a.pdf"]);
  expect(sent).toHaveBeenCalledOnce();
  expect(form.classList.contains("is-over")).toBe(false);
});

test("a word dragged over the page is left to the browser", () => {
  expect(drag("dragover", ["text/plain"]).defaultPrevented).toBe(false);
  drag("drop", ["text/plain"]);
  expect(sent).not.toHaveBeenCalled();
});

test("what leaves does not leave twice, and may leave again when one comes back", () => {
  const leave = () => {
    const event = new Event("submit", { cancelable: true });
    form.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(false);
  expect(form.querySelector("[data-busy]")!.textContent).toBe("Examen…");
  expect(leave()).toBe(true);
  window.dispatchEvent(new Event("pageshow"));
  expect(form.querySelector("[data-busy]")!.textContent).toBe("");
  expect(leave()).toBe(false);
});

test("dragging away forgets the file", () => {
  drag("dragover", ["Files"]);
  drag("dragleave", ["Files"]);
  expect(form.classList.contains("is-over")).toBe(false);
});
