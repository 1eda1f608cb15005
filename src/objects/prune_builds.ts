import type { CallOptions, Engine } from "../engine/engine.ts";
import { query } from "../operation/query.ts";
import { toFilters } from "../convert/filters.ts";
import type { BuildPruneReport } from "../types/build.ts";
import type { Filters } from "../types/common.ts";

/** Options of {@linkcode ImageCollection.pruneBuilds}. */
export interface PruneBuildsOptions extends CallOptions {
  /** Which records, e.g. `{ until: "24h" }`. Since API 1.39. */
  filters?: Filters | undefined;
  /** How much is kept, in bytes. Since API 1.39. */
  keepStorage?: number | undefined;
  /** Whether records go that are no leftovers. Since API 1.39. */
  all?: boolean | undefined;
}

/**
 * Removes what builds left in their cache: `POST /build/prune`, since API 1.31.
 *
 * @param engine The engine.
 * @param options What is removed.
 */
export async function pruneBuilds(
  engine: Engine,
  options: PruneBuildsOptions = {},
): Promise<BuildPruneReport> {
  const { filters, keepStorage, all } = options;
  return await engine.json("Cannot prune the build cache", "POST", "/build/prune", options, {
    query: query({ "keep-storage": keepStorage, all, filters: toFilters(filters) }),
    patience: Infinity,
  });
}
