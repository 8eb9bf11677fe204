/**
 * Reads the square of a certificate with the camera, and goes to its check page.
 *
 * On the root `data-address`, that of the check page. Inside: the button `[data-look]`, a
 * `<video>`, `[data-said]` and the words `template[data-words=looking|elsewhere|failed]`. Stays
 * hidden where there is no camera to ask for.
 */
import type { Cleanup } from "./mount";
import type { Camera } from "./welcome-desk/camera";

const CODE = /\/verifier\/([0-9A-Za-z-]{20,40})\/?$/;

export function scanCode(
  root: HTMLElement,
  go: (address: string) => void = (address) => location.assign(address),
): Cleanup {
  const button = root.querySelector<HTMLButtonElement>("[data-look]");
  const video = root.querySelector("video");
  const said = root.querySelector<HTMLElement>("[data-said]");
  if (!button || !video || !said) throw new Error("scan-code: parts");
  let camera: Camera | null = null;
  let isOpening = false;

  const say = (words: "looking" | "elsewhere" | "failed" | "") => {
    const template = root.querySelector<HTMLTemplateElement>(`template[data-words=${words || "none"}]`);
    said.textContent = template?.content.textContent ?? "";
  };
  const close = () => {
    camera?.stop();
    camera = null;
    video.hidden = true;
    button.setAttribute("aria-pressed", "false");
  };
  const read = (text: string) => {
    // Only the code is kept: wherever a forged square leads, the answer is this site's.
    const code = CODE.exec(text.trim())?.[1];
    if (!code) return say("elsewhere");
    close();
    say("");
    go(`${root.dataset["address"] ?? ""}${code}`);
  };
  const toggle = async () => {
    if (isOpening) return;
    if (camera) {
      close();
      return say("");
    }
    isOpening = true;
    try {
      const { openCamera } = await import("./welcome-desk/camera");
      video.hidden = false;
      camera = await openCamera(video, read);
      button.setAttribute("aria-pressed", "true");
      say("looking");
    } catch {
      close();
      say("failed");
    }
    isOpening = false;
  };

  const onClick = () => void toggle();
  button.addEventListener("click", onClick);
  root.hidden = !navigator.mediaDevices;
  return () => {
    button.removeEventListener("click", onClick);
    close();
  };
}
