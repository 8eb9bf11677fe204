/**
 * What the frame and the page that holds it say to each other, and nothing else.
 *
 * The frame has an opaque origin and runs code that nobody here wrote. It says `hello`; the page
 * answers `start` with a nonce of this load, the saved state and the identifier of the activity;
 * from then on each message of the frame carries the nonce.
 */

export const CONTEXT = "reenchantez-h5p";
export const MOST_BYTES = 64 * 1024;
export const MOST_STATE_BYTES = 256 * 1024;

/** What people do with a content that is worth keeping; xAPI names it by an address. */
export const VERBS: ReadonlySet<string> = new Set([
  "answered", "attempted", "completed", "experienced", "failed", "initialized", "interacted",
  "mastered", "passed", "progressed", "terminated",
].map((verb) => `http://adlnet.gov/expapi/verbs/${verb}`));

export interface Statement {
  id?: string;
  timestamp?: string;
  verb: { id: string };
  [key: string]: unknown;
}

export type FromFrame =
  | { kind: "hello" }
  | { kind: "ready" }
  | { kind: "height"; height: number }
  | { kind: "statement"; statement: Statement }
  | { kind: "state"; data: string }
  | { kind: "upgraded"; params: string }
  | { kind: "failed"; reason: string };

export interface Start {
  kind: "start";
  nonce: string;
  objectId: string;
  /** The state as it was last sent, or "" */
  state: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Bytes of a text once sent. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The statement, when it is one this product keeps; null otherwise. */
function statementIn(value: unknown): Statement | null {
  if (!isObject(value) || !isObject(value["verb"])) return null;
  if (!VERBS.has(String(value["verb"]["id"]))) return null;
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    return null;
  }
  return bytesOf(text) <= MOST_BYTES ? (JSON.parse(text) as Statement) : null;
}

const textIn = (value: unknown, most: number): value is string =>
  typeof value === "string" && bytesOf(value) <= most;

/** Read what came from a frame: a message this page knows, or null. Never throws. */
export function readMessage(data: unknown, nonce: string | null): FromFrame | null {
  if (!isObject(data) || data["context"] !== CONTEXT) return null;
  if (data["kind"] === "hello") return { kind: "hello" };
  if (nonce === null || data["nonce"] !== nonce) return null;
  switch (data["kind"]) {
    case "ready":
      return { kind: "ready" };
    case "height": {
      const height = data["height"];
      return typeof height === "number" && Number.isFinite(height) ? { kind: "height", height } : null;
    }
    case "statement": {
      const statement = statementIn(data["statement"]);
      return statement && { kind: "statement", statement };
    }
    case "state":
      return textIn(data["data"], MOST_STATE_BYTES) ? { kind: "state", data: data["data"] } : null;
    case "upgraded":
      return textIn(data["params"], 8 * MOST_STATE_BYTES) ? { kind: "upgraded", params: data["params"] } : null;
    case "failed":
      return textIn(data["reason"], MOST_BYTES) ? { kind: "failed", reason: data["reason"].slice(0, 500) } : null;
    default:
      return null;
  }
}
