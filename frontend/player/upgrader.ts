/**
 * Brings the parameters of a content to newer versions of its libraries: runs each library's own
 * `upgrades.js` steps, in order, on the content and on every sub-content inside it.
 *
 * The steps are foreign code: this runs in the opaque frame only, and what comes out is filtered
 * by the server as any package is.
 */

export interface Named {
  machineName: string;
  major: number;
  minor: number;
}

export interface Spec {
  name: string;
  type: string;
  options?: (string | { name?: string })[];
  fields?: Spec[];
  field?: Spec;
}

type Finished = (error: unknown, params?: unknown, extras?: unknown) => void;
type Step = (params: unknown, finished: Finished, extras?: unknown) => void;
type Steps = Record<string, Record<string, Step | { contentUpgrade?: Step }>>;

export interface Tools {
  /** The fields of an installed library, by "X 1.2"; undefined when it is not there. */
  semantics: (library: string) => Spec[] | undefined;
  /** The steps that the newest installed library of this name brings. */
  steps: (machineName: string) => Steps | undefined;
}

const PATIENCE = 10_000;

export function parseName(text: string): Named | null {
  const found = /^([\w.-]+) (\d+)\.(\d+)$/.exec(text);
  return found && { machineName: found[1]!, major: Number(found[2]), minor: Number(found[3]) };
}

const later = (a: Named, b: Named) => a.major - b.major || a.minor - b.minor;

/** The steps after one version, up to another, oldest first. */
export function stepsBetween(steps: Steps | undefined, from: Named, to: Named): Step[] {
  const found: (Named & { step: Step })[] = [];
  for (const [major, minors] of Object.entries(steps ?? {})) {
    for (const [minor, told] of Object.entries(minors)) {
      const step = typeof told === "function" ? told : told.contentUpgrade;
      const at = { machineName: from.machineName, major: Number(major), minor: Number(minor) };
      if (step && later(at, from) > 0 && later(at, to) <= 0) found.push({ ...at, step });
    }
  }
  return found.sort(later).map(({ step }) => step);
}

function take(step: Step, params: unknown, extras: unknown): Promise<{ params: unknown; extras: unknown }> {
  return new Promise((done, refuse) => {
    const timer = setTimeout(() => refuse(new Error("an upgrade step never finished")), PATIENCE);
    step(params, (error, changed, more) => {
      clearTimeout(timer);
      if (error) refuse(error instanceof Error ? error : new Error(String(error)));
      else done({ params: changed ?? params, extras: more ?? extras });
    }, extras);
  });
}

type Content = Record<string, unknown> & { library?: unknown; params?: unknown; metadata?: unknown };
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The version of a sub-content's library that its new parent asks for, when it is a newer one. */
function wanted(spec: Spec, library: Named): Named | null {
  const names = (spec.options ?? []).map((option) => parseName(typeof option === "string" ? option : option.name ?? ""));
  const same = names.filter((name) => name?.machineName === library.machineName) as Named[];
  const newest = same.sort(later).at(-1);
  return newest && later(newest, library) > 0 ? newest : null;
}

async function inside(value: unknown, spec: Spec, tools: Tools): Promise<unknown> {
  if (spec.type === "list" && spec.field && Array.isArray(value)) {
    return Promise.all(value.map((one) => inside(one, spec.field!, tools)));
  }
  if (spec.type === "group" && isObject(value)) {
    const fields = spec.fields ?? [];
    const only = fields[0];
    // A group of one field is stored as that field's value.
    if (fields.length === 1 && only && !(only.name in value)) return inside(value, only, tools);
    return walk(value, fields, tools);
  }
  if (spec.type === "group" && spec.fields?.length === 1) return inside(value, spec.fields[0]!, tools);
  if (spec.type === "library" && isObject(value)) return subContent(value, spec, tools);
  return value;
}

async function walk(params: Record<string, unknown>, specs: Spec[], tools: Tools): Promise<Record<string, unknown>> {
  const changed = { ...params };
  for (const spec of specs) {
    if (spec.name in changed) changed[spec.name] = await inside(changed[spec.name], spec, tools);
  }
  return changed;
}

async function subContent(value: Content, spec: Spec, tools: Tools): Promise<Content> {
  const from = parseName(String(value.library ?? ""));
  if (!from) return value;
  const to = wanted(spec, from) ?? from;
  const changed = await upgrade(value.params, from, to, { metadata: value.metadata }, tools);
  return { ...value, ...changed.extras, library: `${to.machineName} ${to.major}.${to.minor}`, params: changed.params };
}

/** Upgrade parameters of one library, then what they hold. Rejects when a step says it cannot. */
export async function upgrade(
  params: unknown, from: Named, to: Named, extras: { metadata?: unknown }, tools: Tools,
): Promise<{ params: unknown; extras: { metadata?: unknown } }> {
  let now: { params: unknown; extras: unknown } = { params, extras };
  for (const step of stepsBetween(tools.steps(to.machineName), from, to)) {
    now = await take(step, now.params, now.extras);
  }
  const specs = tools.semantics(`${to.machineName} ${to.major}.${to.minor}`);
  const walked = specs && isObject(now.params) ? await walk(now.params, specs, tools) : now.params;
  const told = isObject(now.extras) ? now.extras : extras;
  return { params: walked, extras: told["metadata"] === undefined ? {} : { metadata: told["metadata"] } };
}
