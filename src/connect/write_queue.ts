import { madeOnce } from "./made_once.ts";

/** A write, or the end of the output, that waits until those before it are done. */
interface Turn {
  start(): Promise<void>;
  resolve(done: Promise<void>): void;
  reject(reason: unknown): void;
  next: Turn | null;
}

/**
 * The order of one connection's output: writes go out whole, one after the other, and the end behind
 * all of them. None of the runtimes sees to that itself.
 *
 * It costs nothing while writes do not overlap: one that is done at once never enters it.
 */
export class WriteQueue {
  readonly #endedError: () => Error;
  #busy = false;
  #failure: (() => Error) | null = null;
  #end: Promise<void> | null = null;
  #first: Turn | null = null;
  #last: Turn | null = null;

  /**
   * Makes a queue with nothing in it.
   *
   * @param endedError Makes the error of a write behind the end.
   */
  constructor(endedError: () => Error) {
    this.#endedError = endedError;
  }

  /** Whether a write may start at once. */
  get free(): boolean {
    return !this.#busy && this.#failure === null && this.#end === null;
  }

  /** Why nothing goes out any more. */
  get failure(): Error | null {
    return this.#failure === null ? null : this.#failure();
  }

  /**
   * Starts a write when it is its turn.
   *
   * @param start Starts it; what takes time is put between {@linkcode hold} and {@linkcode release}.
   */
  wait(start: () => Promise<void>): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure());
    if (this.#end !== null) return Promise.reject(this.#endedError());
    return this.#busy ? this.#enqueue(start) : start();
  }

  /**
   * Ends the output behind all writes, once.
   *
   * @param start Ends it.
   */
  end(start: () => Promise<void>): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure());
    return this.#end ??= this.#busy ? this.#enqueue(start) : start();
  }

  /** Says that the write that has started is under way. */
  hold(): void {
    this.#busy = true;
  }

  /** Says that the write is done: the next one starts. */
  release(): void {
    this.#busy = false;
    while (this.#first !== null && !this.#busy) {
      const turn = this.#first;
      this.#first = turn.next;
      turn.resolve(turn.start());
    }
  }

  /**
   * Rejects what waits and all that follows.
   *
   * @param makeError Makes the error, once the first asks for it.
   */
  fail(makeError: () => Error): void {
    const failure = this.#failure ??= madeOnce(makeError);
    let turn = this.#first;
    this.#first = null;
    for (; turn !== null; turn = turn.next) turn.reject(failure());
  }

  #enqueue(start: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn: Turn = { start, resolve, reject, next: null };
      if (this.#first === null) this.#first = turn;
      else this.#last!.next = turn;
      this.#last = turn;
    });
  }
}
