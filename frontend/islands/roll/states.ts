/** Where the sending stands, said at the top of the page. */
import { part, put, type Sentences } from "./dom";
import type { Unsent } from "./store";
import { olderThanADay, type State } from "./sync";

export interface Standing {
  state: State;
  unsent: Unsent;
  user: { id: string };
  toSettle: number;
  hour: (at: Date) => string;
}

export function showStates(root: HTMLElement, words: Sentences, standing: Standing): void {
  const { state, unsent, hour } = standing;
  const waiting = unsent.marks.length + unsent.walkIns.length;
  const shown = state.sending ? "sending" : state.network;
  for (const one of root.querySelectorAll<HTMLElement>("[data-state]")) {
    one.hidden = one.dataset["state"] !== shown;
  }
  if (shown === "online") put(part(root, "online"), onlineWords(words, standing, waiting));
  if (state.sending) {
    put(part(root, "sending"), words.say("sending", state.sending));
    const bar = part<HTMLProgressElement>(root, "progress");
    [bar.max, bar.value] = [state.sending.total, state.sending.done];
  }
  if (state.offlineSince) {
    put(part(root, "offline"), words.count("offline", waiting, { at: hour(state.offlineSince) }));
  }
  put(part(root, "expired"), words.count("waiting", waiting));
  const old = olderThanADay(unsent.marks);
  part(root, "old").hidden = old === 0;
  if (old) put(part(root, "old-text"), words.count("old", old));
  showOthers(root, words, standing);
  part(root, "settle").hidden = standing.toSettle === 0;
  if (standing.toSettle) put(part(root, "settle-text"), words.count("settle", standing.toSettle));
  showTold(root, state);
  hear(root, shown, words, waiting);
}

function onlineWords(words: Sentences, { state, hour }: Standing, waiting: number): string {
  if (waiting) return words.count("waiting", waiting);
  return state.sentAt ? words.say("online", { at: hour(state.sentAt) }) : words.say("online_first");
}

/** Marks that someone else made here, and did not send. */
function showOthers(root: HTMLElement, words: Sentences, { unsent, user }: Standing): void {
  const theirs = [...unsent.marks, ...unsent.walkIns].filter((one) => one.by.id !== user.id);
  part(root, "others").hidden = theirs.length === 0;
  const names = [...new Set(theirs.map((one) => one.by.name))].join(", ");
  if (theirs.length) put(part(root, "others-text"), words.count("others", theirs.length, { name: names }));
}

function showTold(root: HTMLElement, state: State): void {
  const place = part(root, "told");
  const list = part(place, "told-list");
  place.hidden = state.told.length === 0;
  const sentences = [...new Set(state.told.map((one) => one.sentence))];
  if (list.children.length === sentences.length) return;
  list.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("li");
    line.textContent = sentence;
    return line;
  }));
}

/** Say aloud when the network comes and goes, not at each mark. */
function hear(root: HTMLElement, shown: string, words: Sentences, waiting: number): void {
  const place = part(root, "heard");
  if (shown === "sending" || shown === "unknown" || place.dataset["said"] === shown) return;
  const isFirst = place.dataset["said"] === undefined;
  place.dataset["said"] = shown;
  if (isFirst && shown === "online") return;
  put(place, `${words.say(`heard_${shown}`)} ${waiting ? words.count("waiting", waiting) : ""}`.trim());
}
