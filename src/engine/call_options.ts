import { refuseLost } from "../text/lost_field.ts";
import { whenAborted } from "../bytes/abort_listeners.ts";
import { checkSeconds } from "../text/amount.ts";
import { isRecord } from "../text/is_record.ts";
import { unknownOption } from "../text/unknown_option.ts";

/** Limits in time, in seconds; 0 is without limit. */
export interface Timeouts {
  /** Until a connection is open. */
  connect?: number | null | undefined;
  /** From the end of the request to the first bytes of the answer. */
  head?: number | null | undefined;
  /** The longest silence while bytes are due. */
  idle?: number | null | undefined;
}

/** What every call accepts. */
export interface CallOptions {
  /** Ends the call, in every phase and within its streams too; it rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined;
  /** Limits in time of this call, in seconds, in place of the client's. */
  timeouts?: Timeouts | null | undefined;
}

/**
 * Returns the signal of a call.
 *
 * @param options The call's options.
 * @throws {TypeError} When it is something else, such as the controller itself.
 */
export function callSignal({ signal }: CallOptions): AbortSignal | undefined {
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal.aborted === "boolean" && typeof signal.addEventListener === "function") {
    return signal;
  }
  throw new TypeError(
    'Cannot use the option "signal": expected an AbortSignal, such as an AbortController\'s signal',
  );
}

const PHASES: readonly string[] = ["connect", "head", "idle"];

/**
 * Checks limits in time.
 *
 * @param timeouts What the caller gave; `null` is nothing, too.
 * @throws {TypeError} When it is no object, or a limit no number.
 * @throws {RangeError} When a limit is below 0.
 */
export function checkTimeouts(timeouts: Timeouts | null | undefined): Timeouts | undefined {
  if (timeouts === undefined || timeouts === null) return undefined;
  if (!isRecord(timeouts)) {
    throw new TypeError(
      'Cannot use the option "timeouts": expected an object such as { connect: 5, head: 60, idle: 60 }',
    );
  }
  refuseLost('Cannot use the option "timeouts"', timeouts);
  for (const [phase, seconds] of Object.entries(timeouts) as [string, unknown][]) {
    if (!PHASES.includes(phase)) {
      throw unknownOption('Cannot use the option "timeouts"', phase, PHASES);
    }
    if (seconds === undefined || seconds === null) continue;
    checkSeconds(seconds, ` for "${phase}"`);
  }
  return timeouts;
}

/**
 * Waits for what an abort cannot stop, or what others wait for too: it gives up the waiting alone.
 *
 * @param work What is waited for.
 * @param signal Ends the waiting, with its reason; without one there is nothing to give up.
 */
export function abandonable<T>(
  work: Promise<T>,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const forget = whenAborted(signal, () => reject(signal.reason));
    work.then(resolve, reject).finally(forget);
  });
}
