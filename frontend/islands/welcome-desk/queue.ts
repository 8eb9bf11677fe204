/**
 * What was scanned and the server has not answered yet, kept on the device whatever happens to the
 * page: a cut network, a closed lid, a session that ended. It holds codes and times, no name.
 */

export type Act = {
  /** Made here, once: the server does nothing twice for it. */
  nonce: string;
  /** This device's clock when it was done. */
  at: string;
  half_day: number;
  code?: string;
  enrolment?: string;
  undo?: boolean;
};

const A_DAY_MS = 24 * 3600 * 1000;

export class Queue {
  constructor(
    private readonly name: string,
    private readonly store: Storage,
  ) {}

  /** What waits, in the order it was done. */
  all(): Act[] {
    try {
      const kept: unknown = JSON.parse(this.store.getItem(this.name) ?? "[]");
      return Array.isArray(kept) ? (kept as Act[]) : [];
    } catch {
      return [];
    }
  }

  add(act: Act): void {
    this.keep([...this.all(), act]);
  }

  /** Forget what the server has answered; another window may have added since. */
  drop(nonces: Iterable<string>): void {
    const answered = new Set(nonces);
    this.keep(this.all().filter((act) => !answered.has(act.nonce)));
  }

  /** Whether something has waited for a day: it is time to worry. */
  isOld(now: number): boolean {
    return this.all().some((act) => now - Date.parse(act.at) > A_DAY_MS);
  }

  private keep(acts: Act[]): void {
    if (acts.length) this.store.setItem(this.name, JSON.stringify(acts));
    else this.store.removeItem(this.name);
  }
}

/** Return a number nobody else draws; older pages have no `randomUUID` off HTTPS. */
export function newNonce(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Return what this browser is known by: the same as long as nobody empties it. */
export function deviceId(store: Storage): string {
  const known = store.getItem("device") ?? newNonce();
  store.setItem("device", known);
  return known;
}
