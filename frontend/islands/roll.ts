/**
 * The trainer's roll-call (`learning/trainer/appel/page.html`), which needs no network all day.
 *
 * The page shows what the device holds and nothing else; `roll/sync.ts` fetches the day and sends
 * the marks whenever it can. Every mark is on the device before it is seen on the page.
 */
import { clockInWords } from "./now-line";
import type { Cleanup } from "./mount";
import { askPerson, askSignature, askWhetherSure } from "./roll/dialogs";
import { part, put, Sentences } from "./roll/dom";
import { showWhatIsHere } from "./roll/here";
import { RollList, isEarlyOffered, type Change } from "./roll/list";
import { halfToShow, rowsOf, type Row } from "./roll/rows";
import { keepPage } from "./roll/shell";
import { showStates } from "./roll/states";
import { Store } from "./roll/store";
import { Sync } from "./roll/sync";
import type { Half, KeptDay, QueuedMark, Words } from "./roll/types";

/** The browser's offer to install the page: not in the standard yet. */
interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

export function roll(root: HTMLElement): Cleanup {
  const words = new Sentences(
    JSON.parse(root.querySelector("script[type='application/json']")?.textContent ?? "{}") as Words,
  );
  let page: RollPage | null = null;
  let isGone = false;
  void Store.open().then((store) => {
    if (isGone) return store.close();
    page = new RollPage(root, words, store);
    page.start();
  });
  return () => {
    isGone = true;
    page?.stop();
  };
}

class RollPage {
  private readonly user: { id: string; name: string };
  private readonly code: string;
  private readonly zone: string;
  private readonly sync: Sync;
  private readonly list: RollList;
  private readonly tabs = new BroadcastChannel("salle");
  private readonly heard = new AbortController();
  private rows: Row[] = [];
  private halfId = 0;
  private install: InstallEvent | null = null;
  private drawing = Promise.resolve();
  /** Marks on their way to the device's store: shown at once, a drawing may be older than them. */
  private fresh: { mark: QueuedMark; isStored: boolean }[] = [];

  constructor(private readonly root: HTMLElement, private readonly words: Sentences, private readonly store: Store) {
    const told = (name: string) => root.dataset[name] ?? "";
    this.user = { id: told("person"), name: told("name") };
    this.code = told("code");
    this.zone = told("zone");
    const addressOf = (name: string) => (code: string) => told(name).replace(`/${this.code}/`, `/${code}/`);
    this.sync = new Sync(store, {
      code: this.code,
      user: this.user,
      addresses: { data: addressOf("data"), upload: addressOf("upload") },
      onChange: () => this.changed(),
    });
    this.list = new RollList(
      part(root, "rows"), part<HTMLTemplateElement>(root, "row-template"), words,
      (change) => void this.mark([change]), (row) => void this.sign(row),
    );
  }

