import { toBoolean, toFlag } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { jsonStream } from "../../streams/json_stream.ts";
import type { ContainerStats } from "../../types/stats.ts";

/** Options of {@linkcode stats}. */
export interface StatsOptions extends CallOptions {
  /** Whether the stream gives objects instead of bytes. @default {false} */
  decode?: boolean | null | undefined;
  /** Whether a sample comes every second; without it there is a single one. @default {true} */
  stream?: boolean | null | undefined;
  /** Whether the single sample comes at once, without the one before to compare it with. Since API 1.41. @default {false} */
  oneShot?: boolean | null | undefined;
}

/** What {@linkcode stats} asks of the Engine. */
export const STATS: Operation<StatsOptions> = operation("GET /containers/{id}/stats", {
  decode: ofClient(toBoolean),
  stream: inQuery("stream", toBoolean),
  oneShot: inQuery("one-shot", toFlag, { since: "1.41" }),
});

/**
 * Measures a container's resources once (`GET /containers/{id}/stats`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options That there is one sample only, and whether it comes at once.
 * @returns The sample; without `oneShot` the Engine takes two, a second apart, to compare them.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, stats } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { memory_stats } = await stats(engine, "web", { stream: false });
 * console.log(memory_stats?.usage);
 * ```
 */
export function stats(
  engine: Engine,
  container: Reference,
  options: StatsOptions & { stream: false },
): Promise<ContainerStats>;
/**
 * Measures a container's resources every second (`GET /containers/{id}/stats`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options That samples are objects.
 * @returns A stream of samples, until the container is removed.
 *
 * @example
 * ```ts no-run
 * import { createEngine, stats } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for await (const { pids_stats } of await stats(engine, "web", { decode: true })) {
 *   console.log(pids_stats?.current);
 * }
 * ```
 */
export function stats(
  engine: Engine,
  container: Reference,
  options: StatsOptions & { stream?: true; decode: true },
): Promise<BatchStream<ContainerStats>>;
/**
 * Measures a container's resources every second (`GET /containers/{id}/stats`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The call's own options.
 * @returns The bytes of JSON objects, one a sample, until the container is removed.
 */
export function stats(
  engine: Engine,
  container: Reference,
  options?: StatsOptions & { stream?: true; decode?: false | null | undefined },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
/**
 * Measures a container's resources (`GET /containers/{id}/stats`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options How often, and in which form.
 */
export function stats(
  engine: Engine,
  container: Reference,
  options?: StatsOptions,
): Promise<ContainerStats | BatchStream<ContainerStats> | BatchStream<Uint8Array<ArrayBuffer>>>;
export async function stats(
  engine: Engine,
  container: Reference,
  options: StatsOptions = {},
): Promise<ContainerStats | BatchStream<ContainerStats> | BatchStream<Uint8Array<ArrayBuffer>>> {
  const id = toContainerId(container, "container");
  const call = STATS.call(engine, `Cannot measure container "${id}"`, [id], options);
  const { decode = false, stream = true, oneShot } = call.options;
  if (oneShot && stream) {
    throw new TypeError(`${call.action}: oneShot is for a single sample; set stream to false`);
  }
  const query = { stream };
  if (!stream) return await call.json({ query });
  const { body } = await call.stream({ query, quiet: true });
  return decode ? jsonStream<ContainerStats>(body) : batchStream(body);
}
