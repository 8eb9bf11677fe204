import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDay, aMark, aWalkIn, COLLEAGUE, TRAINER } from "./samples";
import { dateIn, Store } from "./store";
import { BATCH, olderThanADay, Sync, type Options } from "./sync";
import type { Answers, MarkAnswer } from "./types";

interface Sent {
  url: string;
  body: { marks: Record<string, string>[]; walk_ins: Record<string, string>[]; device: string };
}

let store: Store;
let sent: Sent[];
let answer: (body: Sent["body"]) => Answers;
let network: "up" | "down" | "expired" | "closed" | "cut-after-receiving";
let told = aDay();
let count = 0;

const applied = (nonce: string): MarkAnswer => ({ nonce, state: "applied", sentence: "" });

async function server(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  if (network === "down") throw new TypeError("Failed to fetch");
  if (network === "expired") return { type: "opaqueredirect" } as Response;
  if (network === "closed") return new Response("", { status: 404 });
  if (init?.method !== "POST") {
    const known = new Headers(init?.headers).get("If-None-Match");
    const headers = { "ETag": told.etag, "X-CSRFToken": "token" };
    return known === told.etag ? new Response(null, { status: 304, headers }) : new Response(JSON.stringify(told), { headers });
  }
  const body = JSON.parse(String(init.body)) as Sent["body"];
  sent.push({ url: String(url), body });
  if (network === "cut-after-receiving") throw new TypeError("Failed to fetch");
  return new Response(JSON.stringify(answer(body)));
}

function aSync(changes: Partial<Options> = {}): Sync {
  return new Sync(store, {
    code: "lyon", user: TRAINER, onChange: () => {}, fetch: server, isOnline: () => true,
    addresses: { data: (code) => `/salle/${code}/appel/donnees/`, upload: (code) => `/salle/${code}/appel/envoi/` },
    ...changes,
  });
}

beforeEach(async () => {
  store = await Store.open(`salle-${(count += 1)}`);
  [sent, network, told] = [[], "up", aDay()];
  answer = ({ marks, walk_ins }) => ({
    marks: marks.map((mark) => applied(mark["nonce"] ?? "")),
    walk_ins: walk_ins.map((one) => ({ enrolment: one["enrolment"] ?? "", kept: one["enrolment"] ?? "", state: "enrolled", sentence: "" })),
  });
});
afterEach(() => store.close());

describe("the queue", () => {
  it("is emptied by what the server acknowledges, and by nothing else", async () => {
    const [kept, gone] = [aMark({ enrolment: "a" }), aMark({ enrolment: "z" })];
    await store.mark(kept);
    await store.mark(gone);
    answer = () => ({ marks: [applied(gone.nonce)], walk_ins: [] });
    const sync = aSync();
    await sync.run();
    sync.stop();
    expect((await store.unsent()).marks.map((mark) => mark.nonce)).toEqual([kept.nonce]);
  });

  it("keeps everything while there is no network, and says since when", async () => {
    network = "down";
    await store.mark(aMark());
    const sync = aSync({ now: () => new Date("2027-03-17T08:06:00Z") });
    await sync.run();
    expect(sync.state.network).toBe("offline");
    expect(sync.state.offlineSince?.toISOString()).toBe("2027-03-17T08:06:00.000Z");
    expect((await store.unsent()).marks).toHaveLength(1);
    network = "up";
    await sync.run();
    sync.stop();
    expect(sync.state).toMatchObject({ network: "online", offlineSince: null });
    expect((await store.unsent()).marks).toEqual([]);
  });

  it("sends again under the same nonce what may have been received", async () => {
    network = "cut-after-receiving";
    const first = aMark({ status: "present" });
    await store.mark(first);
    const sync = aSync();
    await sync.run();
    await store.mark(aMark({ status: "absent" }));
    network = "up";
    await sync.run();
    sync.stop();
    const nonces = sent.map(({ body }) => body.marks.map((mark) => mark["nonce"]));
    expect(nonces[0]).toEqual([first.nonce]);
    expect(nonces[1]?.[0]).toBe(first.nonce);
    expect(nonces[1]).toHaveLength(2);
  });

  it("replaces a slip of the finger that never left, but no signature", async () => {
    await store.mark(aMark({ status: "absent" }));
    await store.mark(aMark({ status: "present" }));
    expect((await store.unsent()).marks.map((mark) => mark.status)).toEqual(["present"]);
    await store.mark(aMark({ status: "present", strokes: "M 1 1 L 2 2" }));
    await store.mark(aMark({ status: "late", at: "2027-03-17T08:12:00Z" }));
    expect((await store.unsent()).marks.map((mark) => mark.status)).toEqual(["present", "late"]);
  });

  it("leaves in batches, one that the server cannot read staying with its reason", async () => {
    const marks = Array.from({ length: BATCH + 2 }, (_, n) => aMark({ enrolment: `p${n}` }));
    for (const mark of marks) await store.mark(mark);
    const seen: string[] = [];
    answer = (body) => ({
      walk_ins: [],
      marks: body.marks.map(({ nonce = "" }) => nonce === marks[0]?.nonce ? { nonce, state: "invalid", sentence: "Illisible." } : applied(nonce)),
    });
    const sync = aSync({ onChange: () => seen.push(sync.state.sending ? `${sync.state.sending.done}/${sync.state.sending.total}` : "") });
    await sync.run();
    await sync.run();
    sync.stop();
    expect(sent.map(({ body }) => body.marks.length)).toEqual([BATCH, 2]);
    expect(seen).toContain(`${BATCH}/${BATCH + 2}`);
    expect((await store.unsent()).marks).toMatchObject([{ nonce: marks[0]?.nonce, problem: "Illisible." }]);
    expect(sync.state.told.map((one) => one.sentence)).toEqual(["Illisible."]);
  });

  it("goes to the cohort each mark was made for", async () => {
    await store.mark(aMark({ code: "paris", enrolment: "p" }));
    await store.mark(aMark({ code: "lyon" }));
    const sync = aSync();
    await sync.run();
    sync.stop();
    expect(sent.map(({ url }) => url).sort()).toEqual(["/salle/lyon/appel/envoi/", "/salle/paris/appel/envoi/"]);
  });

  it("survives the end of a session, and other people's visits", async () => {
    network = "expired";
    await store.mark(aMark());
    const sync = aSync();
    await sync.run();
    expect(sync.state.network).toBe("expired");
    network = "up";
    const theirs = aSync({ user: COLLEAGUE });
    await theirs.run();
    expect(sent).toEqual([]);
    theirs.takenOver.add(TRAINER.id);
    await theirs.run();
    for (const one of [sync, theirs]) one.stop();
    expect(sent[0]?.body.marks[0]).toMatchObject({ made_by: TRAINER.id });
    expect((await store.unsent()).marks).toEqual([]);
  });

  it("is sent to nobody by an account that does not run the cohort", async () => {
    network = "closed";
    await store.mark(aMark());
    const sync = aSync();
    await sync.run();
    sync.stop();
    expect(sync.state.network).toBe("closed");
    expect((await store.unsent()).marks).toHaveLength(1);
  });

  it("worries after a day", () => {
    const now = new Date("2027-03-18T09:00:00Z");
    expect(olderThanADay([aMark({ made_at: "2027-03-17T09:00:00Z" }), aMark({ made_at: "2027-03-17T09:00:01Z" })], now)).toBe(1);
  });
});

