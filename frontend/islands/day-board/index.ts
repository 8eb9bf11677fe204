/**
 * The day board: cards held with the pointer or moved with the keys, a panel whose texts keep
 * themselves, and what colleagues do meanwhile.
 *
 * The page works without it: every act is a form's button. The root carries `data-poll` (seconds)
 * and the words of the state (`data-saving`, `data-unsaved`, `data-offline`, `data-pending`).
 * Inside: `[data-announce]`, `#etat[data-version]`, `#tableau[data-opens][data-closes]` with
 * `[data-day]` and `[data-card]`, `#panneau`, and forms `[data-board-form]`. Answers come in pieces
 * (see pieces.ts).
 */
import type { Cleanup } from "../mount";
import { Autosave } from "./autosave";
import { dragCards, show, spanOf } from "./drag";
import { machineTime, shift, stretch, type Span } from "./geometry";
import { cardWish, historyWish, type Wish } from "./keys";
import { putPieces } from "./pieces";
import { Server } from "./server";
import { State } from "./state";

/** Keys pressed in a row are one act. */
const BURST = 250;
/** What the revision still lacks is read again once the hands have rested. */
const REST = 1500;

export function dayBoard(root: HTMLElement): Cleanup {
  const server = new Server();
  const state = new State(root);
  const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector);

  /** What every request tells: what is shown here, so that the answer holds no more than needed. */
  const common = (data: FormData): FormData => {
    const board = find("#tableau")?.dataset ?? {};
    const panel = find("#panneau")?.dataset ?? {};
    data.set("since", find("#etat")?.dataset["version"] ?? "");
    data.set("opens", board["opens"] ?? "");
    data.set("closes", board["closes"] ?? "");
    if (panel["panel"]) data.set("panel", panel["panel"]);
    if (panel["panelDay"]) data.set("panel-day", panel["panelDay"]);
    const token = find<HTMLInputElement>("[name=csrfmiddlewaretoken]");
    data.set("csrfmiddlewaretoken", token?.value ?? "");
    return data;
  };
  const autosave = new Autosave(root, server, state, common);

  /** Keep the texts, then do an act. `fill` is read when its turn comes. */
  const act = (url: string, fill: (data: FormData) => void): Promise<void> =>
    server.inTurn(async () => {
      if (!(await autosave.save())) return;
      const data = common(new FormData());
      fill(data);
      await send(url, data);
    });

  let rest = 0;
  const readPointsAgain = () => {
    window.clearTimeout(rest);
    if (!find("#points")) return;
    rest = window.setTimeout(() => {
      void server.inTurn(async () => {
        try {
          putPieces(root, (await server.ask(`${location.pathname}?only=points`, null)).html, "keep");
        } catch {
          // They are on the page of the reading too.
        }
      });
    }, REST);
  };

  const send = async (url: string, data: FormData) => {
    state.saving();
    try {
      const { status, html } = await server.ask(url, data);
      const said = putPieces(root, html, "replace");
      readPointsAgain();
      state.announce(said);
      if (status !== 200) state.failed(said);
    } catch {
      state.offline();
      for (const card of root.querySelectorAll<HTMLElement>("[data-card]")) {
        show(card, spanOf(card), Number(find("#tableau")?.dataset["opens"]));
      }
    }
  };

  const urlOf = (card: HTMLElement) => `${location.pathname}sequences/${card.dataset["card"]}/`;
  const actOn = (card: HTMLElement, name: string): Promise<void> => {
    const id = card.dataset["card"];
    return act(urlOf(card), (data) => {
      data.set("act", name);
      data.set("version", find(`[data-card="${id}"]`)?.dataset["version"] ?? "");
    });
  };

  // --- keys
  let burst: { card: HTMLElement; span: Span; timer: number } | null = null;
  const endBurst = () => {
    if (!burst) return;
    const { card, span, timer } = burst;
    burst = null;
    window.clearTimeout(timer);
    const now = spanOf(card);
    const day = card.closest<HTMLElement>("[data-day]")?.dataset["day"] ?? "";
    if (span.starts !== now.starts) void actOn(card, `place:${day}:${machineTime(span.starts)}`);
    else if (span.minutes !== now.minutes) void actOn(card, `last:${span.minutes}`);
  };
  const nudge = (card: HTMLElement, wish: Wish & { kind: "move" | "stretch" }) => {
    const isOther = burst && (burst.card !== card || (burst.span.starts !== spanOf(card).starts) !== (wish.kind === "move"));
    if (isOther) endBurst();
    if (burst) window.clearTimeout(burst.timer);
    const from = burst?.span ?? spanOf(card);
    const span = wish.kind === "move" ? shift(from, wish.by) : stretch(from, wish.by);
    show(card, span, Number(find("#tableau")?.dataset["opens"]));
    burst = { card, span, timer: window.setTimeout(endBurst, BURST) };
  };
  const toDay = (card: HTMLElement, by: -1 | 1) => {
    const days = [...root.querySelectorAll<HTMLElement>("[data-day]")];
    const target = days[days.findIndex((day) => day.contains(card)) + by];
    if (target) void actOn(card, `day:${target.dataset["day"]}`);
  };
  const removeCard = (card: HTMLElement) => {
    const cards = [...root.querySelectorAll<HTMLElement>("[data-card]")];
    const next = cards[cards.indexOf(card) + 1] ?? cards[cards.indexOf(card) - 1];
    void actOn(card, "remove").then(() => {
      const link = next && find(`#carte-${next.dataset["card"]}`);
      (link ?? find("#panneau"))?.focus({ preventScroll: true });
    });
  };
  const doHistory = (kind: "undo" | "redo") => {
    endBurst();
    const form = find<HTMLFormElement>(`#etat [data-board-form="${kind}"]`);
    if (form) void act(form.action, () => undefined);
  };
  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const isText = target.matches("input, textarea, select");
    const history = isText ? null : historyWish(event);
    if (history?.kind === "undo" || history?.kind === "redo") {
      event.preventDefault();
      return doHistory(history.kind);
    }
    const panel = find("#panneau");
    if (event.key === "Escape" && panel?.contains(target)) {
      return find(`#carte-${panel.dataset["panel"]}`)?.focus();
    }
    const card = target.closest<HTMLElement>("[data-card]");
    const wish = card && cardWish(event);
    if (!card || !wish) return;
    event.preventDefault();
    if (wish.kind === "move" || wish.kind === "stretch") return nudge(card, wish);
    endBurst();
    if (wish.kind === "day") toDay(card, wish.by);
    else if (wish.kind === "act" && wish.act === "remove") removeCard(card);
    else if (wish.kind === "act") void actOn(card, wish.act);
  };

  // --- the panel
  const markChosen = () => {
    const chosen = find("#panneau")?.dataset["panel"];
    for (const card of root.querySelectorAll<HTMLElement>("[data-card]")) {
      const isChosen = card.dataset["card"] === chosen;
      card.classList.toggle("is-selected", isChosen);
      const link = card.querySelector("h3 a");
      if (isChosen) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
  };
  const open = (link: HTMLAnchorElement) => {
    if (autosave.isInConflict) autosave.forget();
    return server.inTurn(async () => {
      if (!(await autosave.save())) return;
      const url = new URL(link.href);
      const asked = new URL(link.href);
      asked.searchParams.set("only", "panel");
      try {
        const { html } = await server.ask(`${asked.pathname}${asked.search}`, null);
        putPieces(root, html, "replace");
        history.replaceState(history.state, "", url);
        markChosen();
        find("#panneau")?.focus();
      } catch {
        location.assign(url);
      }
    });
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest("[aria-disabled=true]")) return event.preventDefault();
    const link = target.closest<HTMLAnchorElement>("a[data-panel]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void open(link);
  };
  const onInput = (event: Event) => {
    const field = event.target as HTMLElement;
    if (field.closest("#panneau-form") && !field.matches("[data-unsaved]")) autosave.touch();
  };
  const onSubmit = (event: SubmitEvent) => {
    const form = (event.target as HTMLElement).closest<HTMLFormElement>("[data-board-form]");
    if (!form) return;
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.getAttribute("aria-disabled") === "true") return;
    if (form.dataset["boardForm"] === "panel") {
      void server.inTurn(async () => {
        autosave.forget();
        const data = common(new FormData(form));
        data.set("act", button?.value || "save");
        await send(form.action, data);
        markChosen();
      });
      return;
    }
    const wasIn = form.parentElement;
    void act(form.action, (data) => {
      if (button?.name) data.set(button.name, button.value);
    }).then(() => {
      markChosen();
      // What was just added is to be named.
      if (wasIn && button?.value === "add-sequence") find<HTMLInputElement>("#p-title")?.select();
    });
  };

  // --- colleagues
  const poll = () => {
    if (document.hidden || server.isBusy || autosave.isDirty || burst || find(".is-held")) return;
    void server.inTurn(async () => {
      const query = new URLSearchParams();
      for (const [name, value] of common(new FormData())) {
        if (name !== "csrfmiddlewaretoken") query.set(name, String(value));
      }
      try {
        const { status, html } = await server.ask(`${location.pathname}?${query}`, null);
        if (status !== 200 || autosave.isDirty) return;
        const form = find("#panneau-form");
        const isTyping = form?.contains(document.activeElement);
        state.announce(putPieces(root, html, isTyping ? "keep" : "replace"));
      } catch {
        // The next act, or the next question, says whether the server is there.
      }
    });
  };
  const every = Number(root.dataset["poll"] ?? "10") * 1000;
  const timer = window.setInterval(poll, every);

  const onHide = () => {
    if (document.hidden && autosave.isDirty) void server.inTurn(() => autosave.save());
  };
  const onLeave = (event: BeforeUnloadEvent) => {
    if (autosave.isDirty) event.preventDefault();
  };
  const stopDragging = dragCards(root, ({ card, act: name }) => void actOn(card, name));
  root.addEventListener("keydown", onKey);
  root.addEventListener("click", onClick);
  root.addEventListener("input", onInput);
  root.addEventListener("submit", onSubmit);
  document.addEventListener("visibilitychange", onHide);
  window.addEventListener("beforeunload", onLeave);
  return () => {
    window.clearInterval(timer);
    window.clearTimeout(rest);
    autosave.stop();
    stopDragging();
    document.removeEventListener("visibilitychange", onHide);
    window.removeEventListener("beforeunload", onLeave);
    root.removeEventListener("keydown", onKey);
    root.removeEventListener("click", onClick);
    root.removeEventListener("input", onInput);
    root.removeEventListener("submit", onSubmit);
  };
}
