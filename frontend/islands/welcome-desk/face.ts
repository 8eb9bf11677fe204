/** The desk's answer, in large: a name, what it is about, and what may be done of it. */
import type { Tone } from "./server";

export type Answer = {
  tone: Tone;
  name: string;
  employer: string;
  words: string;
  enrolment: string | null;
  undo: boolean;
};

export class Face {
  private readonly panel: HTMLElement;
  private readonly undo: HTMLButtonElement | null;
  private readonly badge: HTMLAnchorElement | null;
  /** Whose answer is shown. */
  enrolment: string | null = null;

  constructor(private readonly root: HTMLElement) {
    this.panel = root.querySelector<HTMLElement>("[data-answer]")!;
    this.undo = root.querySelector("[data-undo]");
    this.badge = root.querySelector("[data-badge]");
  }

  show(answer: Answer): void {
    this.enrolment = answer.enrolment;
    this.write("name", answer.name);
    this.write("employer", answer.employer);
    this.write("words", answer.words);
    if (this.undo) this.undo.hidden = !answer.undo;
    if (this.badge) {
      this.badge.hidden = answer.enrolment === null;
      this.badge.href = `${this.badge.dataset["badge"]}${answer.enrolment ?? ""}`;
    }
    // The same answer twice must be seen to have come twice.
    this.panel.dataset["tone"] = "";
    void this.panel.offsetWidth;
    this.panel.dataset["tone"] = answer.tone;
  }

  /** What went wrong for someone who has walked on: it stays until read. */
  later(answer: Answer): void {
    const trouble = this.root.querySelector<HTMLElement>("[data-trouble]");
    const list = trouble?.querySelector("ol");
    if (!trouble || !list) return;
    const line = document.createElement("li");
    line.textContent = [answer.name, answer.words].filter(Boolean).join(" : ");
    list.append(line);
    trouble.hidden = false;
  }

  private write(part: string, text: string): void {
    const place = this.panel.querySelector<HTMLElement>(`[data-answer-${part}]`);
    if (place) place.textContent = text;
  }
}
