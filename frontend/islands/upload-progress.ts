/**
 * Sends a form with a file and shows how much of it has left.
 *
 * The root holds the form, `[data-sending]` (hidden) with a `<progress max=100>` and a
 * `[data-percent]`, `[data-refusal]` where a refusal of the server goes, and in it `[data-failed]`
 * (hidden) for when the network breaks. The server's own page comes next, as without a script.
 */
import type { Cleanup } from "./mount";

export function uploadProgress(root: HTMLElement): Cleanup {
  const form = root.querySelector("form");
  const sending = root.querySelector<HTMLElement>("[data-sending]");
  const bar = sending?.querySelector("progress");
  const percent = sending?.querySelector<HTMLElement>("[data-percent]");
  const button = form?.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!form || !sending || !bar || !percent || !button) throw new Error("upload-progress: parts");
  let request: XMLHttpRequest | null = null;

  const show = (isSending: boolean) => {
    sending.hidden = !isSending;
    button.disabled = isSending;
  };

  const failed = () => {
    show(false);
    const words = root.querySelector<HTMLElement>("[data-failed]");
    if (words) words.hidden = false;
  };

  const answered = (sent: XMLHttpRequest) => {
    if (sent.status < 400) return location.assign(sent.responseURL);
    const answer = new DOMParser().parseFromString(sent.responseText, "text/html");
    const refusal = answer.querySelector("[data-refusal]");
    const place = root.querySelector<HTMLElement>("[data-refusal]");
    if (!refusal || !place) return failed();
    show(false);
    place.replaceChildren(...refusal.childNodes);
    place.focus();
  };

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const sent = new XMLHttpRequest();
    request = sent;
    sent.upload.addEventListener("progress", ({ loaded, total }) => {
      const part = total ? Math.floor((100 * loaded) / total) : 0;
      bar.value = part;
      percent.textContent = `${part} %`;
    });
    sent.addEventListener("load", () => answered(sent));
    sent.addEventListener("error", failed);
    bar.value = 0;
    percent.textContent = "";
    const words = root.querySelector<HTMLElement>("[data-failed]");
    if (words) words.hidden = true;
    show(true);
    sent.open("POST", form.action);
    sent.send(new FormData(form));
  };

  form.addEventListener("submit", onSubmit);
  return () => {
    form.removeEventListener("submit", onSubmit);
    request?.abort();
  };
}
