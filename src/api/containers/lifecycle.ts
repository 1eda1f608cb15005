import { toInteger } from "../../convert/checks.ts";
import { toPosixSignal } from "../../convert/posix_signal.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { DeprecatedMethod } from "../../errors.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode start}. */
export interface StartOptions extends CallOptions {
  /** The keys that detach from the container's tty, e.g. `ctrl-p,ctrl-q`. */
  detachKeys?: string;
}

/** Options of {@linkcode stop} and {@linkcode restart}. */
export interface StopOptions extends CallOptions {
  /** How long the container may take to stop before it is killed, in seconds. @default {10} */
  timeout?: number;
  /** The signal that asks it to stop, e.g. `SIGINT`. Since API 1.42. */
  stopSignal?: string | number;
}

/** Options of {@linkcode removeContainer}. */
export interface RemoveContainerOptions extends CallOptions {
  /** Whether its anonymous volumes are removed too. @default {false} */
  v?: boolean;
  /** Whether `container` names a link, which alone is removed. @default {false} */
  link?: boolean;
  /** Whether a running container is killed first. @default {false} */
  force?: boolean;
}

const START_OPTIONS: ReadonlySet<string> = new Set(["signal", "timeouts", "detachKeys"]);

/**
 * Starts a container (`POST /containers/{id}/start`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The keys that detach from its tty.
 * @returns True, for a container that ran already too.
 * @throws {NotFound} When there is no such container.
 * @throws {DeprecatedMethod} When configuration is given: it belongs to {@linkcode createContainer}.
 *
 * @example
 * ```ts no-run
 * import { createEngine, start } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await start(engine, "web");
 * ```
 */
export async function start(
  engine: Engine,
  container: Reference,
  options: StartOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  const refused = Object.keys(options).filter((key) => !START_OPTIONS.has(key));
  if (refused.length > 0) {
    throw new DeprecatedMethod(
      `Cannot start container "${id}" with ${
        refused.join(", ")
      }: configuration is given to createContainer(), host configuration in its hostConfig`,
    );
  }
  return await engine.empty(
    `Cannot start container "${id}"`,
    "POST",
    path`/containers/${id}/start`,
    options,
    { query: query({ detachKeys: options.detachKeys }) },
  );
}

/**
 * Stops a container (`POST /containers/{id}/stop`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options How long it may take, in seconds, before it is killed; 10 without it.
 * @returns True, for a container that had stopped already too.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, stop } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await stop(engine, "web", { timeout: 30 });
 * ```
 */
export async function stop(
  engine: Engine,
  container: Reference,
  options: StopOptions = {},
): Promise<true> {
  return await stopThen(engine, container, "stop", options);
}

/**
 * Stops a container if it runs, and starts it (`POST /containers/{id}/restart`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options How long it may take to stop, in seconds, before it is killed; 10 without it.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, restart } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await restart(engine, "web", { timeout: 30 });
 * ```
 */
export async function restart(
  engine: Engine,
  container: Reference,
  options: StopOptions = {},
): Promise<true> {
  return await stopThen(engine, container, "restart", options);
}

async function stopThen(
  engine: Engine,
  container: Reference,
  method: "stop" | "restart",
  options: StopOptions,
): Promise<true> {
  const id = toId(container, "container");
  const action = `Cannot ${method} container "${id}"`;
  const { timeout = 10, stopSignal } = options;
  const search = query({
    t: toInteger(timeout, "timeout"),
    signal: stopSignal === undefined ? undefined : toPosixSignal(stopSignal, "stopSignal"),
  });
  requireVersion(action, await engine.negotiate(options), method, options);
  return await engine.empty(action, "POST", path`/containers/${id}/` + method, options, {
    query: search,
    patience: timeout < 0 ? Infinity : timeout,
  });
}

/**
 * Sends a signal to a container (`POST /containers/{id}/kill`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param posixSignal The signal, e.g. `SIGHUP` or 1; `SIGKILL` without it.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is not running.
 *
 * @example
 * ```ts no-run
 * import { createEngine, kill } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await kill(engine, "web", "SIGHUP");
 * ```
 */
export async function kill(
  engine: Engine,
  container: Reference,
  posixSignal?: string | number,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  const signal = posixSignal === undefined ? undefined : toPosixSignal(posixSignal, "posixSignal");
  return await engine.empty(
    `Cannot kill container "${id}"`,
    "POST",
    path`/containers/${id}/kill`,
    options,
    { query: query({ signal }) },
  );
}

/**
 * Removes a container (`DELETE /containers/{id}`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What else is removed, and whether a running container is killed.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is running and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeContainer } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await removeContainer(engine, "web", { v: true, force: true });
 * ```
 */
export async function removeContainer(
  engine: Engine,
  container: Reference,
  options: RemoveContainerOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  const { v, link, force } = options;
  return await engine.empty(
    `Cannot remove container "${id}"`,
    "DELETE",
    path`/containers/${id}`,
    options,
    {
      query: query({ v: v || undefined, link: link || undefined, force: force || undefined }),
    },
  );
}
