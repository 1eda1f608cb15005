import type { Connector } from "../../src/connect/types.ts";
import { settled } from "./memory_engine.ts";

/** After how much time that has passed nothing more is expected to happen, in milliseconds. */
const ENDLESS = 5000;

/**
 * A clock in place of the machine's that stands still until it is told how much time has passed: what
 * a test says of time then holds on a machine of any speed.
 */
export class Clock {
  readonly #now = performance.now;
  readonly #timers = new Map<() => void, number>();
  #stopped = 1_000_000;

  constructor() {
    performance.now = () => this.#stopped;
  }

  /** The connector with timers of this clock. */
  over(connector: Connector): Connector {
    const startTimer = (milliseconds: number, onTime: () => void): () => void => {
      this.#timers.set(onTime, performance.now() + milliseconds);
      return () => this.#timers.delete(onTime);
    };
    return { ...connector, startTimer };
  }

  /** Lets time pass, and calls back whom it was for. */
  pass(milliseconds: number): void {
    this.#stopped += milliseconds;
    for (const [onTime, at] of [...this.#timers]) {
      if (at > this.#stopped || !this.#timers.delete(onTime)) continue;
      onTime();
    }
  }

  /** Lets time pass once all that is due now was done. */
  async passLater(milliseconds: number): Promise<void> {
    await settled();
    this.pass(milliseconds);
  }

  /**
   * Lets time pass, a millisecond at a time, until a promise has settled.
   *
   * @returns How many milliseconds that took.
   * @throws {Error} When it does not settle.
   */
  async settles(promise: Promise<unknown>): Promise<number> {
    let isOver = false;
    const end = (): void => void (isOver = true);
    promise.then(end, end);
    await settled();
    for (let passed = 0; passed < ENDLESS; passed++) {
      if (isOver) return passed;
      this.pass(1);
      await settled();
    }
    throw new Error(`Cannot wait any longer: nothing has settled within ${ENDLESS} ms`);
  }

  [Symbol.dispose](): void {
    performance.now = this.#now;
  }
}
