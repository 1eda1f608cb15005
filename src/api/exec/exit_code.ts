import { pause } from "../../bytes/pause.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { toSeconds } from "../../convert/checks.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ProtocolError, TimeoutError } from "../../errors.ts";
import { execInspect } from "./inspect.ts";

/** Options of {@linkcode execExitCode}. */
export interface ExecExitCodeOptions extends CallOptions {
  /** How long the command may take, in seconds; without one it may take any time. */
  timeout?: number | null | undefined;
}

/** What {@linkcode execExitCode} takes; it asks by {@linkcode execInspect}. */
export const EXIT_CODE: Operation<ExecExitCodeOptions> = operation("GET /exec/{id}/json", {
  timeout: ofClient(toSeconds),
});

/** How long to wait before the Engine is asked again, in milliseconds: at first, and at most. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 500;

/**
 * Waits for the exit code of a command in a container: asks {@linkcode APIClient.execInspect} until it has one.
 *
 * The Engine has no call that waits. A command that was never started has no exit code either:
 * give a `timeout` or a `signal` when that can be.
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options How long it may take, in seconds.
 * @returns The exit code.
 * @throws {NotFound} When there is no such exec; the Engine forgets one soon after it has ended.
 * @throws {TimeoutError} When it takes longer than `timeout`.
 * @throws {ProtocolError} When the answer does not say whether it runs.
 *
 * @example
 * ```ts no-run
 * import { createEngine, execCreate, execExitCode, execStart } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const exec = await execCreate(engine, "web", "sh -c 'exit 3'");
 * await execStart(engine, exec, { detach: true });
 * console.log(await execExitCode(engine, exec, { timeout: 60 }));
 * ```
 */
export async function execExitCode(
  engine: Engine,
  execId: Reference,
  options: ExecExitCodeOptions = {},
): Promise<number> {
  const id = toId(execId, "execId");
  const action = `Cannot wait for the exit code of exec "${id}"`;
  const { signal, timeouts, timeout } = EXIT_CODE.read(action, options);
  const end = timeout === undefined ? Infinity : Date.now() + timeout * 1000;
  for (let interval = FIRST_PAUSE;; interval = Math.min(2 * interval, LONGEST_PAUSE)) {
    const { Running, ExitCode } = await execInspect(engine, id, { signal, timeouts });
    // Asked again, it would say the same: nothing would ever come of it.
    if (typeof Running !== "boolean") {
      throw new ProtocolError(
        `${action}: the engine at ${engine.address} does not say whether it runs`,
      );
    }
    // Before it is started a command does not run either: then the code is null.
    if (!Running && typeof ExitCode === "number") return ExitCode;
    const left = end - Date.now();
    if (left <= 0) {
      throw new TimeoutError(action, "total", timeout!);
    }
    await pause(Math.min(interval, left), signal);
  }
}
