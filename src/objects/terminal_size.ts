/** How often a size is told again that the Engine did not take: the process may not have begun yet. */
const ATTEMPTS = 10;
/** Milliseconds before the first of them; each further one waits so much longer. */
const PAUSE = 10;

/**
 * Tells a process the size of its terminal, one call after the other: of two that are under way at the
 * same time the Engine might take the older one last.
 */
export class TerminalSize {
  readonly #tell: () => Promise<unknown>;
  #isStale = false;
  #failed = 0;
  #isBusy = false;
  #isOver = false;

  /** @param tell Tells the size that the terminal has then. */
  constructor(tell: () => Promise<unknown>) {
    this.#tell = tell;
  }

  /** Has the size told, behind the call that is under way. */
  change(): void {
    this.#isStale = true;
    this.#failed = 0;
    if (!this.#isBusy) void this.#run();
  }

  /** Has nothing told any more. */
  end(): void {
    this.#isOver = true;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#isStale && !this.#isOver && this.#failed < ATTEMPTS) {
      this.#isStale = false;
      try {
        await this.#tell();
        this.#failed = 0;
      } catch {
        // Where the process has ended, its output tells.
        this.#isStale = true;
        this.#failed++;
        await new Promise((resolve) => setTimeout(resolve, PAUSE * this.#failed));
      }
    }
    this.#isBusy = false;
  }
}
