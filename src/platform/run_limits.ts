import type { ProcessResult, RunOptions } from "./types.ts";

/** The most bytes of each output of a program that are kept, unless told otherwise. */
export const MAX_OUTPUT: number = 1024 * 1024;
/** How many of the last letters a running program has complained are kept. */
export const MAX_STDERR_TAIL: number = 16 * 1024;

/** Ends a program that breaks a limit; `null` is the caller's own wish. */
export type Kill = (why: ProcessResult["killed"]) => void;

/**
 * Awaits the end of a program, and ends it where its caller gives up or a limit is broken.
 *
 * @param options The caller's signal and limits.
 * @param stop Kills the program and lets go of its output.
 * @param finish Reads the outputs, and resolves when the program has ended.
 */
export async function runWithin(
  { signal, timeout }: RunOptions,
  stop: () => void,
  finish: (kill: Kill) => Promise<Omit<ProcessResult, "killed">>,
): Promise<ProcessResult> {
  let killed: ProcessResult["killed"] = null;
  const kill: Kill = (why) => {
    killed ??= why;
    stop();
  };
  const onAbort = (): void => kill(null);
  signal?.addEventListener("abort", onAbort);
  const timer = timeout === undefined
    ? undefined
    : setTimeout(() => kill("timeout"), timeout * 1000);
  try {
    const result = finish(kill);
    if (signal?.aborted) onAbort();
    const ended = await result;
    signal?.throwIfAborted();
    return { ...ended, killed };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
