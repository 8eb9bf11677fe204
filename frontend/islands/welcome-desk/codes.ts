/** Arrival codes in what a camera or a hand scanner reads. */

const CODE = /(?:^|\/b\/)([a-z2-7]{39})\/?$/;
/** What a scanner set to a US keyboard types on a French one: the keys are those of our codes. */
const AZERTY: Record<string, string> = {
  "é": "2", "\"": "3", "'": "4", "(": "5", "-": "6", "è": "7", "§": "6",
  "a": "q", "q": "a", "z": "w", "w": "z", ",": "m", "?": "m", "!": "/",
};

/** Return the arrival code in a text, whatever its case and the keyboard it came by; else null. */
export function codeIn(text: string): string | null {
  const typed = text.trim().toLowerCase();
  return CODE.exec(typed)?.[1] ?? CODE.exec(asOnAzerty(typed))?.[1] ?? null;
}

function asOnAzerty(typed: string): string {
  return [...typed].map((letter) => AZERTY[letter] ?? letter).join("");
}

/** Return what the page knows a code by, so that it need not hold the codes; null where it cannot tell. */
export async function keyOf(code: string): Promise<string | null> {
  // Browsers only digest for pages served over HTTPS, or by this very machine.
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  const bytes = [...new Uint8Array(digest).slice(0, 8)];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
