/** The page itself, kept for when there is no network; and what is left on the device, tidied up. */
import { DATABASE, Store } from "./store";
import { olderThanADay } from "./sync";

/** `worker/main.ts` answers with the pages of this cache. */
const PAGES = "salle-pages";
/** Set once a roll-call was opened here: other pages do not make a database only to look. */
const OPENED = "salle";

/** Keep this page, as the server gives it to who is signed in, and have it open without network. */
export async function keepPage(worker: string, scope: string): Promise<void> {
  localStorage.setItem(OPENED, DATABASE);
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(worker, { scope });
  await keepThis();
}

async function keepThis(): Promise<void> {
  try {
    const response = await fetch(location.pathname, { credentials: "same-origin", redirect: "error" });
    if (!response.ok) return;
    // One group at a time: the other rooms' pages go, as their days do.
    await caches.delete(PAGES);
    await (await caches.open(PAGES)).put(location.pathname, response);
  } catch {
    // No network or no session: what was kept is still there.
  }
}

export async function forgetPages(): Promise<void> {
  if ("caches" in window) await caches.delete(PAGES);
}

/**
 * On every page of the site: another day's list, and one seen by someone else, leave the device.
 * Marks that were never sent stay; after a day they are said (`template#unsent-marks`).
 */
export async function tidyUp(document: Document): Promise<void> {
  if (localStorage.getItem(OPENED) === null) return;
  const store = await Store.open();
  try {
    await store.forgetOldDays();
    // Someone whose session is over is about to come back: their list waits for them.
    const person = document.body.dataset["signedIn"] ?? "";
    const isSigningIn = person === "" && location.pathname.startsWith("/compte/");
    if (!isSigningIn && (await store.forgetDaysOfOthers(person))) await forgetPages();
    const { marks } = await store.unsent();
    const old = marks.filter((mark) => olderThanADay([mark]) > 0)[0];
    const template = document.querySelector<HTMLTemplateElement>("template#unsent-marks");
    const live = document.querySelector("#live");
    if (!old || !template || !live || document.querySelector("[data-island=roll]")) return;
    const told = template.content.cloneNode(true) as DocumentFragment;
    const link = told.querySelector("a");
    if (link) link.href = `/salle/${old.code}/appel/`;
    live.append(told);
  } finally {
    store.close();
  }
}
