/**
 * Sends a file as soon as it is chosen, while the rest of the form stays as it is.
 *
 * On the root `data-send-url`. Inside: the file input, the hidden input that holds the number of
 * the file kept, `[data-kept]` with `[data-name]`, `[data-size]` and `[data-remove]`,
 * `[data-sending]` with a `<progress>` and `[data-percent]`, `[data-refusal]`, and the words
 * `template[data-words=failed]`. The form is told by `autosave:now`.
 */
import type { Cleanup } from "./mount";
import { sendFile } from "./send-file";

export function fileField(root: HTMLElement): Cleanup {
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  const held = root.querySelector<HTMLInputElement>("input[type=hidden]");
  const form = root.closest("form");
  if (!input || !held || !form) throw new Error("file-field: parts");
  const part = (name: string) => root.querySelector<HTMLElement>(`[data-${name}]`);
  const hide = (name: string, isHidden: boolean) => part(name)?.toggleAttribute("hidden", isHidden);
  const csrf = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";

  const refuse = (why: string) => {
    const place = part("refusal");
    const failed = root.querySelector<HTMLTemplateElement>("template[data-words=failed]");
    if (place) place.textContent = why || (failed?.content.textContent ?? "");
    hide("refusal", !place);
  };

  const choose = async () => {
    const file = input.files?.[0];
    if (!file) return;
    const bar = root.querySelector("progress");
    hide("refusal", true);
    hide("sending", false);
    try {
      const kept = await sendFile(root.dataset["sendUrl"] ?? "", file, { csrfmiddlewaretoken: csrf }, (percent) => {
        if (bar) bar.value = percent;
        const place = part("percent");
        if (place) place.textContent = `${percent} %`;
      });
      held.value = kept.id;
      const link = root.querySelector<HTMLAnchorElement>("[data-name]");
      if (link) [link.textContent, link.href] = [kept.name, kept.address];
      const size = part("size");
      if (size) size.textContent = "";
      hide("kept", false);
      form.dispatchEvent(new Event("autosave:now"));
    } catch (error) {
      refuse(error instanceof Error ? error.message : "");
    }
    input.value = "";
    hide("sending", true);
  };
  const remove = () => {
    held.value = "";
    hide("kept", true);
    form.dispatchEvent(new Event("autosave:now"));
    input.focus();
  };

  const onChange = () => void choose();
  const button = part("remove");
  input.addEventListener("change", onChange);
  button?.addEventListener("click", remove);
  button?.removeAttribute("hidden");
  return () => {
    input.removeEventListener("change", onChange);
    button?.removeEventListener("click", remove);
  };
}
