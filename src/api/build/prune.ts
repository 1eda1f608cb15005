import { toFlag } from "../../convert/checks.ts";
import { toPruneTexts, writeFilters } from "../../convert/filters.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { toBytes } from "../../convert/size.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { BuildPruneReport } from "../../types/build.ts";
import type { Filters } from "../../types/common.ts";

/** Options of {@linkcode pruneBuilds}. */
export interface PruneBuildsOptions extends CallOptions {
  /**
   * Which records, e.g. `{ until: "24h" }`, `{ type: "exec.cachemount" }` or `{ private: true }`: the Engine
   * takes until, id, parent, type, description, inuse, shared and private. Since API 1.39.
   */
  filters?: Filters | null | undefined;
  /** Whether records that a build could still use go too. Since API 1.39. @default {false} */
  all?: boolean | null | undefined;
  /** How much is kept, in bytes or as `10g`; `reservedSpace` took its place. Since API 1.39. Until API 1.51. */
  keepStorage?: number | string | null | undefined;
  /** How much is always kept, in bytes or as `10g`. Since API 1.48. */
  reservedSpace?: number | string | null | undefined;
  /** The most that may be kept, in bytes or as `50g`. Since API 1.48. */
  maxUsedSpace?: number | string | null | undefined;
  /** How much of the disk is to be free afterwards, in bytes or as `100g`. Since API 1.48. */
  minFreeSpace?: number | string | null | undefined;
}

/** What {@linkcode pruneBuilds} asks of the Engine. */
export const PRUNE: Operation<PruneBuildsOptions> = operation("POST /build/prune", {
  filters: inQuery("filters", toRecordFilters, { since: "1.39" }),
  all: inQuery("all", toFlag, { since: "1.39" }),
  keepStorage: inQuery("keep-storage", toBytes, {
    since: "1.39",
    until: "1.51",
    instead: "reservedSpace",
  }),
  reservedSpace: inQuery("reserved-space", toBytes, { since: "1.48" }),
  maxUsedSpace: inQuery("max-used-space", toBytes, { since: "1.48" }),
  minFreeSpace: inQuery("min-free-space", toBytes, { since: "1.48" }),
}, { since: "1.31" });

/**
 * Removes what BuildKit builds have left in their cache (`POST /build/prune`). Since API 1.31.
 *
 * @param engine The engine.
 * @param options What is removed, and how much is kept; without any, what no build can use again.
 * @returns What was removed, and the disk space won.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneBuilds } from "@longshore/docker/api";
 *
 * const { SpaceReclaimed } = await pruneBuilds(createEngine(), { filters: { until: "24h" } });
 * console.log(SpaceReclaimed);
 * ```
 */
export async function pruneBuilds(
  engine: Engine,
  options: PruneBuildsOptions = {},
): Promise<BuildPruneReport> {
  const call = PRUNE.call(engine, "Cannot prune the build cache", [], options);
  return await call.json({ patience: Infinity });
}

/** Filters that ask whether a record is so: the Engine finds them by a list without a value. */
const FLAGS = ["inuse", "shared", "private"];
/** Filters that the Engine allows, and that match every record. */
const MATCH_ALL = ["label", "label!"];

function toRecordFilters(value: unknown, argument: string): string | undefined {
  return writeFilters(value, argument, (item, where, name) => {
    if (MATCH_ALL.includes(name)) {
      throw new TypeError(
        `Cannot use ${where}: the build cache has no labels, and all would be removed`,
      );
    }
    if (!FLAGS.includes(name)) return toPruneTexts(item, where);
    if (item !== true) throw wrongShape(where, item, "true, or no such filter");
    return [];
  });
}
