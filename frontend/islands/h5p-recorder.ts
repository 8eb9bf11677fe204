/**
 * Sends what a content says to the server, one thing at a time and in order; keeps it and tries
 * again while the network is away. A statement sent twice has one effect: its id is its own.
 */
import type { Statement } from "../player/protocol";

const RETRY_AFTER = 4_000;
const STATE_AFTER = 1_500;
const MOST_WAITING = 200;
const MOST_KEPT_ALIVE = 60 * 1024;

export interface Addresses {
  statementsUrl: string;
  stateUrl: string;
  csrf: () => string;
  /** Told true when something waits for the network, false once all is sent. */
  onDelay: (late: boolean) => void;
}

/** A random UUID, also where `crypto.randomUUID` is not offered (pages without HTTPS). */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Recorder {
  private readonly waiting: Statement[] = [];
  private unsaved: string | null = null;
  private sending = false;
  private timer = 0;

  constructor(private readonly to: Addresses) {}

  /** Say that the activity was opened: some contents say nothing themselves. */
  opened(objectId: string): void {
    this.statement({
      verb: { id: "http://adlnet.gov/expapi/verbs/initialized" },
      object: { objectType: "Activity", id: objectId },
    });
  }

  statement(statement: Statement): void {
    if (!this.to.statementsUrl || this.waiting.length >= MOST_WAITING) return;
    this.waiting.push({ ...statement, id: uuid(), timestamp: new Date().toISOString() });
    void this.work();
  }

  state(data: string): void {
    if (!this.to.stateUrl) return;
    this.unsaved = data;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.work(), STATE_AFTER);
  }

  /** Whatever is said of the state from now on is of no use: the person starts again. */
  forgetState(): void {
    this.to.stateUrl = "";
    this.unsaved = null;
  }

  /** The page goes away: send what is left in requests that outlive it. */
  flush(): void {
    window.clearTimeout(this.timer);
    for (const statement of this.waiting) void this.send("POST", this.to.statementsUrl, statement, true);
    this.sendState(true);
  }

  private sendState(keepalive: boolean): Promise<boolean> {
    const data = this.unsaved;
    if (data === null) return Promise.resolve(true);
    this.unsaved = null;
    return this.send("PUT", this.to.stateUrl, { data }, keepalive).then((done) => {
      if (!done && this.unsaved === null) this.unsaved = data;
      return done;
    });
  }

  private async work(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    let done = true;
    while (done && this.waiting[0]) {
      done = await this.send("POST", this.to.statementsUrl, this.waiting[0]);
      if (done) this.waiting.shift();
    }
    if (done) done = await this.sendState(false);
    this.sending = false;
    this.to.onDelay(!done);
    if (!done) this.timer = window.setTimeout(() => void this.work(), RETRY_AFTER);
    else if (this.waiting.length > 0) void this.work();
  }

  /** Return whether there is nothing to send again: taken, or refused for good. */
  private async send(method: string, url: string, body: unknown, keepalive = false): Promise<boolean> {
    const text = JSON.stringify(body);
    try {
      const response = await fetch(url, {
        method,
        body: text,
        keepalive: keepalive && text.length < MOST_KEPT_ALIVE,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.to.csrf() },
      });
      return response.status < 500 && response.status !== 429;
    } catch {
      return false;
    }
  }
}
