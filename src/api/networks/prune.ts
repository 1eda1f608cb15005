import { toPruneFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { NetworksPruneReport } from "../../types/networks.ts";

/** Options of {@linkcode pruneNetworks}. */
export interface PruneNetworksOptions extends CallOptions {
  /** Which unused networks, e.g. `{ label: "app=web", until: "24h" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode pruneNetworks} asks of the Engine. */
export const PRUNE: Operation<PruneNetworksOptions> = operation("POST /networks/prune", {
  filters: inQuery("filters", toPruneFilters),
}, { since: "1.25" });

/**
 * Removes the networks that no container uses (`POST /networks/prune`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which of them.
 * @returns The names of those that are gone.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneNetworks } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { NetworksDeleted } = await pruneNetworks(engine, { filters: { until: "24h" } });
 * console.log(NetworksDeleted);
 * ```
 */
export async function pruneNetworks(
  engine: Engine,
  options: PruneNetworksOptions = {},
): Promise<NetworksPruneReport> {
  const call = PRUNE.call(engine, "Cannot prune networks", [], options);
  return await call.json({ patience: Infinity });
}
