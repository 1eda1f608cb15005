import { type Reference, toId } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import {
  PLUGIN_REGISTRY,
  pluginAuth,
  type PluginRegistryOptions,
} from "../common/plugin_registry.ts";
import { progressText } from "../common/progress.ts";
import { registryFailure, TO_REGISTRY } from "../common/registry_auth.ts";

/** What {@linkcode pushPlugin} asks of the Engine. */
export const PUSH: Operation<PluginRegistryOptions> = operation(
  "POST /plugins/{name}/push",
  PLUGIN_REGISTRY,
  { since: "1.25" },
);

/**
 * Pushes a plugin to the registry that its name says (`POST /plugins/{name}/push`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The credentials.
 * @returns True, when the registry has it.
 * @throws {NotFound} When there is no such plugin.
 * @throws {APIError} When the registry refuses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pushPlugin } from "@longshore/docker/api";
 *
 * await pushPlugin(createEngine(), "registry.example:5000/driver:1.0");
 * ```
 */
export async function pushPlugin(
  engine: Engine,
  name: Reference,
  options: PluginRegistryOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const call = PUSH.call(engine, `Cannot push plugin "${plugin}"`, [plugin], options);
  const answer = await call.stream({
    ...TO_REGISTRY,
    headers: await pluginAuth(engine, plugin, call.options),
    quiet: true,
    patience: Infinity,
  });
  await progressText(answer, { failure: registryFailure(answer) });
  return true;
}
