import { toPruneFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { VolumesPruneReport } from "../../types/volumes.ts";

/** Options of {@linkcode pruneVolumes}. */
export interface PruneVolumesOptions extends CallOptions {
  /** Which unused volumes, e.g. `{ label: "app=web" }`; from API 1.42 `{ all: true }` takes named ones too. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode pruneVolumes} asks of the Engine. */
export const PRUNE: Operation<PruneVolumesOptions> = operation("POST /volumes/prune", {
  filters: inQuery("filters", toPruneFilters),
}, { since: "1.25" });

/**
 * Removes the volumes that no container uses (`POST /volumes/prune`), from API 1.42 without
 * `filters: { all: true }` only those that were made without a name. Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which of them.
 * @returns The names of those that are gone, and the disk space won, in bytes.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneVolumes } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { SpaceReclaimed } = await pruneVolumes(engine, { filters: { label: "scratch" } });
 * console.log(SpaceReclaimed);
 * ```
 */
export async function pruneVolumes(
  engine: Engine,
  options: PruneVolumesOptions = {},
): Promise<VolumesPruneReport> {
  const call = PRUNE.call(engine, "Cannot prune volumes", [], options);
  return await call.json({ patience: Infinity });
}
