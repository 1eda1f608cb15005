import { whenAborted } from "../bytes/abort_listeners.ts";
import { toSeconds } from "../convert/checks.ts";

/** A limit in time for a task of several calls, joined with the caller's own signal. */
export class Deadline {
  /** Aborts at the limit, or when the caller's own signal does. */
  readonly signal: AbortSignal;
  /** The limit, in seconds; 0 is without one. */
  readonly seconds: number;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #forget: () => void;
  readonly #begin = performance.now();
  #expired = false;

  /**
   * Starts the time.
   *
   * @param seconds The limit, in seconds; undefined or 0 is without one.
   * @param caller The caller's signal.
   * @throws {TypeError} When the limit is no number.
   * @throws {RangeError} When it is below 0.
   */
  constructor(seconds: number | null | undefined, caller: AbortSignal | null | undefined) {
    if (seconds != null) toSeconds(seconds, "timeout");
    this.seconds = seconds ?? 0;
    this.signal = this.#controller.signal;
    const onAbort = (): void => this.#controller.abort(caller!.reason);
    if (caller?.aborted) onAbort();
    this.#forget = whenAborted(caller, onAbort);
    if (seconds) {
      this.#timer = setTimeout(() => {
        this.#expired = true;
        this.#controller.abort(new DOMException("The time is over", "TimeoutError"));
      }, seconds * 1000);
    }
  }

  /** Whether the limit was passed. */
  get expired(): boolean {
    return this.#expired;
  }

  /** What is left of the limit, in seconds: more than none, which would be without limit. */
  get left(): number {
    return Math.max(this.seconds - (performance.now() - this.#begin) / 1000, 0.001);
  }

  /** Stops what belongs to the task and is still under way. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Ends the time: nothing is aborted any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#forget();
  }
}
