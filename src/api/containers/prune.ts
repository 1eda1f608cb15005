import { toPruneFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { ContainersPruneReport } from "../../types/containers.ts";

/** Options of {@linkcode pruneContainers}. */
export interface PruneContainersOptions extends CallOptions {
  /** Which stopped containers, e.g. `{ label: "app=web", until: "24h" }`; all of them without it. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode pruneContainers} asks of the Engine. */
export const PRUNE: Operation<PruneContainersOptions> = operation("POST /containers/prune", {
  filters: inQuery("filters", toPruneFilters),
}, { since: "1.25" });

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
  const call = PRUNE.call(engine, "Cannot prune containers", [], options);
  return await call.json({ patience: Infinity });
}
