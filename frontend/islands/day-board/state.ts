/** The words that say whether what one wrote is kept. */

export class State {
  constructor(private readonly root: HTMLElement) {}

  private show(words: string, isBad: boolean): void {
    const line = this.root.querySelector<HTMLElement>("[data-state]");
    if (!line) return;
    line.textContent = words;
    line.closest(".sync")?.classList.toggle("bad", isBad);
    line.closest(".sync")?.classList.toggle("good", !isBad);
  }

  pending(): void {
    this.show(this.root.dataset["pending"] ?? "", false);
  }

  saving(): void {
    this.show(this.root.dataset["saving"] ?? "", false);
  }

  failed(why: string): void {
    this.show(`${this.root.dataset["unsaved"] ?? ""} ${why}`, true);
    this.announce(`${this.root.dataset["unsaved"] ?? ""} ${why}`);
  }

  offline(): void {
    this.failed(this.root.dataset["offline"] ?? "");
  }

  announce(words: string): void {
    const live = this.root.querySelector("[data-announce]");
    if (live && words) live.textContent = words;
  }
}
