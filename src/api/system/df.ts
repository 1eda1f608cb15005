import { listOf, oneOf, toFlag } from "../../convert/checks.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { DiskUsage } from "../../types/disk_usage.ts";

/** Options of {@linkcode df}. */
export interface DfOptions extends CallOptions {
  /** Which kinds of objects are counted: all without it. Since API 1.42. */
  type?: readonly ("container" | "image" | "volume" | "build-cache")[] | null | undefined;
  /** Whether each object is listed. Since API 1.52. */
  verbose?: boolean | null | undefined;
}

/** What {@linkcode df} asks of the Engine. */
export const DF: Operation<DfOptions> = operation("GET /system/df", {
  type: inQuery("type", listOf(oneOf("container", "image", "volume", "build-cache")), {
    since: "1.42",
  }),
  verbose: inQuery("verbose", toFlag, { since: "1.52" }),
}, { since: "1.25" });

/**
 * Returns what takes disk space (`GET /system/df`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options What is counted.
 * @returns Images, containers, volumes and build cache: in lists up to API 1.52, in sums from API 1.52.
 *
 * @example
 * ```ts no-run
 * import { createEngine, df } from "@longshore/docker/api";
 *
 * const { Images } = await df(createEngine());
 * for (const { RepoTags, Size } of Images ?? []) console.log(RepoTags, Size);
 * ```
 */
export async function df(engine: Engine, options: DfOptions = {}): Promise<DiskUsage> {
  // The Engine walks through everything that it has.
  return await DF.call(engine, "Cannot get the engine's disk usage", [], options)
    .json({ patience: Infinity });
}
