/** What the desk asks the server, and what it is answered. */
import type { Act } from "./queue";

export type Tone = "good" | "warn" | "bad";
export type Said = {
  nonce: string;
  tone: Tone;
  name: string;
  employer: string;
  words: string;
  /** Whose it is, when it is known; `here` and `hour` are how the list shows them from now on. */
  enrolment: string | null;
  here: boolean;
  hour: string;
  /** Whether this device may take it back. */
  undo: boolean;
};
export type Change = { enrolment: string; here: boolean; hour: string };
export type State = { now: string; expected: number; arrived: number; late: number; changes: Change[] };
export type Sent = { said: Said[] } | "signed-out" | "away";

const PATIENCE_MS = 8000;

/** The cookie is read each time: signing in again, in another window, draws a new one. */
function csrf(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** Send what waits; never throws. */
export async function send(url: string, device: string, acts: Act[]): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body: JSON.stringify({ device, sent_at: new Date().toISOString(), acts }),
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 200) return { said: ((await response.json()) as { said: Said[] }).said };
    // Sent to the sign-in page, or with the token of a session that ended.
    return response.type === "opaqueredirect" || response.status === 403 ? "signed-out" : "away";
  } catch {
    return "away";
  }
}

/** Ask who has come since; null when the server cannot be reached. */
export async function ask(url: string, since: string): Promise<State | null> {
  try {
    const response = await fetch(`${url}?depuis=${encodeURIComponent(since)}`, {
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.status === 200 ? ((await response.json()) as State) : null;
  } catch {
    return null;
  }
}
