import { oneOf, toSeconds } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { StreamAnswer } from "../../engine/stream_answer.ts";
import { compareVersions } from "../../engine/version.ts";
import { DockerError } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import type { ContainerWaitResult } from "../../types/containers.ts";
import { noteWait } from "../common/started_waits.ts";

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
 * Until `exitCode()` is asked for, the wait keeps no process alive. One for the next exit is given up
 * when {@linkcode start} is refused, one that is not used any more with the object itself.
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
 * await using exit = await registerWait(engine, container, { condition: "next-exit" });
 * await start(engine, container);
 * console.log(await exit.exitCode());
 * ```
 */
export async function registerWait(
  engine: Engine,
  container: Reference,
  options: WaitOptions = {},
): Promise<RegisteredWait> {
  const id = toContainerId(container, "container");
  const call = WAIT.call(engine, `Cannot wait for container "${id}"`, [id], options);
  const { action } = call;
  const early = compareVersions(await call.negotiate(call.options.timeout), "1.30") >= 0;
  const answer = await call.stream({
    quiet: true,
    total: call.options.timeout,
    // Before 1.30 the head comes when the container exits.
    patience: early ? undefined : Infinity,
  });
  // One that was not started does not exit: nothing would ever end the wait.
  const forget = call.options.condition === "next-exit"
    ? noteWait(engine, id, givingUp(action, answer, ", since the container could not be started"))
    : () => {};
  return new ContainerWait(action, answer, forget);
}

/** Makes what gives a wait up; it does not know the wait itself, which may be forgotten meanwhile. */
function givingUp(action: string, { body }: StreamAnswer, why: string = ""): () => void {
  return () => body.cancel(new DockerError(`${action}: the wait was given up${why}`));
}

/** Frees what belongs to waits that nobody can ask any more. */
const abandoned: FinalizationRegistry<() => void> = new FinalizationRegistry((free) => free());

class ContainerWait implements RegisteredWait {
  readonly #action: string;
  readonly #answer: StreamAnswer;
  readonly #forget: () => void;
  #code: Promise<number> | null = null;

  constructor(action: string, answer: StreamAnswer, forget: () => void) {
    this.#action = action;
    this.#answer = answer;
    this.#forget = forget;
    const { body } = answer;
    // Until the exit code is asked for, the wait keeps no process alive.
    body.unref();
    abandoned.register(this, () => {
      forget();
      body.cancel();
    }, this);
  }

  exitCode(): Promise<number> {
    if (this.#code !== null) return this.#code;
    abandoned.unregister(this);
    this.#answer.body.ref();
    this.#code = readExitCode(this.#answer).finally(this.#forget);
    this.#code.catch(() => {}); // Whoever waits for it is told; nobody has to wait.
    return this.#code;
  }

  cancel(): void {
    this.#forget();
    givingUp(this.#action, this.#answer)();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.cancel();
    return Promise.resolve();
  }
}

async function readExitCode(answer: StreamAnswer): Promise<number> {
  const result = await answer.json<Partial<ContainerWaitResult>>("object");
  const failed = result.Error?.Message;
  if (failed) throw answer.failure(failed);
  return result.StatusCode ?? -1;
}
