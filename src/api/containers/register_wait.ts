import { oneOf, toSeconds } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { parseAnswer } from "../../engine/json_answer.ts";
import { compareVersions } from "../../engine/version.ts";
import { DockerError } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import type { ContainerWaitResult } from "../../types/containers.ts";

/** What a container is waited for: that it does not run, that it exits once more, or that it is gone. */
export type WaitCondition = "not-running" | "next-exit" | "removed";

/** Options of {@linkcode wait} and {@linkcode registerWait}. */
export interface WaitOptions extends CallOptions {
  /** How long the whole call may take, in seconds; without one it may take any time. */
  timeout?: number | null | undefined;
  /** What is waited for. Since API 1.30. @default {"not-running"} */
  condition?: WaitCondition | null | undefined;
}

/** A wait that the Engine has taken note of: whatever the container does from here on counts. */
export interface RegisteredWait extends AsyncDisposable {
  /**
   * Resolves with the exit code, -1 when the Engine gives none.
   *
   * @throws {APIError} When the Engine cannot wait any longer.
   */
  exitCode(): Promise<number>;
  /** Gives the wait up: {@linkcode exitCode} rejects unless it has its answer. */
  cancel(): void;
}

/** What {@linkcode registerWait} asks of the Engine. */
export const WAIT: Operation<WaitOptions> = operation("POST /containers/{id}/wait", {
  timeout: ofClient(toSeconds),
  condition: inQuery("condition", oneOf("not-running", "next-exit", "removed"), { since: "1.30" }),
});

/**
 * Registers a wait and resolves once the Engine has taken note of it (`POST /containers/{id}/wait`):
 * the moment to start a container whose exit must not be missed. Since API 1.30.
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What is waited for.
 * @returns The wait; its `exitCode()` resolves when the container has stopped.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createContainer, createEngine, registerWait, start } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const container = await createContainer(engine, "busybox", { command: "true" });
 * const exit = await registerWait(engine, container, { condition: "next-exit" });
 * await start(engine, container);
 * console.log(await exit.exitCode());
 * ```
 */
export async function registerWait(
  engine: Engine,
  container: Reference,
  options: WaitOptions = {},
): Promise<RegisteredWait> {
  const id = toId(container, "container");
  const call = WAIT.call(engine, `Cannot wait for container "${id}"`, [id], options);
  const { action } = call;
  const early = compareVersions(await call.negotiate(), "1.30") >= 0;
  const answer = await call.stream({
    quiet: true,
    total: call.options.timeout,
    // Before 1.30 the head comes when the container exits.
    patience: early ? undefined : Infinity,
  });
  const { body } = answer;
  const cancel = (): void => body.cancel(new DockerError(`${action}: the wait was given up`));
  let code: Promise<number> | null = null;
  return {
    exitCode(): Promise<number> {
      return code ??= body.bytes().then((bytes) => {
        const text = new TextDecoder().decode(bytes);
        const result = parseAnswer<Partial<ContainerWaitResult>>(action, text);
        const failed = result.Error?.Message;
        if (failed) throw answer.failure(failed);
        return result.StatusCode ?? -1;
      });
    },
    cancel,
    [Symbol.asyncDispose](): Promise<void> {
      cancel();
      return Promise.resolve();
    },
  };
}
