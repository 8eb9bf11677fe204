/** Cleans what comes from a word processor: its lists are paragraphs, its styles are noise. */

const LIST = /mso-list:\s*l(\d+)\s+level(\d+)/i;
const NOISE = new Set(["style", "script", "meta", "link", "title", "xml", "o:p"]);
const BULLET = /^[·•▪§o\-–]$/;

/** Return pasted HTML with Word's lists as lists, its headings two levels down, its noise gone. */
export function cleanPaste(html: string): string {
  const page = new DOMParser().parseFromString(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/g, ""), "text/html");
  for (const part of [...page.querySelectorAll("*")]) if (NOISE.has(part.localName)) part.remove();
  makeLists(page);
  for (const heading of page.querySelectorAll("h1, h5, h6")) rename(heading, heading.localName === "h1" ? "h2" : "h4");
  for (const part of page.querySelectorAll("[style], [class], [lang]")) {
    if (part.classList.contains("callout")) continue;
    for (const name of ["style", "class", "lang"]) part.removeAttribute(name);
  }
  for (const empty of page.querySelectorAll("p, span")) {
    if (!empty.textContent?.trim() && !empty.querySelector("img, br")) empty.remove();
  }
  return page.body.innerHTML;
}

function makeLists(page: Document): void {
  let list: HTMLElement | null = null;
  for (const line of [...page.querySelectorAll<HTMLElement>("p")]) {
    if (!LIST.test(line.getAttribute("style") ?? "")) {
      list = null;
      continue;
    }
    const mark = line.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
    const kind = mark && !BULLET.test(mark.textContent?.trim() ?? "") ? "ol" : "ul";
    mark?.remove();
    if (!list || list.localName !== kind || list.nextElementSibling !== line) {
      list = page.createElement(kind);
      line.before(list);
    }
    const item = page.createElement("li");
    item.append(...line.childNodes);
    list.append(item);
    line.remove();
  }
}

function rename(part: Element, name: string): void {
  const other = part.ownerDocument.createElement(name);
  other.append(...part.childNodes);
  part.replaceWith(other);
}
