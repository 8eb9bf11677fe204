import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { uploadProgress } from "./upload-progress";

class FakeRequest extends EventTarget {
  static last: FakeRequest;
  upload = new EventTarget();
  status = 0;
  responseURL = "";
  responseText = "";
  aborted = false;
  opened: string[] = [];
  constructor() {
    super();
    FakeRequest.last = this;
  }
  open(method: string, url: string) {
    this.opened = [method, new URL(url, "http://site/").pathname];
  }
  send() {}
  abort() {
    this.aborted = true;
  }
}

const assign = vi.fn();
let root: HTMLElement;
let cleanup: () => void;

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  vi.stubGlobal("location", { ...location, assign });
  assign.mockReset();
  document.body.innerHTML = `<div id="root"><form method="post" action="/envoyer/">
    <div data-refusal tabindex="-1"><p data-failed hidden>coupure</p></div>
    <input type="file" name="file">
    <div data-sending hidden><span data-percent></span><progress max="100" value="0"></progress></div>
    <button type="submit">Envoyer</button></form></div>`;
  root = document.querySelector<HTMLElement>("#root")!;
  cleanup = uploadProgress(root);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function submit(): FakeRequest {
  root.querySelector("form")!.dispatchEvent(
    new Event("submit", { bubbles: true, cancelable: true }),
  );
  return FakeRequest.last;
}
const sending = () => root.querySelector<HTMLElement>("[data-sending]")!;

test("says how much of the file has left, and lets nobody send twice", () => {
  const request = submit();
  request.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: 30, total: 40 }));
  expect(request.opened).toEqual(["POST", "/envoyer/"]);
  expect(sending().hidden).toBe(false);
  expect(root.querySelector("[data-percent]")!.textContent).toBe("75 %");
  expect(root.querySelector("button")!.disabled).toBe(true);
});

test("goes where the server leads", () => {
  const request = submit();
  Object.assign(request, { status: 200, responseURL: "/envois/1/" });
  request.dispatchEvent(new Event("load"));
  expect(assign).toHaveBeenCalledWith("/envois/1/");
});

test("shows the server's refusal and gives the form back", () => {
  const request = submit();
  Object.assign(request, {
    status: 409,
    responseText: "<div data-refusal><p>trop lourd</p><p data-failed hidden></p></div>",
  });
  request.dispatchEvent(new Event("load"));
  expect(root.querySelector("[data-refusal]")!.textContent).toContain("trop lourd");
  expect(sending().hidden).toBe(true);
  expect(root.querySelector("button")!.disabled).toBe(false);
  expect(assign).not.toHaveBeenCalled();
});

test("says so when the network breaks, until the next try", () => {
  submit().dispatchEvent(new Event("error"));
  const words = root.querySelector<HTMLElement>("[data-failed]")!;
  expect(words.hidden).toBe(false);
  expect(root.querySelector("button")!.disabled).toBe(false);
  submit();
  expect(words.hidden).toBe(true);
});
