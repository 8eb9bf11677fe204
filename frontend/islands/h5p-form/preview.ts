/** The content as it is being written, played in the opaque frame beside the form. */
import type { Cleanup, Island } from "../mount";
import type { Paper } from "./paper";

const QUIET = 1500;

export class Preview {
  private timer = 0;
  private draft = "";
  private cleanup: Cleanup = () => {};
  private isAsking = false;
  private isLate = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly state: HTMLElement,
    private readonly paper: Paper,
    private readonly document: () => object,
    private readonly play: Island,
  ) {}

  /** Play again once nothing changes any more. */
  soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.now(), QUIET);
  }

  /** Play what the form holds; one request at a time, the last one wins. */
  async now(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.isAsking) {
      this.isLate = true;
      return;
    }
    this.isAsking = true;
    this.state.textContent = this.paper.word("previewing");
    try {
      const answer = await this.paper.post(this.paper.boot.urls.preview, { ...this.document(), draft: this.draft });
      if (answer.status === 409) this.state.textContent = ((await answer.json()) as { message: string }).message;
      else if (!answer.ok) throw new Error(String(answer.status));
      else {
        this.draft = answer.headers.get("X-Draft") ?? "";
        this.show(await answer.text());
      }
    } catch {
      this.state.textContent = this.paper.word("previewFailed");
    }
    this.isAsking = false;
    if (this.isLate) {
      this.isLate = false;
      this.soon();
    }
  }

  private show(html: string): void {
    const height = this.place.querySelector("iframe")?.style.getPropertyValue("--height");
    this.cleanup();
    this.place.replaceChildren(document.createRange().createContextualFragment(html));
    const root = this.place.querySelector<HTMLElement>(".h5p-player");
    const frame = root?.querySelector("iframe");
    if (!root || !frame) throw new Error("h5p-form: no player");
    if (height) frame.style.setProperty("--height", height); // the page does not jump meanwhile
    this.cleanup = this.play(root);
    this.state.textContent = this.paper.word("previewed");
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.cleanup();
  }
}
