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
  readonly #source: BatchSource<T>;
  #ended = false;
  #refilling: Promise<boolean> | null = null;
  #busy = false;

  /**
   * Makes an empty buffer.
   *
   * @param source Where the items come from.
   */
  constructor(source: BatchSource<T>) {
    this.#source = source;
  }

  /** Gets the next batch when the last one is used up; resolves with false at the end. */
  refill(): Promise<boolean> {
    this.#refilling = this.#busy ? this.#refillLater(this.#refilling!) : this.#refill();
    return this.#refilling;
  }

  /** Frees the source; the items that are not taken are dropped. */
  async cancel(reason: unknown): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.batch = [];
    this.index = 0;
    await this.#source.cancel(reason);
  }

  /** Calls that were not awaited queue up behind each other. */
  async #refillLater(before: Promise<boolean>): Promise<boolean> {
    await before;
    return this.index < this.batch.length || await this.refill();
  }

  async #refill(): Promise<boolean> {
    if (this.#ended) return false;
    this.#busy = true;
    try {
      const batch = await this.#source.next();
      if (batch !== null && !this.#ended) {
        this.batch = batch;
        this.index = 0;
        return true;
      }
      this.#ended = true;
      return false;
    } catch (error) {
      this.#ended = true;
      throw error;
    } finally {
      this.#busy = false;
    }
  }
}
