import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode removeConfig} asks of the Engine. */
export const REMOVE: Operation<CallOptions> = operation("DELETE /configs/{id}", {}, {
  since: "1.30",
});

/**
 * Removes a config (`DELETE /configs/{id}`). Since API 1.30.
 *
 * @param engine The engine.
 * @param id The config, by id or name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such config.
 * @throws {BadRequest} When a service uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeConfig } from "@longshore/docker/api";
 *
 * await removeConfig(createEngine(), "settings");
 * ```
 */
export async function removeConfig(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<true> {
  const config = toId(id, "id");
  return await REMOVE.call(engine, `Cannot remove config "${config}"`, [config], options).empty();
}
