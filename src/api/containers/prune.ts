import { toFilters } from "../../convert/filters.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { ContainersPruneReport } from "../../types/containers.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode pruneContainers}. */
export interface PruneContainersOptions extends CallOptions {
  /** Which stopped containers, e.g. `{ label: "app=web", until: "24h" }`; all of them without it. */
  filters?: Filters;
}

/** Removes stopped containers: see {@linkcode APIClient.pruneContainers}. */
export async function pruneContainers(
  engine: Engine,
  options: PruneContainersOptions = {},
): Promise<ContainersPruneReport> {
  const action = "Cannot prune containers";
  const { filters } = options;
  const search = query({ filters: toFilters(filters) });
  requireVersion(action, await engine.negotiate(options), "pruneContainers", options);
  return await engine.json(action, "POST", "/containers/prune", options, {
    query: search,
    patience: Infinity,
  });
}
