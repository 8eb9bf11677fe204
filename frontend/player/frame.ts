/**
 * Runs first in the opaque frame: prepares the page, loads H5P's core then the libraries in their
 * order, waits for the page's `start`, plays the content and tells the page what happens.
 */
import { CONTEXT, type FromFrame, type Start } from "./protocol";
import { standAlone } from "./shim";

interface Content {
  url: string;
  contentUserData?: unknown;
  [key: string]: unknown;
}

interface Boot {
  core: string;
  scripts: string[];
  contentId: string;
  integration: { contents: Record<string, Content>; [key: string]: unknown };
}

interface Instance {
  getCurrentState?: () => unknown;
  trigger?: (event: string) => void;
}

interface Core {
  preventInit: boolean;
  instances: Instance[];
  externalDispatcher: { on(event: string, listener: (event: { data: { statement: unknown } }) => void): void };
  jQuery(target: Document): { ready(then: () => void): void };
  init(target: Element): void;
  error(message: unknown): void;
  setUserData(id: string, key: string, data: unknown, options?: object): void;
  deleteUserData(id: string, key: string, subContent?: string): void;
}

const SAVE_AFTER = 700;
const host = window as unknown as { H5P: Core; H5PIntegration: Boot["integration"] };
const page = window.parent;
const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as Boot;
let nonce: string | null = null;
let failed = false;
const waiting: FromFrame[] = [];

function tell(message: FromFrame): void {
  if (message.kind !== "hello" && nonce === null) waiting.push(message);
  else page.postMessage({ context: CONTEXT, nonce, ...message }, "*");
}

function fail(reason: unknown): void {
  if (failed || host.H5P?.instances?.length) return; // what is drawn survives one error
  failed = true;
  tell({ kind: "failed", reason: String(reason) });
}

/** Load a script after those already asked for; the listener runs before the next script does. */
function load(address: string, then?: () => void): Promise<void> {
  return new Promise((done) => {
    const script = document.createElement("script");
    script.async = false;
    script.crossOrigin = "anonymous"; // so that an error says more than "Script error."
    script.addEventListener("load", () => {
      then?.();
      done();
    });
    script.addEventListener("error", () => {
      console.error(`H5P: ${address} was not loaded`);
      done();
    });
    script.src = address;
    document.head.append(script);
  });
}

/** Between the core and the libraries: what a library says while it loads is heard too. */
function listen(): void {
  const { H5P } = host;
  H5P.externalDispatcher.on("xAPI", (event) => {
    const statement = JSON.parse(JSON.stringify(event.data.statement));
    tell({ kind: "statement", statement });
    saveSoon();
  });
  for (const name of ["setUserData", "deleteUserData"] as const) {
    const original = H5P[name] as (...given: unknown[]) => void;
    H5P[name] = (...given: unknown[]) => {
      original.apply(H5P, given);
      tellState();
    };
  }
  const report = H5P.error;
  H5P.error = (message) => {
    report.call(H5P, message);
    fail(message);
  };
  H5P.preventInit = true;
}

let lastState = "";
function tellState(): void {
  const data = JSON.stringify(host.H5PIntegration.contents[`cid-${boot.contentId}`]?.contentUserData ?? {});
  if (data === lastState) return;
  lastState = data;
  tell({ kind: "state", data });
}

let timer = 0;
function saveSoon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(save, SAVE_AFTER);
}

function save(): void {
  for (const instance of host.H5P.instances) {
    const state = instance.getCurrentState?.();
    if (state !== undefined) host.H5P.setUserData(boot.contentId, "state", state, { deleteOnChange: true });
  }
}

function play(start: Start): void {
  const content = host.H5PIntegration.contents[`cid-${boot.contentId}`];
  if (!content) return fail("no content");
  content.url = start.objectId;
  if (start.state) {
    try {
      content.contentUserData = JSON.parse(start.state);
      lastState = start.state;
    } catch {
      console.error("H5P: the saved state cannot be read");
    }
  }
  try {
    host.H5P.preventInit = false;
    host.H5P.init(document.body);
  } catch (error) {
    fail(error);
  }
  if (host.H5P.instances.length === 0) return fail("nothing was drawn");
  for (const event of ["click", "input", "keyup", "drop"]) {
    document.addEventListener(event, saveSoon, true);
  }
  tell({ kind: "ready" });
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return; // our own height coming back is no news
    width = window.innerWidth;
    for (const instance of host.H5P.instances) instance.trigger?.("resize");
  });
}

function followHeight(): void {
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    tell({ kind: "height", height });
  }).observe(document.body);
}

async function run(): Promise<void> {
  const loading = [load(boot.core, listen), ...boot.scripts.map((address) => load(address))];
  const started = new Promise<Start>((resolve) => {
    window.addEventListener("message", function hear(event: MessageEvent) {
      const data = event.data as (Start & { context?: string }) | null;
      if (event.source !== page || data?.context !== CONTEXT || data.kind !== "start") return;
      window.removeEventListener("message", hear);
      nonce = data.nonce;
      resolve(data);
    });
  });
  const parsed = new Promise<void>((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => resolve());
    else resolve();
  });
  tell({ kind: "hello" });
  const [start] = await Promise.all([started, parsed, ...loading]);
  for (const message of waiting.splice(0)) tell(message);
  // What the core and the libraries do once the page is ready comes before the content.
  host.H5P.jQuery(document).ready(() => {
    followHeight();
    play(start);
  });
}

standAlone(window);
host.H5PIntegration = boot.integration;
host.H5P = { preventInit: true } as Core;
window.addEventListener("error", (event) => fail(event.message));
window.addEventListener("unhandledrejection", (event) => fail(event.reason));
void run();