  start(): void {
    const { signal } = this.heard;
    const on = (name: string, event: string, act: (event: Event) => void) =>
      part(this.root, name).addEventListener(event, act, { signal });
    on("again", "click", this.sync.again);
    on("all", "click", () => void this.markEverybody());
    on("add", "click", () => void this.addPerson());
    on("take-over", "click", () => void this.takeOver());
    on("told-close", "click", () => {
      this.sync.state.told = [];
      this.changed();
    });
    on("queue-list", "click", (event) => void this.discard(event));
    on("halves", "change", (event) => {
      this.halfId = Number((event.target as HTMLInputElement).value);
      this.changed();
    });
    on("device", "change", (event) => void this.store.nameDevice((event.target as HTMLInputElement).value.trim()));
    on("device", "submit", (event) => event.preventDefault());
    on("install", "click", () => void this.install?.prompt().then(() => (part(this.root, "install").hidden = true)));
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.install = event as InstallEvent;
      part(this.root, "install").hidden = false;
    }, { signal });
    this.tabs.addEventListener("message", () => this.draw(), { signal });
    void this.store.device().then(({ name }) => (part(this.root, "device").querySelector("input")!.value = name));
    void this.store.forgetOldDays().then(() => this.store.forgetDaysOfOthers(this.user.id)).then(() => {
      this.draw();
      this.sync.start();
    });
    void keepPage(this.root.dataset["worker"] ?? "", this.root.dataset["scope"] ?? "");
  }

  stop(): void {
    this.heard.abort();
    this.sync.stop();
    this.list.stop();
    this.tabs.close();
    this.store.close();
  }

  /** Something changed here: draw it, and have the other tabs do so. */
  private changed(): void {
    this.draw();
    this.tabs.postMessage("changed");
  }

  /** Draw what the device holds; one drawing after the other, the last one the truest. */
  private draw(): void {
    this.drawing = this.drawing.then(() => this.drawNow()).catch(reportError);
  }

  private async drawNow(): Promise<void> {
    const stored = this.fresh.filter((one) => one.isStored);
    const [day, unsent] = [await this.store.day(this.code), await this.store.unsent()];
    if (this.heard.signal.aborted) return;
    this.fresh = this.fresh.filter((one) => !stored.includes(one));
    const known = new Set(unsent.marks.map((mark) => mark.nonce));
    unsent.marks.push(...this.fresh.map((one) => one.mark).filter((mark) => !known.has(mark.nonce)));
    const hour = (at: Date) => clockInWords(at, this.zone, document.documentElement.lang || "fr");
    if (day) this.drawDay(day, unsent.marks, unsent.walkIns);
    showStates(part(this.root, "states"), this.words, {
      state: this.sync.state, unsent, user: this.user, toSettle: day?.to_settle ?? 0, hour,
    });
    showWhatIsHere(this.root, this.words, { unsent, day, hour });
    this.root.toggleAttribute("data-ready", true);
  }

  private drawDay(day: KeptDay, marks: QueuedMark[], walkIns: Parameters<typeof rowsOf>[3]): void {
    const half = this.half(day);
    if (!half) return;
    this.rows = rowsOf(day, half, marks, walkIns);
    this.list.show(half, this.zone, this.rows);
    this.drawHalves(day, half);
    put(part(this.root, "date"), this.words.say("on", { day: longDay(half, this.zone) }));
    put(part(this.root, "title"), this.words.say(half.period === "am" ? "morning" : "afternoon"));
    part(this.root, "sealed").hidden = !half.is_sealed;
    part<HTMLAnchorElement>(this.root, "sealed-link").href = half.url;
    const seal = part(this.root, "seal");
    seal.hidden = half.is_sealed || Date.now() < Date.parse(half.starts_at);
    part<HTMLAnchorElement>(seal, "seal-link").href = half.seal_url;
    const early = part(this.root, "early");
    early.hidden = !isEarlyOffered(half) && !this.rows.some((row) => row.state === "left_early");
    const todo = this.rows.filter((row) => row.state === "todo").length;
    const waiting = this.rows.filter((row) => row.waits).length;
    part(this.root, "foot").hidden = half.is_sealed;
    const left = this.words.count("left", todo, { total: this.rows.length });
    put(part(this.root, "foot-left"), left);
    put(part(this.root, "seal-why"), waiting ? `${left} ${this.words.count("waiting", waiting)}.` : left);
    const foot = part(this.root, "foot-waiting");
    foot.hidden = waiting === 0;
    put(foot.querySelector("span")!, this.words.count("waiting", waiting));
    const all = part(this.root, "all");
    all.hidden = todo === 0;
    put(all.querySelector("span")!, this.words.count("all", todo));
    part(this.root, "roll").dispatchEvent(new Event("filter-list:drawn"));
  }

  private half(day: KeptDay): Half | undefined {
    const half = day.halves.find((one) => one.id === this.halfId) ?? halfToShow(day.halves, new Date());
    this.halfId = half?.id ?? 0;
    return half;
  }

  private drawHalves(day: KeptDay, shown: Half): void {
    const place = part(this.root, "halves");
    const template = part<HTMLTemplateElement>(this.root, "half-template");
    place.hidden = day.halves.length < 2;
    if (place.querySelectorAll("label").length !== day.halves.length) {
      place.querySelectorAll("label").forEach((label) => label.remove());
      for (const half of day.halves) {
        const label = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
        label.querySelector("input")!.value = String(half.id);
        label.querySelector("span")!.textContent = this.words.say(half.period);
        place.append(label);
      }
    }
    for (const radio of place.querySelectorAll("input")) radio.checked = radio.value === String(shown.id);
  }

  private async mark(changes: (Change & { strokes?: string; typed?: string })[]): Promise<void> {
    const made_at = new Date().toISOString();
    const marks = changes.map(({ row, status, at, note, strokes = "", typed = "" }): QueuedMark => ({
      nonce: crypto.randomUUID(), code: this.code, enrolment: row.enrolment, half_day: this.halfId,
      status, at, note, strokes, typed, seen: row.entry, made_at, by: this.user,
      name: `${row.first_name} ${row.last_name}`, tries: 0, problem: "",
    }));
    for (const mark of marks) {
      const one = { mark, isStored: false };
      this.fresh.push(one);
      await this.store.mark(mark);
      one.isStored = true;
    }
    void navigator.storage?.persist?.();
    this.changed();
    this.sync.soon();
  }

  private async sign(row: Row): Promise<void> {
    const drawn = await askSignature(this.root, `${row.first_name} ${row.last_name}`);
    if (!drawn) return;
    const wasThere = row.state === "late" || row.state === "left_early";
    const status = wasThere ? row.state as Change["status"] : "present";
    await this.mark([{ row, status, at: wasThere ? row.at : null, note: "", ...drawn }]);
  }

  private async markEverybody(): Promise<void> {
    const todo = this.rows.filter((row) => row.state === "todo");
    const isSure = await askWhetherSure(
      this.root, this.words.count("sure_all", todo.length), this.words.say("sure_all_text"),
      this.words.say("sure_all_yes"),
    );
    if (isSure) await this.mark(todo.map((row) => ({ row, status: "present", at: null, note: "" })));
  }

  private async addPerson(): Promise<void> {
    const said = await askPerson(this.root);
    if (!said) return;
    const enrolment = crypto.randomUUID();
    const walkIn = { ...said, enrolment, code: this.code, made_at: new Date().toISOString(), by: this.user, problem: "" };
    await this.store.addWalkIn(walkIn);
    const row = { enrolment, first_name: said.first_name, last_name: said.last_name, entry: 0 } as Row;
    await this.mark([{ row, status: "present", at: null, note: "" }]);
  }

  private async takeOver(): Promise<void> {
    const { marks, walkIns } = await this.store.unsent();
    for (const one of [...marks, ...walkIns]) this.sync.takenOver.add(one.by.id);
    this.sync.again();
  }

  private async discard(event: Event): Promise<void> {
    const item = (event.target as Element).closest("[data-discard]")?.closest<HTMLElement>("li");
    if (!item) return;
    const { nonce, walkIn, name = "" } = item.dataset;
    const isSure = await askWhetherSure(
      this.root, this.words.say("sure_discard"), this.words.say("sure_discard_text", { name }),
      this.words.say("sure_discard_yes"),
    );
    if (!isSure) return;
    if (nonce) await this.store.discard(nonce);
    if (walkIn) await this.store.discardWalkIn(walkIn);
    this.changed();
  }
}

function longDay(half: Half, timeZone: string): string {
  const language = document.documentElement.lang || "fr";
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone }).format(new Date(half.starts_at));
}
