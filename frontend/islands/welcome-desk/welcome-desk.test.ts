import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { codeIn, keyOf } from "./codes";
import { welcomeDesk } from "./index";
import { Queue, type Act } from "./queue";

const CODE = "abcdefghijklmnopqrstuvwxyz234567abcdefg";
const ME = "0b6e7f3c-0000-4000-8000-000000000001";
const OTHER = "0b6e7f3c-0000-4000-8000-000000000002";

/** What a scanner set to a US keyboard types on a French one. */
const ON_AZERTY: Record<string, string> = {
  a: "q", q: "a", w: "z", z: "w", m: ",", "/": "!", ":": "M", ".": ":", "2": "é", "3": "\"",
  "4": "'", "5": "(", "6": "-", "7": "è",
};

describe("codes", () => {
  test("are found in an address, alone, and in capitals", () => {
    expect(codeIn(`https://site.example/b/${CODE}/`)).toBe(CODE);
    expect(codeIn(` ${CODE.toUpperCase()}\n`)).toBe(CODE);
  });
  test("are found however the keyboard garbles them", () => {
    const typed = [...`https://site.example/b/${CODE}/`].map((key) => ON_AZERTY[key] ?? key).join("");
    expect(codeIn(typed)).toBe(CODE);
  });
  test("are not found in names nor in other addresses", () => {
    expect(codeIn("Marie-Charlotte de La Rochefoucauld-Montbel")).toBeNull();
    expect(codeIn(`https://site.example/verifier/${CODE.slice(1)}/`)).toBeNull();
  });
});

test("a queue keeps what waits, in order, until it is answered", () => {
  const queue = new Queue("desk:essai", localStorage);
  const act = (nonce: string): Act => ({ nonce, at: "2026-03-03T08:00:00Z", half_day: 1 });
  queue.add(act("1"));
  queue.add(act("2"));
  new Queue("desk:essai", localStorage).add(act("3"));
  queue.drop(["2"]);
  expect(queue.all().map((one) => one.nonce)).toEqual(["1", "3"]);
  expect(queue.isOld(Date.parse("2026-03-04T07:59:00Z"))).toBe(false);
  expect(queue.isOld(Date.parse("2026-03-04T08:01:00Z"))).toBe(true);
  queue.drop(["1", "3"]);
  expect(localStorage.getItem("desk:essai")).toBeNull();
});

