import { show } from "../../convert/refuse.ts";
import { toTimestamp } from "../../convert/time.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import { frameStream, payloadStream } from "../../streams/output.ts";
import { compareVersions } from "../../engine/version.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { inspectService } from "./services.ts";

/** Options of {@linkcode serviceLogs}. */
export interface ServiceLogsOptions extends CallOptions {
  /** Whether each line begins with its node, service and task. @default {false} */
  details?: boolean;
  /** Whether further output is waited for. @default {false} */
  follow?: boolean;
  /** Whether standard output is included. @default {false} */
  stdout?: boolean;
  /** Whether standard error is included. @default {false} */
  stderr?: boolean;
  /** Only lines after this moment: a date, seconds since 1970, RFC 3339 text or a duration ago such as `10m`. */
  since?: Date | number | string;
  /** Whether each line begins with its time. @default {false} */
  timestamps?: boolean;
  /** How many lines from the end are shown. @default {"all"} */
  tail?: number | "all";
  /** Whether the tasks have a terminal; the service is asked if this is left out. */
  isTty?: boolean;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean;
}

const MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
const RAW = "application/vnd.docker.raw-stream";

/**
 * Streams the output of a service's tasks, stdout and stderr told apart (`GET /services/{id}/logs`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options What of its output; `stdout`, `stderr` or both must be set.
 */
export function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions & { demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Streams the output of a service's tasks as bytes (`GET /services/{id}/logs`). The Engine has it
 * only with the logging drivers `json-file`, `local` and `journald`. Since API 1.25.
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options What of its output; `stdout`, `stderr` or both must be set.
 * @returns A stream of bytes; with `demux` of frames.
 * @throws {NotFound} When there is no such service.
 * @throws {TypeError} When neither `stdout` nor `stderr` is set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, serviceLogs } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const stream = await serviceLogs(engine, "web", { stdout: true, stderr: true, follow: true });
 * for await (const text of stream.pipeThrough(new TextDecoderStream())) console.log(text);
 * ```
 */
export function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions & { demux?: false | null | undefined },
): Promise<BatchStream<Uint8Array>>;
/**
 * Streams the output of a service's tasks (`GET /services/{id}/logs`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options What of its output, and in which form.
 */
export function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions,
): Promise<BatchStream<Uint8Array> | BatchStream<Frame>>;
export async function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions,
): Promise<BatchStream<Uint8Array> | BatchStream<Frame>> {
  const id = toId(service, "service");
  const action = `Cannot read the logs of service "${id}"`;
  const { stdout = false, stderr = false, tail = "all", isTty } = options ?? {};
  if (!stdout && !stderr) {
    throw new TypeError(`${action}: set stdout, stderr or both`);
  }
  if (tail !== "all" && !(Number.isInteger(tail) && tail >= 0)) {
    const Refusal = typeof tail === "number" ? RangeError : TypeError;
    throw new Refusal(`${action}: tail is ${show(tail)}; expected a number of lines or "all"`);
  }
  const search = query({
    stdout,
    stderr,
    tail,
    details: options.details ?? false,
    follow: options.follow ?? false,
    timestamps: options.timestamps ?? false,
    since: toTimestamp(options.since ?? 0, "since"),
  });
  const version = await engine.negotiate(options);
  requireVersion(action, version, "serviceLogs");
  const answer = await engine.stream(action, "GET", path`/services/${id}/logs`, options, {
    query: search,
    quiet: true,
  });
  const { body } = answer;
  const onError = (explanation: string): Error => answer.failure(explanation);
  let multiplexed: boolean;
  try {
    const contentType = answer.head.header("content-type");
    const isTold = contentType === MULTIPLEXED || contentType === RAW;
    // Older Engines say the same of both kinds.
    if (isTold && compareVersions(version, "1.42") >= 0) {
      multiplexed = contentType === MULTIPLEXED;
    } else {
      multiplexed = !(isTty ?? await hasTty(engine, id, options));
    }
  } catch (error) {
    body.cancel(error);
    throw error;
  }
  return options.demux
    ? frameStream(body, multiplexed, onError)
    : payloadStream(body, multiplexed, onError);
}

async function hasTty(engine: Engine, id: string, options: CallOptions): Promise<boolean> {
  const { Spec } = await inspectService(engine, id, {
    signal: options.signal,
    timeouts: options.timeouts,
  });
  return Spec.TaskTemplate?.ContainerSpec?.TTY === true;
}
