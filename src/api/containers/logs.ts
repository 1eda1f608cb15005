import { type Reference, toId } from "../../convert/reference.ts";
import { show } from "../../convert/refuse.ts";
import { toTimestamp } from "../../convert/time.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import {
  type CollectedOutput,
  collectOutput,
  collectText,
  frameStream,
  payloadStream,
} from "../../streams/output.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { multiplexing } from "../common/tty.ts";

/** Options of {@linkcode logs}. */
export interface LogsOptions extends CallOptions {
  /** Whether standard output is included. @default {true} */
  stdout?: boolean;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean;
  /** Whether the output is streamed as it comes instead of collected. @default {false} */
  stream?: boolean;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean;
  /** Whether each line begins with its time. @default {false} */
  timestamps?: boolean;
  /** How many lines from the end are shown. @default {"all"} */
  tail?: number | "all";
  /** Only lines after this moment: a date, seconds since 1970, RFC 3339 text or a duration ago such as `10m`. */
  since?: Date | number | string;
  /** Only lines before this moment. Since API 1.35. */
  until?: Date | number | string;
  /** Whether further output is waited for; on by default when `stream` is. */
  follow?: boolean;
  /** Whether the attributes of the log driver's options are shown. @default {false} */
  details?: boolean;
}

/**
 * Streams a container's output, stdout and stderr told apart (`GET /containers/{id}/logs`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output; with `stream` it is followed unless `follow` is false.
 * @returns A stream of frames in order of arrival.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, logs } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const decoder = new TextDecoder();
 * for await (const { stream, data } of await logs(engine, "web", { stream: true, demux: true })) {
 *   console.log(stream, decoder.decode(data));
 * }
 * ```
 */
export function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions & { stream: true; demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Streams a container's output as bytes (`GET /containers/{id}/logs`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output; with `stream` it is followed unless `follow` is false.
 * @returns A stream of bytes, stdout and stderr in order of arrival.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions & { stream: true; demux?: false },
): Promise<BatchStream<Uint8Array>>;
/**
 * Reads a container's output, stdout and stderr told apart (`GET /containers/{id}/logs`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions & { stream?: false; demux: true },
): Promise<CollectedOutput>;
/**
 * Reads a container's output as one text (`GET /containers/{id}/logs`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options?: LogsOptions & { stream?: false; demux?: false },
): Promise<string>;
/**
 * Reads or streams a container's output (`GET /containers/{id}/logs`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output, and in which form.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options?: LogsOptions,
): Promise<string | CollectedOutput | BatchStream<Uint8Array> | BatchStream<Frame>>;
export async function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions = {},
): Promise<string | CollectedOutput | BatchStream<Uint8Array> | BatchStream<Frame>> {
  const id = toId(container, "container");
  const { stdout = true, stderr = true, tail = "all", stream = false } = options;
  if (!stdout && !stderr) {
    throw new TypeError(
      `Cannot read the logs of container "${id}": stdout and stderr are both false`,
    );
  }
  if (tail !== "all" && !(Number.isInteger(tail) && tail >= 0)) {
    const Refusal = typeof tail === "number" ? RangeError : TypeError;
    throw new Refusal(
      `Cannot read the logs of container "${id}": tail is ${
        show(tail)
      }; expected a number of lines or "all"`,
    );
  }
  const search = query({
    stdout,
    stderr,
    tail,
    follow: options.follow ?? stream,
    timestamps: options.timestamps ?? false,
    since: options.since == null ? undefined : toTimestamp(options.since, "since"),
    until: options.until == null ? undefined : toTimestamp(options.until, "until"),
    details: options.details || undefined,
  });
  const action = `Cannot read the logs of container "${id}"`;
  requireVersion(action, await engine.negotiate(options), "logs", options);
  const isMultiplexed = await multiplexing(engine, id, options);
  const answer = await engine.stream(action, "GET", path`/containers/${id}/logs`, options, {
    query: search,
    quiet: true,
  });
  const { body } = answer;
  const onError = (explanation: string): Error => answer.failure(explanation);
  let multiplexed: boolean;
  try {
    multiplexed = await isMultiplexed(answer.head.header("content-type"));
  } catch (error) {
    body.cancel(error);
    throw error;
  }
  if (stream) {
    return options.demux
      ? frameStream(body, multiplexed, onError)
      : payloadStream(body, multiplexed, onError);
  }
  return options.demux
    ? await collectOutput(body, multiplexed, onError)
    : await collectText(body, multiplexed, onError);
}
