import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { VolumeList } from "../../types/volumes.ts";

/** Options of {@linkcode volumes}. */
export interface VolumesOptions extends CallOptions {
  /** What a volume must match, e.g. `{ dangling: true, driver: "local" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode volumes} asks of the Engine. */
export const LIST: Operation<VolumesOptions> = operation("GET /volumes", {
  filters: inQuery("filters", toFilters),
});

/**
 * Lists volumes (`GET /volumes`).
 *
 * @param engine The engine.
 * @param options Which volumes.
 * @returns The `Volumes`, and `Warnings` of drivers that failed.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { createEngine, volumes } from "@longshore/docker/api";
 *
 * const { Volumes } = await volumes(createEngine(), { filters: { dangling: true } });
 * for (const { Name } of Volumes ?? []) console.log(Name);
 * ```
 */
export async function volumes(engine: Engine, options: VolumesOptions = {}): Promise<VolumeList> {
  return await LIST.call(engine, "Cannot list volumes", [], options).json();
}
