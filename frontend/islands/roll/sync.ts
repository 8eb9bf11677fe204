/**
 * Brings the day here and what was marked here to the server, again and again, losing nothing.
 *
 * One tab at a time does it. A mark that left may have been received even if no answer came back:
 * it is sent again as it was, and the server gives its first answer again.
 */
import type { Store } from "./store";
import type { Answers, Day, MarkAnswer, QueuedMark, WalkIn, WalkInAnswer } from "./types";

export const BATCH = 25;
export const EVERY = 20_000;
const LONGEST_WAIT = 300_000;
const PATIENCE = 15_000;
const SOON = 1_200;
export const OLD = 24 * 3_600_000;

export interface State {
  network: "unknown" | "online" | "offline" | "expired" | "closed";
  /** When the server last took everything. */
  sentAt: Date | null;
  offlineSince: Date | null;
  sending: { done: number; total: number } | null;
  /** What the server refused or could not settle in the last rounds, in its own words. */
  told: (MarkAnswer | WalkInAnswer)[];
}

export interface Addresses {
  data(code: string): string;
  upload(code: string): string;
}

export interface Options {
  code: string;
  user: { id: string; name: string };
  addresses: Addresses;
  /** Called when anything seen may have changed. */
  onChange: () => void;
  fetch?: typeof fetch;
  now?: () => Date;
  isOnline?: () => boolean;
}

/** The answer was not ours to use: no session, or no right to this room. */
class Unavailable extends Error {
  constructor(readonly network: "expired" | "closed") {
    super(network);
  }
}

export class Sync {
  readonly state: State = { network: "unknown", sentAt: null, offlineSince: null, sending: null, told: [] };
  /** Whose marks this person chose to send, besides their own. */
  readonly takenOver = new Set<string>();
  private failures = 0;
  private timer = 0;
  private token = "";
  private running: Promise<void> | null = null;
  private isStopped = false;

  constructor(private readonly store: Store, private readonly options: Options) {}

  start(): void {
    window.addEventListener("online", this.again);
    window.addEventListener("offline", this.wentOffline);
    document.addEventListener("visibilitychange", this.shown);
    void this.run();
  }

  stop(): void {
    this.isStopped = true;
    window.clearTimeout(this.timer);
    window.removeEventListener("online", this.again);
    window.removeEventListener("offline", this.wentOffline);
    document.removeEventListener("visibilitychange", this.shown);
  }

  /** Send in a moment: several people marked in a row leave together. */
  soon(): void {
    if (this.state.network !== "offline") this.plan(SOON);
  }

  /** Try now, whatever happened before. */
  readonly again = (): void => {
    this.failures = 0;
    void this.run();
  };

  private readonly shown = () => {
    if (document.visibilityState === "visible") this.again();
  };

  private readonly wentOffline = () => {
    this.lost();
    this.options.onChange();
  };

  /** One round: fetch the day, send what waits, fetch again if anything was sent. */
  run(): Promise<void> {
    this.running ??= this.alone(() => this.round()).finally(() => {
      this.running = null;
      this.plan(Math.min(EVERY * 2 ** Math.min(this.failures, 6), LONGEST_WAIT));
    });
    return this.running;
  }

  private plan(delay: number): void {
    window.clearTimeout(this.timer);
    if (!this.isStopped) this.timer = window.setTimeout(() => void this.run(), delay);
  }

  private async alone(work: () => Promise<void>): Promise<void> {
    // Not every browser has locks; without them, the nonces keep things right.
    if (!(navigator.locks as LockManager | undefined)) return work();
    await navigator.locks.request("salle-envoi", { ifAvailable: true }, async (lock) => {
      if (lock) await work();
    });
  }

  private async round(): Promise<void> {
    const isOnline = this.options.isOnline ?? (() => navigator.onLine);
    try {
      if (!isOnline()) throw new TypeError("offline");
      await this.refresh();
      this.found("online");
      if (await this.sendAll()) await this.refresh();
      this.state.sentAt = this.now();
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (error instanceof Unavailable) this.found(error.network);
      else this.lost();
    } finally {
      this.state.sending = null;
      this.options.onChange();
    }
  }

  private found(network: "online" | "expired" | "closed"): void {
    this.state.network = network;
    this.state.offlineSince = null;
    this.options.onChange();
  }

  private lost(): void {
    this.state.offlineSince ??= this.now();
    this.state.network = "offline";
  }

  private now(): Date {
    return this.options.now?.() ?? new Date();
  }

