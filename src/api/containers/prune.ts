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

/**
 * Removes stopped containers (`POST /containers/prune`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which of them.
 * @returns The ids of what was removed, and the space that became free, in bytes.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneContainers } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { SpaceReclaimed } = await pruneContainers(engine, { filters: { until: "24h" } });
 * console.log(SpaceReclaimed);
 * ```
 */
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
