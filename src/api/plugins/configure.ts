import { isRecord, toTextMap, toTexts } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What a plugin is set to: variables, or `mount.source` and the like; or a list of `name=value`. */
export type PluginSettingValues =
  | Readonly<Record<string, string | number | boolean>>
  | readonly string[];

/** What {@linkcode configurePlugin} asks of the Engine. */
export const CONFIGURE: Operation<CallOptions> = operation("POST /plugins/{name}/set", {}, {
  since: "1.25",
});

/**
 * Changes the settings of a plugin that is not enabled (`POST /plugins/{name}/set`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The settings, e.g. `{ DEBUG: 1, "data.source": "/srv" }`.
 * @param callOptions The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {ServerError} When the plugin is enabled, or has no such setting.
 *
 * @example
 * ```ts no-run
 * import { configurePlugin, createEngine } from "@longshore/docker/api";
 *
 * await configurePlugin(createEngine(), "example/sshfs", { DEBUG: 1 });
 * ```
 */
export async function configurePlugin(
  engine: Engine,
  name: Reference,
  options: PluginSettingValues,
  callOptions: CallOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const json = toSettings(options);
  const action = `Cannot configure plugin "${plugin}"`;
  return await CONFIGURE.call(engine, action, [plugin], callOptions, json).empty();
}

function toSettings(value: unknown): string[] {
  if (isRecord(value)) {
    return Object.entries(toTextMap(value, "options")).map((pair) => pair.join("="));
  }
  if (Array.isArray(value)) return toTexts(value, "options");
  throw wrongShape("options", value, 'an object such as { DEBUG: 1 }, or a list of "name=value"');
}
