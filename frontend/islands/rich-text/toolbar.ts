/** A toolbar as the ARIA practices have it: one stop of the Tab key, arrows inside, states told. */
import type { Cleanup } from "../mount";

export interface Tools {
  /** What pressing a button does. */
  act: (command: string) => void;
  /** Whether what it does holds where the caret is. */
  isOn: (command: string) => boolean;
  /** Whether it can be done there. */
  isPossible: (command: string) => boolean;
  /** Where the caret is: "table", "callout"… shows the tools of that place. */
  isInside: (place: string) => boolean;
  /** The Escape key was pressed. */
  leave: () => void;
}

export interface Toolbar {
  /** Show the states again. */
  refresh: () => void;
  /** Go to the tools, where one was. */
  focus: () => void;
  close: Cleanup;
}

export function openToolbar(bar: HTMLElement, tools: Tools): Toolbar {
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>("[data-command]")];
  let current = buttons[0];

  const offered = () => buttons.filter((button) => !button.closest("[hidden]"));
  const make = (button: HTMLButtonElement | undefined) => {
    if (!button) return;
    current = button;
    for (const one of buttons) one.tabIndex = one === button ? 0 : -1;
  };
  const refresh = () => {
    for (const place of bar.querySelectorAll<HTMLElement>("[data-inside]")) {
      place.hidden = !tools.isInside(place.dataset["inside"] ?? "");
    }
    for (const button of buttons) {
      const command = button.dataset["command"] ?? "";
      button.setAttribute("aria-pressed", String(tools.isOn(command)));
      button.setAttribute("aria-disabled", String(!tools.isPossible(command)));
    }
    if (!current || current.closest("[hidden]")) make(offered()[0]);
  };

  const pressed = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-command]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    make(button);
    tools.act(button.dataset["command"] ?? "");
  };
  // The caret stays in the text when a tool is pressed with the pointer.
  const held = (event: MouseEvent) => event.preventDefault();
  const typed = (event: KeyboardEvent) => {
    if (event.key === "Escape") return tools.leave();
    const there = offered();
    const at = current ? there.indexOf(current) : 0;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    make(there[(next + there.length) % there.length]);
    current?.focus();
  };

  bar.addEventListener("click", pressed);
  bar.addEventListener("mousedown", held);
  bar.addEventListener("keydown", typed);
  make(buttons[0]);
  return {
    refresh,
    focus: () => current?.focus(),
    close: () => {
      bar.removeEventListener("click", pressed);
      bar.removeEventListener("mousedown", held);
      bar.removeEventListener("keydown", typed);
    },
  };
}
