/** What an answer becomes as an xAPI statement. */
import type { Statement } from "./runtime";

export interface Part {
  id: string;
  words: string;
}

export interface Interaction {
  type: "choice" | "true-false" | "matching" | "long-fill-in";
  name: string;
  description?: string;
  choices?: Part[];
  source?: Part[];
  target?: Part[];
  /** Alternatives; absent when there is no right answer. */
  correct?: string[];
}

export interface Outcome {
  response?: string;
  score: number;
  max: number;
  success: boolean;
  completion: boolean;
  seconds: number;
}

/** Between the items of a response, and inside a pair: the standard's own marks. */
export const NEXT = "[,]";
export const PAIR = "[.]";

/** Readers of H5P statements look for this key, whatever the language of the words. */
const language = (words: string) => ({ "en-US": words });
const parts = (list: Part[]) => list.map(({ id, words }) => ({ id, description: language(words) }));

/** A length of time, as ISO 8601 to the hundredth of a second. */
export function duration(seconds: number): string {
  return `PT${Math.round(Math.max(0, seconds) * 100) / 100}S`;
}

/** Write into a statement what was asked. */
export function describe(statement: Statement, asked: Interaction): void {
  statement.object = {
    ...statement.object,
    definition: {
      ...statement.object?.definition,
      type: "http://adlnet.gov/expapi/activities/cmi.interaction",
      interactionType: asked.type,
      name: language(asked.name),
      description: language(asked.description || asked.name),
      ...(asked.choices && { choices: parts(asked.choices) }),
      ...(asked.source && { source: parts(asked.source) }),
      ...(asked.target && { target: parts(asked.target) }),
      ...(asked.correct && { correctResponsesPattern: asked.correct }),
    },
  };
}

/** Write into a statement what came out. */
export function conclude(statement: Statement, outcome: Outcome): void {
  const { score, max } = outcome;
  statement.result = {
    score: { min: 0, max, raw: score, scaled: max > 0 ? Math.round((score / max) * 1e4) / 1e4 : 0 },
    success: outcome.success,
    completion: outcome.completion,
    duration: duration(outcome.seconds),
    ...(outcome.response !== undefined && { response: outcome.response }),
  };
}

/** Turn a statement about a whole content into one about a part of it. */
export function narrow(statement: Statement, part: string): void {
  const whole = statement.object?.id;
  statement.object = {
    ...statement.object,
    ...(whole !== undefined && { id: `${whole}${whole.includes("?") ? "&" : "?"}subContentId=${part}` }),
    definition: {
      ...statement.object?.definition,
      extensions: {
        ...(statement.object?.definition?.extensions as object | undefined),
        "http://h5p.org/x-api/h5p-subContentId": part,
      },
    },
  };
  statement.context = {
    ...statement.context,
    contextActivities: {
      ...statement.context?.contextActivities,
      // Without an address the parent is still said: a part must never pass for the whole.
      parent: [{ objectType: "Activity", ...(whole !== undefined && { id: whole }) }],
    },
  };
}
