import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Frame } from "../../streams/frames.ts";
import { frameStream, payloadStream } from "../../streams/output.ts";
import { path } from "../../operation/path.ts";
import { ContainerSocket } from "../common/socket.ts";
import { openWebSocket } from "../common/websocket.ts";
import { attachFailure, type AttachParams, attachQuery, openAttachment } from "./attach.ts";
import { multiplexing } from "../common/tty.ts";

/** Options of {@linkcode attachSocket}. */
export interface AttachSocketOptions extends CallOptions {
  /** What the connection is for: stdout, stderr and stream unless told otherwise; stdin must be asked for. */
  params?: AttachParams;
  /** Whether a websocket is used: it has no half-close, and stdout and stderr come mixed. @default {false} */
  ws?: boolean;
  /** Whether `readable` gives frames instead of the wire's bytes; not with `ws`. @default {false} */
  demux?: boolean;
}

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
  options?: AttachSocketOptions & { demux?: false },
): Promise<ContainerSocket<Uint8Array>>;
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
): Promise<ContainerSocket<Uint8Array> | ContainerSocket<Frame>>;
export async function attachSocket(
  engine: Engine,
  container: Reference,
  options: AttachSocketOptions = {},
): Promise<ContainerSocket<Uint8Array> | ContainerSocket<Frame>> {
  const id = toId(container, "container");
  const action = `Cannot attach to container "${id}"`;
  const { params, ws = false, demux = false } = options;
  const search = attachQuery(params);
  if (ws && demux) {
    throw new TypeError(
      `${action}: demux cannot tell stdout from stderr over a websocket, where they come mixed`,
    );
  }
  requireVersion(action, await engine.negotiate(options), "attachSocket", params);
  const onError = attachFailure(engine, id);
  if (ws) {
    const target = path`/containers/${id}/attach/ws`;
    const connection = await openWebSocket(engine, action, target, search, options);
    return new ContainerSocket(connection, payloadStream(connection, false, onError));
  }
  const isMultiplexed = demux ? await multiplexing(engine, id, options) : null;
  const connection = await openAttachment(engine, id, params, options);
  if (isMultiplexed === null) {
    return new ContainerSocket(connection, payloadStream(connection, false, onError));
  }
  try {
    const multiplexed = await isMultiplexed(connection.head.header("content-type"));
    return new ContainerSocket(connection, frameStream(connection, multiplexed, onError));
  } catch (error) {
    connection.cancel(error);
    throw error;
  }
}
