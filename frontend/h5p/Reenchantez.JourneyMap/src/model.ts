/** A grid as its author wrote it. */
import { complete, type Field } from "../../shared/semantics";
import { decode } from "../../shared/text";
import semantics from "../semantics.json";

export interface Step {
  title: string;
  hint: string;
}

export interface Row extends Step {
  icon: "note" | "seen" | "heard" | "felt" | "blocked" | "idea";
}

export interface Grid {
  introduction: string;
  steps: Step[];
  rows: Row[];
  behaviour: { minimum: number; addSteps: boolean; maxLength: number };
  l10n: Record<string, string>;
}

/** The journey never grows beyond this, so that a statement stays small enough to be sent. */
export const MAX_STEPS = 12;

/** Read the parameters: texts lose their escapes, the minimum never asks more than there is. */
export function readGrid(params: unknown): Grid {
  const stored = complete(semantics as Field[], params) as unknown as Grid;
  const plain = <T extends Step>(item: T): T => ({ ...item, title: decode(item.title), hint: decode(item.hint) });
  const steps = stored.steps.map(plain);
  const rows = stored.rows.map(plain);
  return {
    ...stored,
    steps,
    rows,
    behaviour: {
      ...stored.behaviour,
      minimum: Math.max(1, Math.min(stored.behaviour.minimum, steps.length * rows.length)),
    },
    l10n: Object.fromEntries(Object.entries(stored.l10n).map(([name, text]) => [name, decode(text)])),
  };
}
