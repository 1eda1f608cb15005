import { toBoolean } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode removePlugin}. */
export interface RemovePluginOptions extends CallOptions {
  /** Whether an enabled plugin is stopped first. @default {false} */
  force?: boolean | null | undefined;
}

/** What {@linkcode removePlugin} asks of the Engine. */
export const REMOVE: Operation<RemovePluginOptions> = operation("DELETE /plugins/{name}", {
  force: inQuery("force", toBoolean),
}, { since: "1.25" });

/**
 * Removes a plugin (`DELETE /plugins/{name}`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options Whether an enabled plugin is stopped first.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {APIError} When the plugin is enabled and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removePlugin } from "@longshore/docker/api";
 *
 * await removePlugin(createEngine(), "example/sshfs", { force: true });
 * ```
 */
export async function removePlugin(
  engine: Engine,
  name: Reference,
  options: RemovePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const call = REMOVE.call(engine, `Cannot remove plugin "${plugin}"`, [plugin], options);
  const query = { force: call.options.force ?? false };
  return await call.empty({ query, patience: Infinity });
}
