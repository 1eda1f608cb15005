import type { System } from "../platform/types.ts";

/** How long a step may take that everything else stands still for, in milliseconds. */
const QUICK = 3;
/** How many steps are done in the background after one that took longer. */
const WARY = 64;
/** How long steps follow each other before all else has its turn, in milliseconds. */
const SPELL = 5;

/**
 * Does many small steps with files, each of which takes a few microseconds when it is done at once, and
 * many times that when it is handed to another thread. They are done at once as long as they are quick:
 * where a disk is slow, they go to the background, and all else has its turn every few milliseconds.
 */
export class Pace {
  readonly #system: Pick<System, "turn">;
  #wary = 0;
  #began: number = performance.now();

  /** @param system Lets all else have its turn. */
  constructor(system: Pick<System, "turn">) {
    this.#system = system;
  }

  /**
   * Does a step; a promise stands for one that is not done yet, or has failed.
   *
   * @param atOnce Does it at once.
   * @param later Does it in the background.
   */
  step<T>(atOnce: () => T, later: () => Promise<T>): T | Promise<T> {
    if (this.#wary > 0) {
      this.#wary--;
      return later();
    }
    const start = performance.now();
    try {
      return atOnce();
    } catch (problem) {
      return Promise.reject(problem);
    } finally {
      if (performance.now() - start > QUICK) this.#wary = WARY;
    }
  }

  /** Lets all else have its turn, if it has waited for long enough. */
  async rest(): Promise<void> {
    if (performance.now() - this.#began < SPELL) return;
    await this.#system.turn();
    this.#began = performance.now();
  }
}
