/** What this device holds, and whoever is to be added: the panels beside the list. */
import { copyOf, part, put, type Sentences } from "./dom";
import { dateIn, type Unsent } from "./store";
import type { KeptDay, QueuedMark, WalkIn } from "./types";

interface Shown {
  unsent: Unsent;
  day: KeptDay | undefined;
  hour: (at: Date) => string;
}

export function showWhatIsHere(root: HTMLElement, words: Sentences, { unsent, day, hour }: Shown): void {
  const waiting = unsent.marks.length + unsent.walkIns.length;
  part(root, "queue-none").hidden = waiting > 0;
  part(root, "queue-some").hidden = waiting === 0;
  part(root, "queue").hidden = waiting === 0;
  if (waiting) put(part(root, "queue-text"), words.count("waiting", waiting));
  part(root, "list-kept").hidden = day === undefined;
  if (day) put(part(root, "list-text"), words.count("kept", day.people.length));
  const template = part<HTMLTemplateElement>(root, "queue-template");
  const people = unsent.walkIns.map((one) => {
    const name = `${one.first_name} ${one.last_name}`;
    return line(template, words, words.say("queue_added", { name }), one, { walkIn: one.enrolment, name });
  });
  const marks = unsent.marks.map((one) => {
    const text = words.say("queue_mark", {
      name: one.name, status: words.say(`status_${one.status}`), at: when(one, day, hour),
    });
    return line(template, words, text, one, { nonce: one.nonce, name: one.name });
  });
  const list = part(root, "queue-list");
  const key = [...people, ...marks].map((item) => item.textContent).join("|");
  if (list.dataset["key"] === key) return;
  list.dataset["key"] = key;
  list.replaceChildren(...people, ...marks);
}

function line(
  template: HTMLTemplateElement, words: Sentences, text: string, one: QueuedMark | WalkIn, data: Record<string, string>,
): HTMLElement {
  const item = copyOf(template);
  put(part(item, "text"), `${text}, ${words.say("queue_by", { name: one.by.name })}`);
  put(part(item, "problem"), one.problem);
  part(item, "problem").hidden = one.problem === "";
  part(item, "discard").setAttribute("aria-label", words.say("discard", { name: data["name"] ?? "" }));
  Object.assign(item.dataset, data);
  return item;
}

function when(mark: QueuedMark, day: KeptDay | undefined, hour: (at: Date) => string): string {
  const at = new Date(mark.made_at);
  const zone = day?.zone ?? "Europe/Paris";
  if (dateIn(zone, at) === dateIn(zone, new Date())) return hour(at);
  const date = new Intl.DateTimeFormat(document.documentElement.lang || "fr", { dateStyle: "long", timeZone: zone });
  return `${date.format(at)}, ${hour(at)}`;
}
