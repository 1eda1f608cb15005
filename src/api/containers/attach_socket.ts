import { detachKeys } from "../../auth/engine_config.ts";
import { isRecord, toBoolean } from "../../convert/checks.ts";
import { toDetachKeys } from "../../convert/detach_keys.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { QueryValue } from "../../operation/query.ts";
import type { Frame } from "../../streams/frames.ts";
import { frameStream, payloadStream } from "../../streams/output.ts";
import { containerMultiplexing } from "../common/container_tty.ts";
import { ContainerSocket } from "../common/socket.ts";

/** What an attachment connects to; `stdout`, `stderr` and `stream` are on unless set to false. */
export interface AttachParams {
  /** Whether the container's standard input can be written to. @default {false} */
  stdin?: boolean | 0 | 1 | null | undefined;
  /** Whether standard output is included. @default {true} */
  stdout?: boolean | 0 | 1 | null | undefined;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean | 0 | 1 | null | undefined;
  /** Whether the connection lasts as long as the container runs. @default {true} */
  stream?: boolean | 0 | 1 | null | undefined;
  /** Whether what the container wrote before comes first. @default {false} */
  logs?: boolean | 0 | 1 | null | undefined;
  /** The keys that detach from the container's tty, e.g. `ctrl-p,ctrl-q`; those of the configuration file without it. */
  detachKeys?: string | null | undefined;
}

/** Options of {@linkcode attachSocket}. */
export interface AttachSocketOptions extends CallOptions {
  /** What the connection is for: stdout, stderr and stream unless told otherwise; stdin must be asked for. */
  params?: AttachParams | null | undefined;
  /** Whether a websocket is used: it has no half-close, and stdout and stderr come mixed. @default {false} */
  ws?: boolean | null | undefined;
  /** Whether `readable` gives frames instead of the wire's bytes; not with `ws`. @default {false} */
  demux?: boolean | null | undefined;
}

/** What {@linkcode attachSocket} asks of the Engine. */
export const ATTACH_SOCKET: Operation<AttachSocketOptions> = operation(
  "POST /containers/{id}/attach",
  {
    params: ofClient(toAttachQuery),
    ws: ofClient(toBoolean),
    demux: ofClient(toBoolean),
  },
);

/** What {@linkcode attachSocket} asks of the Engine with `ws`. */
export const ATTACH_WEBSOCKET: Operation<AttachSocketOptions> = operation(
  "GET /containers/{id}/attach/ws",
  {
    params: ofClient(toAttachQuery),
    ws: ofClient(toBoolean),
    demux: ofClient(toBoolean),
  },
);

/**
 * Connects to a container's streams and receives frames (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What is connected to.
 * @returns The connection, whose `readable` tells stdout and stderr apart.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { attachSocket, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const socket = await attachSocket(engine, "cat", { params: { stdin: true }, demux: true });
 * const writer = socket.writable.getWriter();
 * await writer.write("hello");
 * await writer.close();
 * for await (const { stream, data } of socket.readable) console.log(stream, data.length);
 * ```
 */
export function attachSocket(
  engine: Engine,
  container: Reference,
  options: AttachSocketOptions & { demux: true },
): Promise<ContainerSocket<Frame>>;
/**
 * Connects to a container's streams (`POST /containers/{id}/attach`, or `GET .../attach/ws`).
 *
 * The end of its input reaches the container only if it was created with `stdinOpen` and without
 * `detach`; of one with a terminal, detach keys or the end-of-text character end it.
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What is connected to, and how.
 * @returns The connection; `readable` gives the wire's bytes, frame headers included if the container has no
 * terminal.
 */
export function attachSocket(
  engine: Engine,
  container: Reference,
  options?: AttachSocketOptions & { demux?: false | null | undefined },
): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
/**
 * Connects to a container's streams (`POST /containers/{id}/attach`, or `GET .../attach/ws`).
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What is connected to, and how.
 */
export function attachSocket(
  engine: Engine,
  container: Reference,
  options?: AttachSocketOptions,
): Promise<ContainerSocket<Uint8Array<ArrayBuffer>> | ContainerSocket<Frame>>;
export async function attachSocket(
  engine: Engine,
  container: Reference,
  options: AttachSocketOptions = {},
): Promise<ContainerSocket<Uint8Array<ArrayBuffer>> | ContainerSocket<Frame>> {
  const id = toContainerId(container, "container");
  const operation = options?.ws ? ATTACH_WEBSOCKET : ATTACH_SOCKET;
  const call = operation.call(engine, `Cannot attach to container "${id}"`, [id], options);
  const { params = {}, ws = false, demux = false } = call.options;
  if (ws && demux) {
    throw new TypeError(
      `${call.action}: demux cannot tell stdout from stderr over a websocket, where they come mixed`,
    );
  }
  const keys = await detachKeys(engine, params.detachKeys);
  const query = { ...toAttachQuery(params, "params"), detachKeys: keys };
  const onError = (explanation: string): Error => call.failure(explanation);
  if (ws) {
    const { openWebSocket } = await import("../common/websocket.ts");
    const connection = await openWebSocket(call, query);
    return new ContainerSocket(connection, payloadStream(connection, false, onError));
  }
  const version = await call.negotiate();
  const isMultiplexed = demux
    ? await containerMultiplexing(engine, id, version, call.options)
    : null;
  const connection = await call.upgrade({ query });
  if (isMultiplexed === null) {
    return new ContainerSocket(connection, payloadStream(connection, false, onError));
  }
  const multiplexed = await isMultiplexed({ head: connection.head, body: connection });
  return new ContainerSocket(connection, frameStream(connection, multiplexed, onError));
}

function toAttachQuery(value: unknown, argument: string): Record<string, QueryValue> {
  const accepted = "{ stdin, stdout, stderr, stream, logs } of true and false, and detachKeys";
  if (!isRecord(value)) throw wrongShape(argument, value, accepted);
  const { stdin, stdout, stderr, stream, logs, detachKeys, ...rest } = value;
  const flags = { stdin, stdout, stderr, stream, logs };
  const isFlag = (flag: unknown): boolean =>
    [undefined, null, true, false, 0, 1].includes(flag as 0);
  if (!Object.values(flags).every(isFlag) || Object.keys(rest).length > 0) {
    throw wrongShape(argument, value, accepted);
  }
  return {
    stdin: Boolean(stdin ?? false),
    stdout: Boolean(stdout ?? true),
    stderr: Boolean(stderr ?? true),
    stream: Boolean(stream ?? true),
    logs: Boolean(logs ?? false),
    detachKeys: detachKeys == null ? undefined : toDetachKeys(detachKeys, `${argument}.detachKeys`),
  };
}
