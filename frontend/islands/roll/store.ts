/**
 * What the device holds: the day of one group, and what was not sent.
 *
 * The day is the server's and may be deleted at any time. The queue is people's work: a mark leaves
 * it when the server acknowledged it, or when a person deletes it.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Answers, KeptDay, QueuedMark, WalkIn } from "./types";

interface Schema extends DBSchema {
  day: { key: string; value: KeptDay };
  queue: { key: string; value: QueuedMark };
  walkIns: { key: string; value: WalkIn };
  device: { key: string; value: { id: string; name: string } };
}

export const DATABASE = "salle";

export interface Unsent {
  marks: QueuedMark[];
  walkIns: WalkIn[];
}

export class Store {
  private constructor(private readonly base: IDBPDatabase<Schema>) {}

  static async open(name = DATABASE): Promise<Store> {
    const base = await openDB<Schema>(name, 1, {
      upgrade(made) {
        made.createObjectStore("day", { keyPath: "code" });
        made.createObjectStore("queue", { keyPath: "nonce" });
        made.createObjectStore("walkIns", { keyPath: "enrolment" });
        made.createObjectStore("device");
      },
    });
    return new Store(base);
  }

  close(): void {
    this.base.close();
  }

  /** The install's own name, made once. */
  async device(): Promise<{ id: string; name: string }> {
    const known = await this.base.get("device", "me");
    if (known) return known;
    const made = { id: crypto.randomUUID(), name: "" };
    await this.base.put("device", made, "me");
    return made;
  }

  async nameDevice(name: string): Promise<void> {
    await this.base.put("device", { ...(await this.device()), name }, "me");
  }

  day(code: string): Promise<KeptDay | undefined> {
    return this.base.get("day", code);
  }

  /** Keep a day; those of other cohorts go: the device holds one group. */
  async keepDay(day: KeptDay): Promise<void> {
    const change = this.base.transaction("day", "readwrite");
    await change.store.clear();
    await change.store.put(day);
    await change.done;
  }

  /** Delete the days that someone else fetched; return whether there were any. */
  async forgetDaysOfOthers(person: string): Promise<boolean> {
    const theirs = (await this.base.getAll("day")).filter((day) => day.user.id !== person);
    for (const day of theirs) await this.base.delete("day", day.code);
    return theirs.length > 0;
  }

  /** Delete the days that are not today's at their own venue. */
  async forgetOldDays(now = new Date()): Promise<void> {
    for (const day of await this.base.getAll("day")) {
      const fetched = Date.parse(day.fetched_at);
      const isOld = dateIn(day.zone, new Date(fetched)) !== dateIn(day.zone, now);
      if (isOld) await this.base.delete("day", day.code);
    }
  }

  /** Everything not sent, oldest first, whatever the cohort. */
  async unsent(): Promise<Unsent> {
    const oldest = <T extends { made_at: string }>(found: T[]) =>
      found.sort((one, other) => one.made_at.localeCompare(other.made_at));
    return {
      marks: oldest(await this.base.getAll("queue")),
      walkIns: oldest(await this.base.getAll("walkIns")),
    };
  }

  /**
   * Queue a mark. One of the same person and half-day that never left is replaced by it, unless it
   * holds a signature: what was signed is sent.
   */
  async mark(mark: QueuedMark): Promise<void> {
    const change = this.base.transaction("queue", "readwrite");
    for (const other of await change.store.getAll()) {
      const isSame = other.enrolment === mark.enrolment && other.half_day === mark.half_day
        && other.by.id === mark.by.id;
      if (isSame && other.tries === 0 && !other.strokes && !other.typed) {
        await change.store.delete(other.nonce);
      }
    }
    await change.store.put(mark);
    await change.done;
  }

  async addWalkIn(walkIn: WalkIn): Promise<void> {
    await this.base.put("walkIns", walkIn);
  }

  /** Note that these left: from now on the server may have them. */
  async left(nonces: string[]): Promise<void> {
    const change = this.base.transaction("queue", "readwrite");
    for (const nonce of nonces) {
      const mark = await change.store.get(nonce);
      if (mark) await change.store.put({ ...mark, tries: mark.tries + 1 });
    }
    await change.done;
  }

  /** Take out what the server acknowledged; keep, with its reason, what it could not read. */
  async acknowledge(answers: Answers): Promise<void> {
    const change = this.base.transaction(["queue", "walkIns"], "readwrite");
    const queue = change.objectStore("queue");
    const walkIns = change.objectStore("walkIns");
    for (const answer of answers.walk_ins) {
      const walkIn = await walkIns.get(answer.enrolment);
      if (answer.state === "refused" || answer.state === "invalid") {
        if (walkIn) await walkIns.put({ ...walkIn, problem: answer.sentence });
        continue;
      }
      await walkIns.delete(answer.enrolment);
      if (answer.kept === answer.enrolment) continue;
      for (const mark of await queue.getAll()) {
        if (mark.enrolment === answer.enrolment) await queue.put({ ...mark, enrolment: answer.kept });
      }
    }
    for (const answer of answers.marks) {
      const mark = await queue.get(answer.nonce);
      if (!mark) continue;
      if (answer.state === "invalid") await queue.put({ ...mark, problem: answer.sentence });
      else await queue.delete(answer.nonce);
    }
    await change.done;
  }

  /** A person's own decision, asked twice: the mark is nowhere any more. */
  async discard(nonce: string): Promise<void> {
    await this.base.delete("queue", nonce);
  }

  /** As `discard`, for someone added here, with the marks made of them. */
  async discardWalkIn(enrolment: string): Promise<void> {
    const change = this.base.transaction(["queue", "walkIns"], "readwrite");
    await change.objectStore("walkIns").delete(enrolment);
    const queue = change.objectStore("queue");
    for (const mark of await queue.getAll()) {
      if (mark.enrolment === enrolment) await queue.delete(mark.nonce);
    }
    await change.done;
  }
}

/** The date in a time zone, as "2026-03-17". */
export function dateIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(at);
}
