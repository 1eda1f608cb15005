/** What ends an attempt early: the part of an `AbortSignal` that attempts look at. */
export interface StopSignal {
  /** Whether the attempt shall end. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason: unknown;
  /** Throws the reason if the attempt shall end. */
  throwIfAborted(): void;
  /** Calls back when the attempt shall end. */
  addEventListener(type: "abort", listener: () => void, options?: { once: boolean }): void;
  /** Takes the call back. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * A signal with its controller in one. One is made for each connection that is opened, and an
 * `AbortController` with its events costs about as much as opening one.
 */
export class Stopper implements StopSignal {
  aborted = false;
  reason: unknown = undefined;
  readonly #listeners: (() => void)[] = [];

  /** Ends the attempt, once. */
  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    // One that is called may take back one that is not yet.
    for (let next = this.#listeners.shift(); next; next = this.#listeners.shift()) next();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (!this.aborted) this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const index = this.#listeners.indexOf(listener);
    if (index !== -1) this.#listeners.splice(index, 1);
  }
}
