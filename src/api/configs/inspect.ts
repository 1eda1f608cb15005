import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { Config } from "../../types/configs.ts";

/** What {@linkcode inspectConfig} asks of the Engine. */
export const INSPECT: Operation<CallOptions> = operation("GET /configs/{id}", {}, {
  since: "1.30",
});

/**
 * Returns what the swarm knows of a config (`GET /configs/{id}`). Since API 1.30.
 *
 * @param engine The engine.
 * @param id The config, by id or name.
 * @param options The call's own options.
 * @returns The config, its content in base64.
 * @throws {NotFound} When there is no such config.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectConfig } from "@longshore/docker/api";
 *
 * const { Spec } = await inspectConfig(createEngine(), "settings");
 * console.log(atob(Spec.Data ?? ""));
 * ```
 */
export async function inspectConfig(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<Config> {
  const config = toId(id, "id");
  return await INSPECT.call(engine, `Cannot inspect config "${config}"`, [config], options).json({
    shape: "object",
  });
}
