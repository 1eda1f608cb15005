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

/** Starts a container: see {@linkcode APIClient.start}. */
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

/** Stops a container: see {@linkcode APIClient.stop}. */
export async function stop(
  engine: Engine,
  container: Reference,
  options: StopOptions = {},
): Promise<true> {
  return await stopThen(engine, container, "stop", options);
}

/** Stops and starts a container: see {@linkcode APIClient.restart}. */
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

/** Sends a signal to a container: see {@linkcode APIClient.kill}. */
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

/** Removes a container: see {@linkcode APIClient.removeContainer}. */
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
