/** How the room's service worker answers each request: decided here, done in `main.ts`. */

export type Answer =
  /** Ask the server; without it, what was kept. */
  | { kind: "page" }
  /** A file whose name changes with its content: what was kept, else the server's. */
  | { kind: "file" }
  /** Ask the server; without it, go to this roll-call. */
  | { kind: "go"; to: string }
  /** None of our business. */
  | { kind: "pass" };

export interface Asked {
  method: string;
  /** Whether the browser opens a page with it. */
  isPage: boolean;
  url: URL;
}

const ROLL = /^\/salle\/[\w-]+\/appel\/$/;
const ROOM = /^\/salle\/([\w-]+)\//;
/** Where the installed page opens: whichever roll-call is kept. */
export const START = "/salle/appel/";

export function answerTo(asked: Asked, origin: string, statics: string): Answer {
  const { method, isPage, url } = asked;
  if (method !== "GET" || url.origin !== origin) return { kind: "pass" };
  if (url.pathname.startsWith(statics)) return { kind: "file" };
  if (!isPage) return { kind: "pass" };
  if (url.pathname === START) return { kind: "go", to: "" };
  if (ROLL.test(url.pathname)) return { kind: "page" };
  const room = ROOM.exec(url.pathname)?.[1];
  return room ? { kind: "go", to: `/salle/${room}/appel/` } : { kind: "pass" };
}
