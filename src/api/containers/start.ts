import { toFilledText } from "../../convert/checks.ts";
import { toDetachKeys } from "../../convert/detach_keys.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { APIError, DeprecatedMethod } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import { giveWaitsUp } from "../common/started_waits.ts";

/** Options of {@linkcode start}. */
export interface StartOptions extends CallOptions {
  /** The keys that detach from the container's tty, e.g. `ctrl-p,ctrl-q`. */
  detachKeys?: string | null | undefined;
  /** The checkpoint to go on from, on Engines with experimental features on. Since API 1.25. */
  checkpoint?: string | null | undefined;
  /** The directory on the Engine's host where that checkpoint is kept. Since API 1.25. */
  checkpointDir?: string | null | undefined;
}

/** What {@linkcode start} asks of the Engine. */
export const START: Operation<StartOptions> = operation("POST /containers/{id}/start", {
  detachKeys: inQuery("detachKeys", toDetachKeys),
  checkpoint: inQuery("checkpoint", toFilledText, { since: "1.25" }),
  checkpointDir: inQuery("checkpoint-dir", toFilledText, { since: "1.25" }),
});
const KNOWN: readonly string[] = ["signal", "timeouts", ...Object.keys(START.options)];

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
  const id = toContainerId(container, "container");
  const action = `Cannot start container "${id}"`;
  const refused = Object.keys(options ?? {}).filter((key) => !KNOWN.includes(key));
  if (refused.length > 0) {
    throw new DeprecatedMethod(
      `${action} with ${
        refused.join(", ")
      }: configuration is given to createContainer(), host configuration in its hostConfig`,
    );
  }
  try {
    return await START.call(engine, action, [id], options).empty();
  } catch (error) {
    if (error instanceof APIError) giveWaitsUp(engine, id);
    throw error;
  }
}
