import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { Config } from "../../types/configs.ts";

/** Options of {@linkcode configs}. */
export interface ConfigsOptions extends CallOptions {
  /** What a config must match, e.g. `{ name: "settings" }` or `{ label: "app=web" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode configs} asks of the Engine. */
export const LIST: Operation<ConfigsOptions> = operation("GET /configs", {
  filters: inQuery("filters", toFilters),
}, { since: "1.30" });

/**
 * Lists configs (`GET /configs`). Since API 1.30.
 *
 * @param engine The engine.
 * @param options Which configs.
 * @returns The configs, with their content.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { configs, createEngine } from "@longshore/docker/api";
 *
 * for (const { Spec } of await configs(createEngine())) console.log(Spec.Name);
 * ```
 */
export async function configs(engine: Engine, options: ConfigsOptions = {}): Promise<Config[]> {
  return await LIST.call(engine, "Cannot list configs", [], options).json({ shape: "list" });
}
