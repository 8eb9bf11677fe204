import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bucket, h5pPlayer } from "./h5p-player";
import { uuid } from "./h5p-recorder";
import { CONTEXT, MOST_BYTES, readMessage } from "../player/protocol";

const ANSWERED = "http://adlnet.gov/expapi/verbs/answered";
const sent: { url: string; method: string; body: unknown; csrf: string }[] = [];
let status = 201;

function page(urls = true): { root: HTMLElement; frame: HTMLIFrameElement; started: () => { nonce: string; state: string } } {
  document.body.innerHTML = `
    <section data-object-id="urn:a" ${urls ? 'data-statements-url="/s/" data-state-url="/e/"' : ""}>
      <div data-live hidden><p data-loading></p><div data-failed hidden></div>
      <iframe data-src="about:blank"></iframe><span data-unsaved hidden></span></div>
      <script type="application/json">"{\\"0\\":1}"</script>
      <input name="csrfmiddlewaretoken" value="jeton">
    </section>`;
  const root = document.querySelector<HTMLElement>("section")!;
  const frame = root.querySelector("iframe")!;
  const posted: unknown[] = [];
  const inner = { postMessage: (message: unknown) => posted.push(message) };
  Object.defineProperty(frame, "contentWindow", { value: inner });
  return { root, frame, started: () => posted.at(-1) as { nonce: string; state: string } };
}

const say = (frame: HTMLIFrameElement, data: object, source: unknown = frame.contentWindow) => {
  const event = new MessageEvent("message", { data: { context: CONTEXT, ...data } });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
};
const statement = (more: object = {}) => ({ verb: { id: ANSWERED }, object: { id: "urn:a" }, ...more });
const settled = () => vi.advanceTimersByTimeAsync(2_000);
const statements = () => sent.filter((one) => one.url === "/s/").map((one) => one.body as { verb: { id: string } });

describe("the player", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    sent.length = 0;
    status = 201;
    vi.stubGlobal("fetch", (url: string, asked: RequestInit) => {
      const headers = asked.headers as Record<string, string>;
      sent.push({ url, method: asked.method ?? "", body: JSON.parse(String(asked.body)), csrf: headers["X-CSRFToken"] ?? "" });
      return status === 0 ? Promise.reject(new TypeError("offline")) : Promise.resolve({ status });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("gives the saved state and a nonce of this load to its frame", () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    const first = started();
    expect(first).toMatchObject({ context: CONTEXT, kind: "start", objectId: "urn:a", state: '{"0":1}' });
    say(frame, { kind: "hello" });
    expect(started().nonce).not.toBe(first.nonce);
    stop();
  });

  it("records what its frame says, with the csrf token and an id", async () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    const { nonce } = started();
    say(frame, { kind: "ready", nonce });
    say(frame, { kind: "statement", nonce, statement: statement() });
    await settled();
    expect(statements().map((one) => one.verb.id.split("/").pop())).toEqual(["initialized", "answered"]);
    expect(sent[0]).toMatchObject({ method: "POST", csrf: "jeton" });
    expect(sent[0]?.body).toHaveProperty("id");
    stop();
  });

  it("hears neither other windows nor other nonces", async () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    const { nonce } = started();
    say(frame, { kind: "statement", nonce, statement: statement() }, window);
    say(frame, { kind: "statement", nonce: "autre", statement: statement() });
    say(frame, { kind: "statement", statement: statement() });
    await settled();
    expect(sent).toEqual([]);
    stop();
  });

  it("saves the state once things are calm, and at once when the page goes away", async () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    const { nonce } = started();
    for (const data of ["1", "2", "3"]) say(frame, { kind: "state", nonce, data });
    await settled();
    expect(sent).toEqual([{ url: "/e/", method: "PUT", body: { data: "3" }, csrf: "jeton" }]);
    say(frame, { kind: "state", nonce, data: "4" });
    window.dispatchEvent(new Event("pagehide"));
    expect(sent.at(-1)?.body).toEqual({ data: "4" });
    stop();
  });

  it("keeps what it could not send, says so, and tries again", async () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    status = 0;
    say(frame, { kind: "statement", nonce: started().nonce, statement: statement() });
    await settled();
    expect(root.querySelector("[data-unsaved]")?.hasAttribute("hidden")).toBe(false);
    status = 201;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(root.querySelector("[data-unsaved]")?.hasAttribute("hidden")).toBe(true);
    const ids = sent.map((one) => (one.body as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    stop();
  });

  it("does not send again what the server refuses for good", async () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    status = 400;
    say(frame, { kind: "hello" });
    say(frame, { kind: "statement", nonce: started().nonce, statement: statement() });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(1);
    stop();
  });

  it("keeps nothing of a preview", async () => {
    const { root, frame, started } = page(false);
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    const { nonce } = started();
    say(frame, { kind: "ready", nonce });
    say(frame, { kind: "state", nonce, data: "1" });
    await settled();
    expect(sent).toEqual([]);
    stop();
  });

  it("starts again without sending the state it is told to forget", async () => {
    const { root, frame, started } = page();
    document.body.insertAdjacentHTML("beforeend", "<form data-h5p-reset></form>");
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    say(frame, { kind: "state", nonce: started().nonce, data: "1" });
    document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }));
    window.dispatchEvent(new Event("pagehide"));
    await settled();
    expect(sent).toEqual([]);
    stop();
  });

  it("says in words that it failed, or that nothing came", async () => {
    const failed = (root: HTMLElement) => !root.querySelector("[data-failed]")?.hasAttribute("hidden");
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const one = page();
    const stop = h5pPlayer(one.root);
    expect(failed(one.root)).toBe(false);
    say(one.frame, { kind: "hello" });
    say(one.frame, { kind: "failed", nonce: one.started().nonce, reason: "x" });
    expect(failed(one.root)).toBe(true);
    stop();
    const silent = page();
    const leave = h5pPlayer(silent.root);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(failed(silent.root)).toBe(true);
    leave();
  });

  it("follows the height its content asks for, within reason", () => {
    const { root, frame, started } = page();
    const stop = h5pPlayer(root);
    say(frame, { kind: "hello" });
    const { nonce } = started();
    say(frame, { kind: "height", nonce, height: 480 });
    expect(frame.style.getPropertyValue("--height")).toBe("480");
    say(frame, { kind: "height", nonce, height: 1e9 });
    expect(frame.style.getPropertyValue("--height")).toBe("20000");
    stop();
  });
});

describe("messages", () => {
  const read = (data: object) => readMessage({ context: CONTEXT, nonce: "n", ...data }, "n");

  it("are of kinds and verbs that are known, and not too large", () => {
    expect(read({ kind: "statement", statement: statement() })).not.toBeNull();
    expect(read({ kind: "statement", statement: { verb: { id: "urn:voided" } } })).toBeNull();
    expect(read({ kind: "statement", statement: statement({ x: "é".repeat(MOST_BYTES / 2) }) })).toBeNull();
    expect(read({ kind: "state", data: { a: 1 } })).toBeNull();
    expect(read({ kind: "height", height: Number.NaN })).toBeNull();
    expect(read({ kind: "eval", code: "1" })).toBeNull();
    expect(readMessage("hello", "n")).toBeNull();
    expect(readMessage({ kind: "hello" }, null)).toBeNull();
  });

  it("come so many at once, then so many a second", () => {
    let now = 0;
    const may = bucket(2, 1, () => now);
    expect([may(), may(), may()]).toEqual([true, true, false]);
    now = 1_000;
    expect([may(), may()]).toEqual([true, false]);
  });

  it("get identifiers of their own", () => {
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid()).not.toBe(uuid());
  });
});
