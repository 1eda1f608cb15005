import { toFlag } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode disablePlugin}. */
export interface DisablePluginOptions extends CallOptions {
  /** Whether a plugin that is in use is stopped too. Since API 1.28. @default {false} */
  force?: boolean | null | undefined;
}

/** What {@linkcode disablePlugin} asks of the Engine. */
export const DISABLE: Operation<DisablePluginOptions> = operation("POST /plugins/{name}/disable", {
  force: inQuery("force", toFlag, { since: "1.28" }),
}, { since: "1.25" });

/**
 * Disables a plugin (`POST /plugins/{name}/disable`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options Whether a plugin that is in use is stopped too.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {Conflict} When the plugin is in use or not enabled.
 *
 * @example
 * ```ts no-run
 * import { createEngine, disablePlugin } from "@longshore/docker/api";
 *
 * await disablePlugin(createEngine(), "example/sshfs", { force: true });
 * ```
 */
export async function disablePlugin(
  engine: Engine,
  name: Reference,
  options: DisablePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  return await DISABLE.call(engine, `Cannot disable plugin "${plugin}"`, [plugin], options).empty();
}
