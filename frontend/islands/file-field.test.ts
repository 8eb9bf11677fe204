import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fileField } from "./file-field";

class FakeRequest extends EventTarget {
  static last: FakeRequest;
  upload = new EventTarget();
  status = 201;
  responseText = "";
  sent: FormData | null = null;
  constructor() {
    super();
    FakeRequest.last = this;
  }
  open() {}
  send(data: FormData) {
    this.sent = data;
  }
  answer(status: number, body: unknown) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.dispatchEvent(new Event("load"));
  }
}

const told = vi.fn();
let root: HTMLElement;
let cleanup: () => void;

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  told.mockReset();
  document.body.innerHTML = `<form><input name="csrfmiddlewaretoken" value="jeton"><div id="root" data-send-url="/f/">
    <p data-kept hidden><a data-name></a><span data-size></span><button type="button" data-remove hidden>Retirer</button></p>
    <input type="file"><input type="hidden" name="asset">
    <div data-sending hidden><progress max="100"></progress><b data-percent></b></div><p data-refusal hidden></p>
    <template data-words="failed">coupure</template></div></form>`;
  root = document.querySelector<HTMLElement>("#root")!;
  document.querySelector("form")!.addEventListener("autosave:now", told);
  cleanup = fileField(root);
});
afterEach(() => cleanup());

const part = (name: string) => root.querySelector<HTMLElement>(`[data-${name}]`)!;
const held = () => root.querySelector<HTMLInputElement>("input[type=hidden]")!.value;
const choose = () => {
  const input = root.querySelector<HTMLInputElement>("input[type=file]")!;
  Object.defineProperty(input, "files", { value: [new File(["a"], "fiche.pdf")], configurable: true });
  input.dispatchEvent(new Event("change"));
  return FakeRequest.last;
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("a file is sent when chosen; the form learns its number and is saved", async () => {
  const request = choose();
  expect(part("sending").hidden).toBe(false);
  expect(request.sent!.get("csrfmiddlewaretoken")).toBe("jeton");
  request.answer(201, { id: "12", name: "fiche.pdf", address: "/fichiers/12/fiche.pdf" });
  await settled();
  expect(held()).toBe("12");
  expect(part("name").textContent).toBe("fiche.pdf");
  expect([part("kept").hidden, part("sending").hidden]).toEqual([false, true]);
  expect(told).toHaveBeenCalledTimes(1);
});

test("a refusal is said and what was kept stays", async () => {
  choose().answer(409, { detail: "« fiche.pdf » est vide." });
  await settled();
  expect(part("refusal").textContent).toBe("« fiche.pdf » est vide.");
  expect(held()).toBe("");
  expect(told).not.toHaveBeenCalled();
});

test("a cut connection is said in the page's words", async () => {
  choose().dispatchEvent(new Event("error"));
  await settled();
  expect(part("refusal").textContent).toBe("coupure");
});

test("a file may be taken out", async () => {
  choose().answer(201, { id: "12", name: "fiche.pdf", address: "/f" });
  await settled();
  part("remove").click();
  expect(held()).toBe("");
  expect(part("kept").hidden).toBe(true);
  expect(told).toHaveBeenCalledTimes(2);
});
