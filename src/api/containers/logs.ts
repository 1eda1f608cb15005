import { oneOf, toBoolean, toFlag } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import { toTail } from "../../convert/tail.ts";
import { checkOrder, toTimestamp } from "../../convert/time.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { jsonStream } from "../../streams/json_stream.ts";
import type { LogRecord } from "../../types/containers.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import type { CollectedOutput } from "../../streams/output.ts";
import { readOutput } from "../common/output.ts";
import { containerMultiplexing } from "../common/container_tty.ts";

/** Options of {@linkcode logs}. */
export interface LogsOptions extends CallOptions {
  /** Whether standard output is included. @default {true} */
  stdout?: boolean | null | undefined;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean | null | undefined;
  /** Whether the output is streamed as it comes instead of collected. @default {false} */
  stream?: boolean | null | undefined;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean | null | undefined;
  /** Whether each line begins with its time. @default {false} */
  timestamps?: boolean | null | undefined;
  /** How many lines from the end are shown. @default {"all"} */
  tail?: number | "all" | null | undefined;
  /** Only lines after this moment: a date, seconds since 1970, RFC 3339 text or a duration ago such as `10m`. */
  since?: Date | number | string | null | undefined;
  /** Only lines before this moment. Since API 1.35. */
  until?: Date | number | string | null | undefined;
  /** Whether further output is waited for; on by default when `stream` is. */
  follow?: boolean | null | undefined;
  /** Whether the attributes of the log driver's options are shown. @default {false} */
  details?: boolean | null | undefined;
  /** `json` for records of lines with their source and time, which Engines have as an experiment. Since API 1.54. */
  format?: "json" | null | undefined;
}

/** Options of {@linkcode logs} for output as it was written. */
export interface TextLogsOptions extends LogsOptions {
  /** Not asked for: the output comes as it was written. */
  format?: null | undefined;
}

/** All that {@linkcode logs} can return. */
export type LogsResult =
  | string
  | CollectedOutput
  | LogRecord[]
  | BatchStream<Uint8Array<ArrayBuffer>>
  | BatchStream<Frame>
  | BatchStream<LogRecord>;

/** What {@linkcode logs} asks of the Engine. */
export const LOGS: Operation<LogsOptions> = operation("GET /containers/{id}/logs", {
  stdout: inQuery("stdout", toBoolean),
  stderr: inQuery("stderr", toBoolean),
  stream: ofClient(toBoolean),
  demux: ofClient(toBoolean),
  timestamps: inQuery("timestamps", toBoolean),
  tail: inQuery("tail", toTail),
  since: inQuery("since", toTimestamp),
  until: inQuery("until", toTimestamp, { since: "1.35" }),
  follow: inQuery("follow", toBoolean),
  details: inQuery("details", toFlag),
  format: inQuery("format", oneOf("json"), { since: "1.54" }),
});

/**
 * Streams a container's output as records of lines (`GET /containers/{id}/logs`). Since API 1.54.
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output; with `stream` it is followed unless `follow` is false.
 * @returns A stream of lines with their source and time.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions & { stream: true; format: "json" },
): Promise<BatchStream<LogRecord>>;
/**
 * Reads a container's output as records of lines (`GET /containers/{id}/logs`). Since API 1.54.
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions & { stream?: false | null | undefined; format: "json" },
): Promise<LogRecord[]>;
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
  options: TextLogsOptions & { stream: true; demux: true },
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
  options: LogsOptions & {
    stream: true;
    demux?: false | null | undefined;
    format?: null | undefined;
  },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
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
  options: TextLogsOptions & {
    stream?: false | null | undefined;
    demux: true;
    format?: null | undefined;
  },
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
  options?: TextLogsOptions & {
    stream?: false | null | undefined;
    demux?: false | null | undefined;
    format?: null | undefined;
  },
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
  options?: TextLogsOptions,
): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
/**
 * Reads or streams a container's output, in any form (`GET /containers/{id}/logs`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output, and in which form.
 */
export function logs(
  engine: Engine,
  container: Reference,
  options?: LogsOptions,
): Promise<LogsResult>;
export async function logs(
  engine: Engine,
  container: Reference,
  options: LogsOptions = {},
): Promise<LogsResult> {
  const id = toContainerId(container, "container");
  const call = LOGS.call(engine, `Cannot read the logs of container "${id}"`, [id], options);
  const { stdout = true, stderr = true, tail = "all", stream = false, demux = false } =
    call.options;
  const { follow = stream, timestamps = false } = call.options;
  if (!stdout && !stderr) throw new TypeError(`${call.action}: stdout and stderr are both false`);
  checkOrder(call.action, call.options);
  const query = { stdout, stderr, tail, follow, timestamps };
  if (call.options.format !== undefined) {
    const { body } = await call.stream({ query, quiet: true });
    const records = jsonStream<LogRecord>(body);
    return stream ? records : await collect(records);
  }
  const version = await call.negotiate();
  const isMultiplexed = await containerMultiplexing(engine, id, version, call.options);
  const answer = await call.stream({ query, quiet: true });
  const multiplexed = await isMultiplexed(answer);
  return await readOutput(answer.body, multiplexed, { stream, demux }, (explanation) => {
    return answer.failure(explanation);
  });
}

async function collect(records: BatchStream<LogRecord>): Promise<LogRecord[]> {
  const list: LogRecord[] = [];
  for await (const record of records) list.push(record);
  return list;
}
