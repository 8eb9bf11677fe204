/** Words that come from authors and from the texts of the interface. */

const ENTITIES: Record<string, string> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0",
};

/** Give back the characters of a text that the server stored escaped (fields without tags). */
export function decode(text: string): string {
  return text.replace(/&(#x?[\da-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const hexadecimal = name[1]?.toLowerCase() === "x";
    const point = Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The words of a rich text, on one line: for labels, announcements and statements. */
export function words(html: string): string {
  const line = html.replace(/<\/?(p|br|li|ul|ol|div)\b[^>]*>/gi, " ").replace(/<[^>]*>/g, "");
  return decode(line).replace(/[^\S\u00a0\u202f]+/g, " ").trim();
}

/** Put values in the `@places` of a sentence; an unknown place stays as it is. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/@(\w+)/g, (whole, name: string) => String(values[name] ?? whole));
}
