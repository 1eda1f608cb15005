import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { Plugin } from "../../types/plugins.ts";

/** Options of {@linkcode plugins}. */
export interface PluginsOptions extends CallOptions {
  /** What a plugin must match, e.g. `{ enabled: true, capability: "volumedriver" }`. Since API 1.28. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode plugins} asks of the Engine. */
export const LIST: Operation<PluginsOptions> = operation("GET /plugins", {
  filters: inQuery("filters", toFilters, { since: "1.28" }),
}, { since: "1.25" });

/**
 * Lists plugins (`GET /plugins`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which plugins.
 *
 * @example
 * ```ts no-run
 * import { createEngine, plugins } from "@longshore/docker/api";
 *
 * for (const { Name, Enabled } of await plugins(createEngine())) console.log(Name, Enabled);
 * ```
 */
export async function plugins(engine: Engine, options: PluginsOptions = {}): Promise<Plugin[]> {
  return await LIST.call(engine, "Cannot list plugins", [], options).json({ shape: "list" });
}
