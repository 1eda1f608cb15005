/** Where a stream takes its items from. */
export interface BatchSource<T> {
  /** Resolves with the next items, at least one, or with `null` at the end. */
  next(): Promise<T[] | null>;
  /** Frees what the source holds; called at most once, and not after the end. */
  cancel(reason: unknown): void | Promise<void>;
}

/** The items that one read brought and that are not taken yet. */
export class BatchBuffer<T> {
  /** The items of the last read. */
  batch: T[] = [];
  /** The first of them that is not taken. */
  index = 0;
  /** How many callers wait for items: nobody takes one out of turn meanwhile. */
  waiting = 0;
  readonly #source: BatchSource<T>;
  #ended = false;
  #failure: { reason: unknown } | null = null;
  #refilling: Promise<boolean> | null = null;

  /**
   * Makes an empty buffer.
   *
   * @param source Where the items come from.
   */
  constructor(source: BatchSource<T>) {
    this.#source = source;
  }

  /** Whether an item can be taken at once. */
  get ready(): boolean {
    return this.index < this.batch.length && this.waiting === 0;
  }

  /**
   * Sees to it that an item is there; resolves with false at the end.
   *
   * The caller counts itself in {@linkcode BatchBuffer.waiting} until it has taken its item: that
   * keeps calls that were not awaited in order.
   */
  refill(): Promise<boolean> {
    const before = this.#refilling;
    this.#refilling = this.waiting > 1 ? this.#refillLater(before!) : this.#refill();
    return this.#refilling;
  }

  /** Frees the source; the items that are not taken are dropped, and who waits gets the end. */
  async cancel(reason: unknown): Promise<void> {
    this.batch = [];
    if (this.#ended) return;
    this.#ended = true;
    await this.#source.cancel(reason);
  }

  async #refillLater(before: Promise<boolean>): Promise<boolean> {
    try {
      await before;
    } catch {
      // Who called before is told.
    }
    return this.index < this.batch.length || await this.#refill();
  }

  async #refill(): Promise<boolean> {
    if (this.#failure !== null) throw this.#failure.reason;
    if (this.#ended) return false;
    try {
      const batch = await this.#source.next();
      if (this.#ended) return false;
      if (batch !== null) {
        this.batch = batch;
        this.index = 0;
        return true;
      }
      this.#ended = true;
      return false;
    } catch (reason) {
      if (this.#ended) return false;
      this.#ended = true;
      this.#failure = { reason };
      throw reason;
    }
  }
}
