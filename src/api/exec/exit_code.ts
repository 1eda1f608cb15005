import { type Reference, toId } from "../../convert/reference.ts";
import { wrongValue } from "../../convert/refuse.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { TimeoutError } from "../../errors.ts";
import { execInspect } from "./inspect.ts";

/** Options of {@linkcode execExitCode}. */
export interface ExecExitCodeOptions extends CallOptions {
  /** How long the command may take, in seconds; without one it may take any time. */
  timeout?: number;
}

/** How long to wait before the Engine is asked again, in milliseconds: at first, and at most. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 500;

/** Waits for a command's exit code: see {@linkcode APIClient.execExitCode}. */
export async function execExitCode(
  engine: Engine,
  execId: Reference,
  options: ExecExitCodeOptions = {},
): Promise<number> {
  const id = toId(execId, "execId");
  const { timeout, signal, timeouts } = options;
  if (timeout !== undefined && !(timeout >= 0)) {
    throw wrongValue("timeout", timeout, "a number of seconds from 0");
  }
  const end = timeout === undefined ? Infinity : Date.now() + timeout * 1000;
  for (let pause = FIRST_PAUSE;; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const { Running, ExitCode } = await execInspect(engine, id, { signal, timeouts });
    // Before it is started a command does not run either: then the code is null.
    if (!Running && typeof ExitCode === "number") return ExitCode;
    const left = end - Date.now();
    if (left <= 0) {
      throw new TimeoutError(`Cannot wait for the exit code of exec "${id}"`, "total", timeout!);
    }
    await sleep(Math.min(pause, left), signal);
  }
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
