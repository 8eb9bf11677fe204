/** Keeps the panel's texts a moment after the last key, and says so. */
import { putPieces } from "./pieces";
import type { Server } from "./server";
import type { State } from "./state";

const PAUSE = 800;
const RETRY = 5000;

export class Autosave {
  isDirty = false;
  private timer = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly server: Server,
    private readonly state: State,
    private readonly common: (data: FormData) => FormData,
  ) {}

  get form(): HTMLFormElement | null {
    return this.root.querySelector<HTMLFormElement>("#panneau-form");
  }

  get isInConflict(): boolean {
    return this.root.querySelector("#panneau[data-conflict]") !== null;
  }

  /** What one typed is to be kept soon; in a conflict, once one has chosen. */
  touch(): void {
    this.isDirty = true;
    if (this.isInConflict) return;
    this.state.pending();
    this.plan(PAUSE);
  }

  forget(): void {
    this.isDirty = false;
    window.clearTimeout(this.timer);
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }

  private plan(delay: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.server.inTurn(() => this.save()), delay);
  }

  /** Keep what is not kept; return whether nothing is left to keep. */
  async save(): Promise<boolean> {
    const form = this.form;
    if (!this.isDirty || !form) return true;
    if (this.isInConflict) return false;
    const wrong = [...form.elements].find(
      (field): field is HTMLInputElement => field instanceof HTMLInputElement && !field.validity.valid,
    );
    if (wrong) {
      this.state.failed(`${wrong.labels?.[0]?.textContent?.trim() ?? ""} : ${wrong.validationMessage}`);
      return false;
    }
    window.clearTimeout(this.timer);
    this.isDirty = false;
    this.state.saving();
    const data = this.common(new FormData(form));
    data.set("act", "save");
    try {
      const { status, html } = await this.server.ask(form.action, data);
      const isConflict = status === 409 && html.includes("data-conflict");
      const isKept = status === 200;
      const said = putPieces(this.root, html, isConflict ? "keep-texts" : "follow");
      if (!isKept) {
        this.isDirty = true;
        this.state.failed(said);
        if (isConflict) this.root.querySelector<HTMLElement>("#panneau")?.focus();
        return false;
      }
      if (this.isDirty) this.touch();
      return true;
    } catch {
      this.isDirty = true;
      this.state.offline();
      this.plan(RETRY);
      return false;
    }
  }
}
