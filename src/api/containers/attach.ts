import { ofCall } from "../../operation/call.ts";
import { isRecord } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { APIError } from "../../errors.ts";
import type { UpgradedConnection } from "../../http/upgraded.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import {
  type ByteBatches,
  type CollectedOutput,
  collectOutput,
  collectText,
  frameStream,
  payloadStream,
  type SystemErrorHandler,
} from "../../streams/output.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { inspectContainer } from "./inspect.ts";
import { multiplexing } from "../common/tty.ts";

/** How long the output of a container that has ended may pause before it counts as complete, in milliseconds. */
const SILENCE = 2000;

/** Options of {@linkcode attach}. */
export interface AttachOptions extends CallOptions {
  /** Whether standard output is included. @default {true} */
  stdout?: boolean;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean;
  /** Whether the output is streamed as it comes instead of collected. @default {false} */
  stream?: boolean;
  /** Whether what the container wrote before comes first. @default {false} */
  logs?: boolean;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean;
  /** The keys that detach from the container's tty, e.g. `ctrl-p,ctrl-q`. */
  detachKeys?: string | undefined;
}

/**
 * Streams what a container writes from now on, stdout and stderr told apart (`POST /containers/{id}/attach`).
 *
 * Once this resolves the Engine has noted it: a container that is started behind it loses no output.
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What of its output.
 * @returns A stream of frames in order of arrival, until the container ends.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { attach, createContainer, createEngine, start } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const container = await createContainer(engine, "busybox", { command: "echo hello" });
 * const output = await attach(engine, container, { stream: true, demux: true });
 * await start(engine, container);
 * for await (const { stream, data } of output) console.log(stream, data.length);
 * ```
 */
