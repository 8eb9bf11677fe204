/** One act at a time, in order: the next one starts from what the last one left. */

export type Answer = { status: number; html: string };

export class Server {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** Whether something is being sent, or is about to be. */
  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /** Do `work` once all that was asked before is done; a failure does not stop what follows. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const done = this.last.then(work).finally(() => {
      this.waiting -= 1;
    });
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Send one request as the board's script. Throws when the server cannot be reached. */
  async ask(url: string, data: FormData | null): Promise<Answer> {
    const response = await fetch(url, {
      method: data ? "POST" : "GET",
      headers: { "X-Board": "1" },
      credentials: "same-origin",
      ...(data ? { body: data } : {}),
    });
    const isOurs = [200, 204, 409, 422].includes(response.status) && !response.redirected;
    if (!isOurs) throw new Error(`${url}: ${response.status}`);
    return { status: response.status, html: response.status === 204 ? "" : await response.text() };
  }
}
