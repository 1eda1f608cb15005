import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { Plugin } from "../../types/plugins.ts";

/** What {@linkcode inspectPlugin} asks of the Engine. */
export const INSPECT: Operation<CallOptions> = operation("GET /plugins/{name}/json", {}, {
  since: "1.25",
});

/**
 * Returns what the Engine knows of a plugin (`GET /plugins/{name}/json`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such plugin.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectPlugin } from "@longshore/docker/api";
 *
 * const { Enabled, Settings } = await inspectPlugin(createEngine(), "example/sshfs");
 * console.log(Enabled, Settings.Env);
 * ```
 */
export async function inspectPlugin(
  engine: Engine,
  name: Reference,
  options: CallOptions = {},
): Promise<Plugin> {
  const plugin = toId(name, "name");
  return await INSPECT.call(engine, `Cannot inspect plugin "${plugin}"`, [plugin], options).json({
    shape: "object",
  });
}