export function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions & { stream: true; demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Streams what a container writes from now on, as bytes (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What of its output.
 * @returns A stream of bytes, stdout and stderr in order of arrival, until the container ends.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions & { stream: true; demux?: false },
): Promise<BatchStream<Uint8Array>>;
/**
 * Collects what a container writes until it ends, stdout and stderr told apart (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container; of one that has ended there is only what it wrote, with `logs`.
 * @param options What of its output.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions & { stream?: false; demux: true },
): Promise<CollectedOutput>;
/**
 * Collects what a container writes until it ends, as one text (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container; of one that has ended there is only what it wrote, with `logs`.
 * @param options What of its output.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options?: AttachOptions & { stream?: false; demux?: false },
): Promise<string>;
/**
 * Collects or streams what a container writes (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output, and in which form.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options?: AttachOptions,
): Promise<string | CollectedOutput | BatchStream<Uint8Array> | BatchStream<Frame>>;
export async function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions = {},
): Promise<string | CollectedOutput | BatchStream<Uint8Array> | BatchStream<Frame>> {
  const id = toId(container, "container");
  const action = `Cannot attach to container "${id}"`;
  const { stdout = true, stderr = true, stream = false, logs = false, demux = false } = options;
  if (!stdout && !stderr) throw new TypeError(`${action}: stdout and stderr are both false`);
  requireVersion(action, await engine.negotiate(options), "attach", options);
  let follow = true;
  if (!stream) {
    // The Engine would wait for the next start of a container that has ended.
    follow = !await hasEnded(engine, id, options);
    if (!follow && !logs) return demux ? { stdout: "", stderr: "" } : "";
  }
  const isMultiplexed = await multiplexing(engine, id, options);
  const connection = await openAttachment(
    engine,
    id,
    { stdin: false, stdout, stderr, stream: follow, logs, detachKeys: options.detachKeys },
    options,
  );
  const onError = attachFailure(engine, id);
  let multiplexed: boolean;
  try {
    multiplexed = await isMultiplexed(connection.head.header("content-type"));
  } catch (error) {
    connection.cancel(error);
    throw error;
  }
  if (stream) {
    return demux
      ? frameStream(connection, multiplexed, onError)
      : payloadStream(connection, multiplexed, onError);
  }
  const source = follow && await hasEnded(engine, id, options).catch(() => false)
    ? endingInSilence(connection)
    : connection;
  return demux
    ? await collectOutput(source, multiplexed, onError)
    : await collectText(source, multiplexed, onError);
}

async function hasEnded(engine: Engine, id: string, options: CallOptions): Promise<boolean> {
  const { State } = await inspectContainer(engine, id, ofCall(options));
  return State.Status === "exited" || State.Status === "dead";
}

/**
 * Ends where nothing more comes: the container has ended, perhaps before the attachment stood, and
 * then the Engine would wait for its next start.
 */
function endingInSilence(source: ByteBatches): ByteBatches {
  return {
    async next(): Promise<Uint8Array[] | null> {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silence = new Promise<null>((resolve) => timer = setTimeout(resolve, SILENCE, null));
      const pending = source.next();
      try {
        const batch = await Promise.race([pending, silence]);
        if (batch !== null) return batch;
      } finally {
        clearTimeout(timer);
      }
      source.cancel();
      pending.catch(() => {}); // In the silence nobody waits for it any more.
      return null;
    },
    cancel: (reason) => source.cancel(reason),
  };
}

/** What an attachment connects to; `stdout`, `stderr` and `stream` are on unless set to false. */
export interface AttachParams {
  /** Whether the container's standard input can be written to. @default {false} */
  stdin?: boolean | 0 | 1;
  /** Whether standard output is included. @default {true} */
  stdout?: boolean | 0 | 1;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean | 0 | 1;
  /** Whether the connection lasts as long as the container runs. @default {true} */
  stream?: boolean | 0 | 1;
  /** Whether what the container wrote before comes first. @default {false} */
  logs?: boolean | 0 | 1;
  /** The keys that detach from the container's tty, e.g. `ctrl-p,ctrl-q`. */
  detachKeys?: string | undefined;
}

/**
 * Writes the query of an attachment.
 *
 * @param params What it connects to.
 * @throws {TypeError} When a parameter is unknown or has another type.
 *
 * @internal
 */
export function attachQuery(params: AttachParams = {}): string {
  const accepted = "{ stdin, stdout, stderr, stream, logs } of true and false, and detachKeys";
  if (!isRecord(params)) throw wrongShape("params", params, accepted);
  const { stdin, stdout, stderr, stream, logs, detachKeys, ...rest } = params;
  const flags: unknown[] = [stdin, stdout, stderr, stream, logs];
  const wrongFlag = flags.some((flag) => ![undefined, null, true, false, 0, 1].includes(flag as 0));
  const wrongKeys = detachKeys != null && typeof detachKeys !== "string";
  if (wrongFlag || wrongKeys || Object.keys(rest).length > 0) {
    throw wrongShape("params", params, accepted);
  }
  return query({
    stdin: Boolean(stdin ?? false),
    stdout: Boolean(stdout ?? true),
    stderr: Boolean(stderr ?? true),
    stream: Boolean(stream ?? true),
    logs: Boolean(logs ?? false),
    detachKeys,
  });
}

/**
 * Opens a raw attachment; it has no body, which the Engine could take for input.
 *
 * @internal
 */
export async function openAttachment(
  engine: Engine,
  id: string,
  params: AttachParams | undefined,
  options: CallOptions,
): Promise<UpgradedConnection> {
  return await engine.upgrade(
    `Cannot attach to container "${id}"`,
    "POST",
    path`/containers/${id}/attach`,
    options,
    { query: attachQuery(params) },
  );
}

/**
 * Makes the error of an Engine that reports one within the output of an attachment.
 *
 * @internal
 */
export function attachFailure(engine: Engine, id: string): SystemErrorHandler {
  return (explanation) =>
    new APIError(`Cannot attach to container "${id}"`, {
      status: 500,
      explanation,
      method: "POST",
      path: `/v${engine.version}` + path`/containers/${id}/attach`,
    });
}
