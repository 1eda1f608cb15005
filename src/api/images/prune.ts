import { toPruneFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { ImagesPruneReport } from "../../types/images.ts";

/** Options of {@linkcode pruneImages}. */
export interface PruneImagesOptions extends CallOptions {
  /** What an image must match, e.g. `{ dangling: false }` for images with names too, `until`, `label`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode pruneImages} asks of the Engine. */
export const PRUNE: Operation<PruneImagesOptions> = operation("POST /images/prune", {
  filters: inQuery("filters", toPruneFilters),
}, { since: "1.25" });

/**
 * Removes images that nothing uses (`POST /images/prune`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which ones; without filters those that have no name.
 * @returns What was removed, and the disk space won.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneImages } from "@longshore/docker/api";
 *
 * const { SpaceReclaimed } = await pruneImages(createEngine(), { filters: { until: "24h" } });
 * console.log(SpaceReclaimed);
 * ```
 */
export async function pruneImages(
  engine: Engine,
  options: PruneImagesOptions = {},
): Promise<ImagesPruneReport> {
  const call = PRUNE.call(engine, "Cannot prune images", [], options);
  return await call.json({ patience: Infinity });
}
