import { abandonable } from "./call_options.ts";

/** Work under way, and how many wait for it. */
interface Run<T> {
  readonly work: Promise<T>;
  readonly stopper: AbortController;
  waiting: number;
  isDone: boolean;
}

/** Work that callers at the same time share; once all of them have given it up, it is aborted. */
export class SharedWork<T> {
  readonly #start: (signal: AbortSignal) => Promise<T>;
  #run: Run<T> | null = null;

  /**
   * Prepares the work.
   *
   * @param start Begins it; the signal ends it.
   */
  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#start = start;
  }

  /**
   * Waits for the work, which begins unless it is under way.
   *
   * @param signal Ends the waiting, with its reason.
   */
  async wait(signal: AbortSignal | undefined): Promise<T> {
    const run = this.#run ??= this.#begin();
    run.waiting++;
    try {
      return await abandonable(run.work, signal);
    } finally {
      if (--run.waiting === 0 && !run.isDone) {
        // Who comes now begins anew.
        if (this.#run === run) this.#run = null;
        run.stopper.abort();
      }
    }
  }

  #begin(): Run<T> {
    const stopper = new AbortController();
    const work = this.#start(stopper.signal).finally(() => {
      run.isDone = true;
      if (this.#run === run) this.#run = null;
    });
    const run: Run<T> = { work, stopper, waiting: 0, isDone: false };
    return run;
  }
}
