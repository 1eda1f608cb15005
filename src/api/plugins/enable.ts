import { integerFrom } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode enablePlugin}. */
export interface EnablePluginOptions extends CallOptions {
  /** How long the Engine tries to reach the plugin once its process runs, in seconds. @default {0} */
  timeout?: number | null | undefined;
}

/** What {@linkcode enablePlugin} asks of the Engine. */
export const ENABLE: Operation<EnablePluginOptions> = operation("POST /plugins/{name}/enable", {
  timeout: inQuery("timeout", integerFrom(0)),
}, { since: "1.25" });

/**
 * Enables a plugin (`POST /plugins/{name}/enable`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options How long the Engine tries to reach it, in seconds.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {ServerError} When its process cannot be started or does not listen on its socket.
 *
 * @example
 * ```ts no-run
 * import { createEngine, enablePlugin } from "@longshore/docker/api";
 *
 * await enablePlugin(createEngine(), "example/sshfs", { timeout: 10 });
 * ```
 */
export async function enablePlugin(
  engine: Engine,
  name: Reference,
  options: EnablePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const call = ENABLE.call(engine, `Cannot enable plugin "${plugin}"`, [plugin], options);
  // The Engine refuses a request without timeout, and the timeout does not bound all that it does.
  const query = { timeout: call.options.timeout ?? 0 };
  return await call.empty({ query, patience: Infinity });
}
