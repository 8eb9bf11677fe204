/** The room's codes, known in advance: which one holds at an instant, and its drawing. */
import encodeQR from "qr";

/** What the server sends: from when (seconds since 1970) a code holds, and what it is. */
export interface RoomCode { readonly from: number; readonly token: string; readonly short: string }

/** Return the code of this instant (milliseconds): none before the first, nor after the last. */
export function codeAt(codes: readonly RoomCode[], at: number, stepS: number): RoomCode | null {
  const first = codes[0];
  if (!first) return null;
  // They follow each other without a gap.
  const rank = Math.floor((at / 1000 - first.from) / stepS);
  return codes[rank] ?? null;
}

/** Return how far this device's clock is behind the server's, from one answer. */
export function leadOf(serverNow: string, askedAt: number, answeredAt: number): number {
  return Date.parse(serverNow) - (askedAt + answeredAt) / 2;
}

/** "K7P429" → "K7·P4·29": read aloud two by two. */
export function grouped(short: string): string {
  return short.replace(/(..)(?=.)/g, "$1·");
}

/** Put the QR code of an address in `holder`: one path, dark on a light margin. */
export function drawQr(holder: Element, address: string): void {
  const rows = encodeQR(address, "raw", { ecc: "medium", border: 4 });
  const size = rows.length;
  let path = "";
  rows.forEach((row, y) => row.forEach((isDark, x) => {
    if (!isDark || row[x - 1]) return;
    let run = 1;
    while (row[x + run]) run++;
    path += `M${x} ${y}h${run}v1h-${run}z`;
  }));
  holder.setAttribute("viewBox", `0 0 ${size} ${size}`);
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("d", path);
  holder.replaceChildren(drawn);
}
