/**
 * Shows a paper as one writes its design: what the form holds is sent, unkept, and comes back drawn.
 *
 * The root is the form (`data-url`: where to send), with a `[data-figure]` that holds `[data-saved]`
 * (the picture of what is kept) and a hidden canvas `[data-paper]`, and a `[data-refusal]` in words.
 * The picture is put on the canvas: our policy lets a page show no picture that has no address.
 */
import type { Cleanup } from "./mount";

const PATIENCE = 450;

export function paperPreview(root: HTMLElement): Cleanup {
  const form = root as HTMLFormElement;
  const figure = root.querySelector<HTMLElement>("[data-figure]");
  const saved = root.querySelector<HTMLElement>("[data-saved]");
  const paper = root.querySelector<HTMLCanvasElement>("[data-paper]");
  const refusal = root.querySelector<HTMLElement>("[data-refusal]");
  const url = root.dataset["url"];
  if (!figure || !saved || !paper || !refusal || !url) throw new Error("paper-preview: parts");
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | null = null;

  const show = async (answer: Response) => {
    const picture = await createImageBitmap(await answer.blob());
    paper.width = picture.width;
    paper.height = picture.height;
    paper.getContext("2d")?.drawImage(picture, 0, 0);
    paper.hidden = false;
    saved.hidden = true;
  };

  const ask = async () => {
    asked?.abort();
    const mine = (asked = new AbortController());
    figure.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "image/png, application/json" },
        signal: mine.signal,
      });
      if (answer.ok) await show(answer);
      const told = answer.status === 409 ? ((await answer.json()) as { refusal: string }) : null;
      if (mine === asked) refusal.textContent = told?.refusal ?? "";
    } catch {
      // Away for a moment, or asked again meanwhile: the last picture stays.
    } finally {
      if (mine === asked) figure.removeAttribute("aria-busy");
    }
  };

  const onInput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void ask(), PATIENCE);
  };

  form.addEventListener("input", onInput);
  return () => {
    form.removeEventListener("input", onInput);
    clearTimeout(waiting);
    asked?.abort();
  };
}
