import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { jsonStream } from "../../streams/json_stream.ts";
import type { ContainerStats } from "../../types/stats.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode stats}. */
export interface StatsOptions extends CallOptions {
  /** Whether the stream gives objects instead of bytes. @default {false} */
  decode?: boolean;
  /** Whether a sample comes every second; without it there is a single one. @default {true} */
  stream?: boolean;
  /** Whether the single sample comes at once, without the one before to compare it with. Since API 1.41. @default {false} */
  oneShot?: boolean;
}

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
  options?: StatsOptions & { stream?: true; decode?: false },
): Promise<BatchStream<Uint8Array>>;
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
): Promise<ContainerStats | BatchStream<ContainerStats> | BatchStream<Uint8Array>>;
export async function stats(
  engine: Engine,
  container: Reference,
  options: StatsOptions = {},
): Promise<ContainerStats | BatchStream<ContainerStats> | BatchStream<Uint8Array>> {
  const id = toId(container, "container");
  const action = `Cannot measure container "${id}"`;
  const { decode = false, stream = true, oneShot } = options;
  if (oneShot && stream) {
    throw new TypeError(`${action}: oneShot is for a single sample; set stream to false`);
  }
  requireVersion(action, await engine.negotiate(options), "stats", options);
  const target = path`/containers/${id}/stats`;
  const search = query({ "stream": stream, "one-shot": oneShot || undefined });
  if (!stream) {
    return await engine.json(action, "GET", target, options, { query: search });
  }
  const { body } = await engine.stream(action, "GET", target, options, {
    query: search,
    quiet: true,
  });
  return decode ? jsonStream<ContainerStats>(body) : batchStream(body);
}
