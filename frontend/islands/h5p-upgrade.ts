/**
 * Has a content upgraded in an opaque frame, then sends what it became to the server, which
 * filters it and shows the result. On the form: an iframe with `data-src`, the field `params`,
 * `[data-loading]` and `[data-failed]`.
 */
import { CONTEXT, readMessage } from "../player/protocol";
import type { Cleanup } from "./mount";

const LASTS = 60_000;

export function h5pUpgrade(root: HTMLElement): Cleanup {
  const form = root as HTMLFormElement;
  const frame = form.querySelector("iframe");
  const params = form.querySelector<HTMLInputElement>("[name=params]");
  if (!frame || !params) throw new Error("h5p-upgrade: no iframe or no field");
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
  const fail = () => {
    form.querySelector("[data-loading]")?.toggleAttribute("hidden", true);
    form.querySelector("[data-failed]")?.toggleAttribute("hidden", false);
  };
  const timer = window.setTimeout(fail, LASTS);
  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow) return;
    const message = readMessage(event.data, nonce);
    if (message?.kind === "hello") {
      frame.contentWindow?.postMessage({ context: CONTEXT, kind: "start", nonce, objectId: "", state: "" }, "*");
    } else if (message?.kind === "failed") {
      console.error(`H5P: ${message.reason}`);
      fail();
    } else if (message?.kind === "upgraded") {
      window.clearTimeout(timer);
      window.removeEventListener("message", hear);
      params.value = message.params;
      form.requestSubmit();
    }
  };
  window.addEventListener("message", hear);
  frame.src = frame.dataset["src"] ?? "";
  return () => {
    window.clearTimeout(timer);
    window.removeEventListener("message", hear);
  };
}