describe("someone added here", () => {
  it("leaves before the marks about them, which follow the enrolment they already had", async () => {
    await store.addWalkIn(aWalkIn());
    await store.mark(aMark({ enrolment: "w" }));
    const usual = answer;
    answer = (body) => ({
      ...usual(body),
      walk_ins: body.walk_ins.map((one) => ({ enrolment: one["enrolment"] ?? "", kept: "z", state: "known", sentence: "Déjà là." })),
    });
    const sync = aSync();
    await sync.run();
    sync.stop();
    expect(sent.map(({ body }) => [body.walk_ins.length, body.marks.map((mark) => mark["enrolment"])])).toEqual([[1, []], [0, ["z"]]]);
    expect(await store.unsent()).toEqual({ marks: [], walkIns: [] });
  });

  it("keeps their marks here as long as the server does not take them", async () => {
    await store.addWalkIn(aWalkIn());
    await store.mark(aMark({ enrolment: "w" }));
    answer = () => ({ marks: [], walk_ins: [{ enrolment: "w", kept: "", state: "refused", sentence: "Non." }] });
    const sync = aSync();
    await sync.run();
    await sync.run();
    sync.stop();
    expect(sent).toHaveLength(1);
    expect(await store.unsent()).toMatchObject({ marks: [{ enrolment: "w" }], walkIns: [{ problem: "Non." }] });
    await store.discardWalkIn("w");
    expect(await store.unsent()).toEqual({ marks: [], walkIns: [] });
  });
});

describe("the day", () => {
  it("is fetched once, then only when it changed", async () => {
    const sync = aSync();
    await sync.run();
    const first = await store.day("lyon");
    told = aDay({ to_settle: 2, etag: '"two"' });
    await sync.run();
    sync.stop();
    expect(first?.to_settle).toBe(0);
    expect((await store.day("lyon"))?.to_settle).toBe(2);
  });

  it("leaves the device for another cohort's, the next day, and for someone else; marks do not", async () => {
    await store.mark(aMark());
    await store.keepDay(aDay());
    await store.keepDay(aDay({ code: "paris" }));
    expect(await store.day("lyon")).toBeUndefined();
    await store.forgetOldDays(new Date("2027-03-17T20:00:00Z"));
    expect(await store.day("paris")).toBeDefined();
    await store.forgetOldDays(new Date("2027-03-18T06:00:00Z"));
    expect(await store.day("paris")).toBeUndefined();
    await store.keepDay(aDay());
    expect(await store.forgetDaysOfOthers(TRAINER.id)).toBe(false);
    expect(await store.forgetDaysOfOthers("")).toBe(true);
    expect(await store.day("lyon")).toBeUndefined();
    expect((await store.unsent()).marks).toHaveLength(1);
  });

  it("is the venue's", () => {
    expect(dateIn("Indian/Reunion", new Date("2027-03-17T21:00:00Z"))).toBe("2027-03-18");
  });
});

describe("the device", () => {
  it("has one name for good, and the one people gave it", async () => {
    const { id } = await store.device();
    await store.nameDevice("Tablette de l’accueil");
    expect(await store.device()).toEqual({ id, name: "Tablette de l’accueil" });
  });
});
