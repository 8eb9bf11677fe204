/**
 * The room's service worker: opens the roll-call without network.
 *
 * The server writes before this script `const SHELL = {version, statics, files}`: the files of the
 * page, and a version that changes with them. It keeps no data: the roll-call holds its own.
 */
import { answerTo, START } from "./answers";

interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(name: string, heard: (event: WorkerEvent) => void): void;
}
interface WorkerEvent extends Event {
  readonly request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

declare const SHELL: { version: string; statics: string; files: string[] };
const worker = self as unknown as Worker;

const FILES = `salle-fichiers-${SHELL.version}`;
/** The pages: `islands/roll/shell.ts` puts them there and takes them away. */
const PAGES = "salle-pages";
/** A network that does not answer is no network: people stand in front of the trainer. */
const PATIENCE = 4_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((kept) => kept.addAll(SHELL.files)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldFiles().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const asked = { method: request.method, isPage: request.mode === "navigate", url: new URL(request.url) };
  const answer = answerTo(asked, location.origin, SHELL.statics);
  if (answer.kind === "file") event.respondWith(file(request));
  if (answer.kind === "page") event.respondWith(page(request));
  if (answer.kind === "go") event.respondWith(go(request, answer.to));
});

async function forgetOldFiles(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("salle-fichiers-") && name !== FILES);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(FILES)).put(request, fresh.clone());
  return fresh;
}

async function page(request: Request): Promise<Response> {
  const pages = await caches.open(PAGES);
  const { pathname } = new URL(request.url);
  const kept = await pages.match(pathname, { ignoreVary: true });
  try {
    return await (kept ? soon(request) : fetch(request));
  } catch (failure) {
    if (kept) return kept;
    throw failure;
  }
}

async function go(request: Request, to: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (failure) {
    const pages = await (await caches.open(PAGES)).keys();
    const paths = pages.map((kept) => new URL(kept.url).pathname);
    const open = new URL(request.url).pathname === START ? paths.at(-1) : paths.find((path) => path === to);
    if (open) return Response.redirect(open);
    throw failure;
  }
}

/** A page's redirections are the browser's to follow; only its waiting is ours to end. */
function soon(request: Request): Promise<Response> {
  return Promise.race([
    fetch(request),
    new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error("too slow")), PATIENCE)),
  ]);
}
