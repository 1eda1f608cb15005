import { inspectContainer } from "../../api/containers/inspect.ts";
import { logs } from "../../api/containers/logs.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { DockerError, TimeoutError } from "../../errors.ts";
import { WaitError } from "./wait_error.ts";
import { lastLines } from "../../text/last_lines.ts";
import { Deadline } from "../deadline.ts";
import { engineOf, type EngineOwner } from "../model.ts";
import { toLimit, toSeconds } from "../../convert/checks.ts";
import { takeOwn } from "../../operation/own_options.ts";
import { type ContainerCondition, toCondition } from "./condition.ts";
import { Hopeless, WaitTarget } from "./target.ts";

/** Options of {@linkcode waitUntil}. */
export interface WaitUntilOptions extends CallOptions {
  /** How long the condition may take to hold, in seconds; 0 is without limit. @default {60} */
  timeout?: number | null | undefined;
  /** How long to wait between two tries of what the Engine does not tell by events, in seconds. @default {0.25} */
  interval?: number | null | undefined;
}

const DEFAULT_TIMEOUT = 60;
const DEFAULT_INTERVAL = 0.25;
/** How many lines of the log an error shows, and how long what it shows may take, in milliseconds. */
const SHOWN_LINES = 5;
const LOG_TIME = 5000;

/**
 * Waits until a container is as a condition says. What the Engine tells by events (health, log lines,
 * the end) is waited for without asking again and again.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param condition What is waited for: {@linkcode healthy}, {@linkcode logLine}, {@linkcode portOpen},
 * {@linkcode http}, {@linkcode command}, {@linkcode exited}, {@linkcode allOf}, {@linkcode anyOf}.
 * @param options The limit in time.
 * @throws {WaitError} At once, when the container ends or its health check says unhealthy; with the
 * reason and the last lines of its log.
 * @throws {TimeoutError} When it takes too long, with what was seen so far.
 * @throws {NotFound} When there is no such container.
 *
 * @example Usage
 * ```ts no-run
 * import { DockerClient, logLine, portOpen, allOf } from "@longshore/docker";
 *
 * const docker = await DockerClient.fromEnv();
 * const db = await docker.containers.run("postgres", null, {
 *   detach: true,
 *   environment: { POSTGRES_PASSWORD: "secret" },
 * });
 * await db.waitUntil(allOf(logLine("ready to accept connections", { times: 2 }), portOpen(5432)));
 * docker.close();
 * ```
 */
export async function waitUntil(
  owner: EngineOwner,
  container: Reference,
  condition: ContainerCondition,
  options: WaitUntilOptions = {},
): Promise<void> {
  const id = toContainerId(container, "container");
  toCondition(condition, "condition");
  const action = `Cannot wait until container "${id}" ${condition.description}`;
  const own = { timeout: toSeconds, interval: toLimit };
  const [{ timeout = DEFAULT_TIMEOUT, interval = DEFAULT_INTERVAL }, { signal, timeouts }] =
    takeOwn(
      action,
      options,
      own,
      [],
    );
  const engine = engineOf(owner);
  const deadline = new Deadline(timeout, signal);
  const call = { signal: deadline.signal, timeouts };
  const target = new WaitTarget(engine, id, call, interval * 1000);
  try {
    await condition.hold(target);
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.expired) {
      const [status, output] = await Promise.all([
        unusualStatus(engine, id),
        lastOutput(engine, id),
      ]);
      const seen = [target.seen, status, output && `its last output: ${output}`]
        .filter((one) => one);
      throw new TimeoutError(action, "total", timeout, seen.join("; "));
    }
    const reason = await target.reasonOf(error);
    if (!(reason instanceof Hopeless)) throw reason;
    const output = await lastOutput(engine, id);
    throw new WaitError(`${action}: ${reason.message}`, id, reason.exitCode, output);
  } finally {
    deadline.clear();
    deadline.abort(new DockerError(`${action}: the wait is over`));
  }
}

/** What a container does that does not run: it pauses, or was never started. */
async function unusualStatus(engine: Engine, id: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(LOG_TIME);
    const { State: { Status } } = await inspectContainer(engine, id, { signal });
    return Status === "running" ? "" : `its status is "${Status}"`;
  } catch {
    return ""; // The engine does not answer, or the container is gone.
  }
}

/** The last lines of the log, as far as they can be had. */
async function lastOutput(engine: Engine, id: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(LOG_TIME);
    return lastLines(await logs(engine, id, { tail: SHOWN_LINES, signal }));
  } catch {
    return ""; // The container is gone, or its logging driver keeps nothing.
  }
}