describe("the desk", () => {
  let root: HTMLElement;
  let cleanup: () => void;
  let isAway: boolean;
  let sent: { acts: Act[] }[];

  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done, 0));
  };
  const text = (what: string) => root.querySelector(what)?.textContent;
  const tone = () => root.querySelector<HTMLElement>("[data-answer]")!.dataset["tone"];
  const type = (typed: string) => {
    const field = root.querySelector<HTMLInputElement>("input[type=search]")!;
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const press = (what: string) => root.querySelector<HTMLButtonElement>(what)!.click();

  beforeEach(() => {
    localStorage.clear();
    [isAway, sent] = [false, []];
    vi.stubGlobal("fetch", async (url: string, asked?: { body: string }) => {
      if (isAway) throw new TypeError("network");
      if (!url.startsWith("/envoi")) {
        return { status: 200, json: async () => ({ now: "", expected: 2, arrived: 0, late: 0, changes: [] }) };
      }
      const told = JSON.parse(asked!.body) as { acts: Act[] };
      sent.push(told);
      const said = told.acts.map((act) => ({
        nonce: act.nonce, tone: "good", name: "Lou Garance", employer: "", words: "Arrivée notée à 8 h 52.",
        enrolment: act.enrolment ?? ME, here: !act.undo, hour: "8 h 52", undo: !act.undo,
      }));
      return { status: 200, json: async () => ({ said }) };
    });
    const row = (id: string, name: string) =>
      `<li data-person="${id}" data-key="" data-text="${name}" data-name="${name}" data-employer="" data-state="awaited">
        <span data-hour></span><button name="personne" value="${id}"></button></li>`;
    document.body.innerHTML = `<div id="root" data-scans="/envoi/" data-state="/etat/" data-half-day="7" data-group="essai" data-now="">
      <script type="application/json">{"arrived":"Notée","already":"Déjà là depuis {hour}.","unknown":"Inconnu","undone":"Reprise","one":"{n} en attente","many":"{n} en attente"}</script>
      <span data-arrived>0</span>
      <div data-answer><p data-answer-name></p><p data-answer-employer></p><p data-answer-words></p>
        <button type="button" data-undo hidden></button></div>
      <div data-waiting hidden><b data-waiting-words></b><p data-away hidden></p><p data-signed-out hidden></p><button type="button" data-resend></button></div>
      <form><input type="search"></form>
      <form><ol data-list>${row(ME, "Garance Lou")}${row(OTHER, "Hervé Zoé")}</ol></form><p data-none hidden></p></div>`;
    root = document.querySelector<HTMLElement>("#root")!;
    cleanup = welcomeDesk(root);
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  test("answers a scanned code once in three seconds, and says what the server says", async () => {
    type(CODE);
    type(CODE);
    type("!");
    expect(root.querySelector<HTMLInputElement>("input[type=search]")!.value).toBe("");
    await settle();
    expect(sent.flatMap((one) => one.acts).map((act) => act.code)).toEqual([CODE]);
    expect(text("[data-answer-words]")).toBe("Arrivée notée à 8 h 52.");
    expect(tone()).toBe("good");
  });

  test("answers at once whom the list knows, and sends together what is scanned one after the other", async () => {
    const codes = [CODE, `${CODE.slice(0, -1)}${CODE.endsWith("a") ? "b" : "a"}`];
    const rows = [...root.querySelectorAll<HTMLElement>("[data-person]")];
    for (const [at, code] of codes.entries()) rows[at]!.dataset["key"] = (await keyOf(code)) ?? "";
    cleanup();
    cleanup = welcomeDesk(root);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    codes.forEach(type);
    await vi.waitFor(() => expect(text("[data-arrived]")).toBe("2"));
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1200);
    vi.useRealTimers();
    await settle();
    expect(sent.map((one) => one.acts.length)).toEqual([2]);
  });

  test("finds a name without its accents, and counts who is touched", async () => {
    type("herve");
    expect(root.querySelector<HTMLElement>(`[data-person="${ME}"]`)!.hidden).toBe(true);
    press(`button[value="${OTHER}"]`);
    await settle();
    expect(text("[data-arrived]")).toBe("1");
    expect(text(`[data-person="${OTHER}"] [data-hour]`)).toBe("8 h 52");
    press("[data-undo]");
    expect(text("[data-arrived]")).toBe("0");
    await settle();
    expect(sent.flatMap((one) => one.acts).map((act) => act.undo ?? false)).toEqual([false, true]);
  });

  test("keeps arrivals without network, and sends them once when it is back", async () => {
    isAway = true;
    press(`button[value="${ME}"]`);
    await settle();
    press(`button[value="${OTHER}"]`);
    await settle();
    expect(text("[data-waiting-words]")).toBe("2 en attente");
    expect(root.querySelector<HTMLElement>("[data-away]")!.hidden).toBe(false);
    isAway = false;
    press("[data-resend]");
    await settle();
    expect(sent.flatMap((one) => one.acts).map((act) => act.enrolment)).toEqual([ME, OTHER]);
    expect(root.querySelector<HTMLElement>("[data-waiting]")!.hidden).toBe(true);
    expect(localStorage.getItem("desk:essai")).toBeNull();
  });

  test("sends, once it opens again, what a closed page had kept", async () => {
    cleanup();
    const kept: Act = { nonce: "n", at: new Date().toISOString(), half_day: 7, enrolment: ME };
    new Queue("desk:essai", localStorage).add(kept);
    cleanup = welcomeDesk(root);
    await settle();
    expect(sent[0]!.acts).toEqual([kept]);
  });
});