  private async refresh(): Promise<void> {
    const { code, addresses } = this.options;
    const known = await this.store.day(code);
    const response = await this.ask(addresses.data(code), {
      headers: known?.etag ? { "If-None-Match": known.etag } : {},
    });
    this.token = response.headers.get("X-CSRFToken") ?? this.token;
    const fetched_at = this.now().toISOString();
    if (response.status === 304 && known) await this.store.keepDay({ ...known, fetched_at });
    else if (response.ok) {
      const day = (await response.json()) as Day;
      await this.store.keepDay({ ...day, etag: response.headers.get("ETag") ?? "", fetched_at });
    } else throw new Error(`answered ${response.status}`);
  }

  private async ask(url: string, init: RequestInit): Promise<Response> {
    const response = await (this.options.fetch ?? fetch)(url, {
      ...init, cache: "no-store", credentials: "same-origin", redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    // The sign-in page is somewhere else: we are sent there when the session is over.
    if (response.type === "opaqueredirect") throw new Unavailable("expired");
    if (response.status === 404 || response.status === 403) throw new Unavailable("closed");
    return response;
  }

  /** Send what waits, in small batches so that it is seen to advance; return whether any left. */
  private async sendAll(): Promise<boolean> {
    const unsent = await this.store.unsent();
    const isMine = (one: QueuedMark | WalkIn) =>
      !one.problem && (one.by.id === this.options.user.id || this.takenOver.has(one.by.id));
    const marks = unsent.marks.filter(isMine);
    const walkIns = unsent.walkIns.filter(isMine);
    const total = marks.length + walkIns.length;
    let done = 0;
    const sent = async (code: string, batch: QueuedMark[], added: WalkIn[]) => {
      this.state.sending = { done, total };
      this.options.onChange();
      await this.send(code, batch, added);
      done += batch.length + added.length;
    };
    for (const code of new Set([...walkIns, ...marks].map((one) => one.code))) {
      const isOfCode = (one: QueuedMark | WalkIn) => one.code === code;
      // People first: marks may be about them.
      for (const added of inBatches(walkIns.filter(isOfCode))) await sent(code, [], added);
      for (const batch of inBatches(marks.filter(isOfCode))) await sent(code, batch, []);
    }
    return total > 0;
  }

  private async send(code: string, marks: QueuedMark[], walkIns: WalkIn[]): Promise<void> {
    const device = await this.store.device();
    const unsent = await this.store.unsent();
    // A walk-in found on the list gave its marks another enrolment since the batch was cut; one the
    // server has not taken keeps its marks here.
    const fresh = new Map(unsent.marks.map((mark) => [mark.nonce, mark]));
    const unknown = new Set(unsent.walkIns.map((one) => one.enrolment));
    const current = marks.flatMap(({ nonce }) => fresh.get(nonce) ?? [])
      .filter((mark) => !unknown.has(mark.enrolment));
    if (current.length + walkIns.length === 0) return;
    await this.store.left(current.map((mark) => mark.nonce));
    const response = await this.ask(this.options.addresses.upload(code), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({
        device: device.id,
        device_name: device.name,
        sent_at: this.now().toISOString(),
        walk_ins: walkIns.map(asSentPerson),
        marks: current.map(asSentMark),
      }),
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    const answers = (await response.json()) as Answers;
    await this.store.acknowledge(answers);
    const isNews = (one: MarkAnswer | WalkInAnswer) => one.sentence !== "";
    this.state.told = [...this.state.told, ...answers.walk_ins.filter(isNews), ...answers.marks.filter(isNews)];
  }
}

function inBatches<T>(all: T[]): T[][] {
  const count = Math.ceil(all.length / BATCH);
  return Array.from({ length: count }, (_, n) => all.slice(n * BATCH, (n + 1) * BATCH));
}

function asSentMark(mark: QueuedMark): Record<string, unknown> {
  const { nonce, enrolment, half_day, status, at, note, strokes, typed, seen, made_at, by } = mark;
  return { nonce, enrolment, half_day, status, at, note, strokes, typed, seen, made_at, made_by: by.id };
}

function asSentPerson(walkIn: WalkIn): Record<string, unknown> {
  const { enrolment, last_name, first_name, employer, email, made_at, by } = walkIn;
  return { enrolment, last_name, first_name, employer, email, made_at, made_by: by.id };
}

/** How many were made long enough ago to worry. */
export function olderThanADay(marks: { made_at: string }[], now = new Date()): number {
  return marks.filter((mark) => now.getTime() - Date.parse(mark.made_at) >= OLD).length;
}
