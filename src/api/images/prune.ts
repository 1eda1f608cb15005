import { toFilters } from "../../convert/filters.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { ImagesPruneReport } from "../../types/images.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode pruneImages}. */
export interface PruneImagesOptions extends CallOptions {
  /** What an image must match, e.g. `{ dangling: false }` for images with names too, `until`, `label`. */
  filters?: Filters;
}

/** Removes unused images: see {@linkcode APIClient.pruneImages}. */
export async function pruneImages(
  engine: Engine,
  options: PruneImagesOptions = {},
): Promise<ImagesPruneReport> {
  const action = "Cannot prune images";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "pruneImages", options);
  return await engine.json(action, "POST", "/images/prune", options, {
    query: query({ filters }),
    patience: Infinity,
  });
}
