/** The part of the H5P runtime that our libraries use, and how they enter it. */

export interface Statement {
  object?: { id?: string; definition?: Record<string, unknown>; [key: string]: unknown };
  result?: Record<string, unknown>;
  context?: { contextActivities?: Record<string, unknown>; [key: string]: unknown };
  [key: string]: unknown;
}

export interface XAPIEvent {
  data: { statement: Statement };
}

/** What H5P's own constructors give to every content. */
export interface Host {
  contentId?: number | string;
  subContentId?: string;
  activityStartTime?: number;
  trigger(event: string | XAPIEvent): void;
  createXAPIEventTemplate(verb: string): XAPIEvent;
  setActivityStarted(): void;
  isRoot?(): boolean;
}

export interface Extras {
  previousState?: unknown;
  metadata?: { title?: string };
}

export interface XAPIData {
  statement: Statement;
  children?: XAPIData[];
}

/** What H5P asks of a content that can be answered (its "question type contract"). */
export interface Contract {
  getAnswerGiven(): boolean;
  getScore(): number;
  getMaxScore(): number;
  showSolutions(): void;
  resetTask(): void;
  getCurrentState(): object | undefined;
  getXAPIData(): XAPIData;
  getTitle(): string;
}

export interface Content {
  root: HTMLElement;
  contract: Contract;
}

type Container = { get(index: number): HTMLElement };
type Dispatcher = { call(self: unknown): void };

declare global {
  interface Window {
    H5P: { EventDispatcher: Dispatcher };
    Reenchantez?: Record<string, unknown>;
  }
}

/**
 * Offer `Reenchantez.<name>` to H5P. A plain function, not a class: H5P replaces its prototype
 * (to add `isRoot`…) and only copies what it can enumerate, so methods live on the instance.
 */
export function register(
  name: string,
  create: (host: Host, params: unknown, extras: Extras) => Content,
): void {
  function Runnable(this: Host, params: unknown, contentId: number | string, extras?: Extras) {
    window.H5P.EventDispatcher.call(this);
    this.contentId = contentId;
    const { root, contract } = create(this, params, extras ?? {});
    Object.assign(this, contract, {
      attach: ($container: Container) => attach(this, root, $container.get(0)),
    });
  }
  (window.Reenchantez ??= {})[name] = Runnable;
}

function attach(host: Host, root: HTMLElement, container: HTMLElement): void {
  container.append(root);
  if (host.isRoot?.() ?? true) host.setActivityStarted();
  // The frame follows the content: one watcher misses no change of height.
  let height = 0;
  new ResizeObserver(() => {
    const now = Math.ceil(root.getBoundingClientRect().height);
    if (now === height) return;
    height = now;
    host.trigger("resize");
  }).observe(root);
}
