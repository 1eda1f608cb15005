import { whenAborted } from "./abort_listeners.ts";

/**
 * Waits; rejects with the signal's reason when it aborts.
 *
 * @param milliseconds How long.
 * @param signal Ends the waiting.
 */
export function pause(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, milliseconds);
    const forget = whenAborted(signal, () => {
      clearTimeout(timer);
      reject(signal!.reason);
    });
  });
}
