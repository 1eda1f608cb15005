import type { Duplex } from "../../connect/types.ts";
import type { CallOptions } from "../../engine/call_options.ts";
import type { Engine } from "../../engine/engine.ts";
import { APIError, DockerError } from "../../errors.ts";
import type { Http2Connection } from "../../h2/connection.ts";
import { type GrpcHandler, serveGrpc } from "../../h2/grpc_server.ts";
import type { UpgradedConnection } from "../../http/upgraded.ts";
import { HEALTH_METHOD, healthHandler } from "./health.ts";

/** What answers the builder, by path, e.g. `/moby.filesync.v1.Auth/Credentials`. */
export type SessionHandlers = ReadonlyMap<string, GrpcHandler>;

/** An open session: a builder asks this side through it for what a build needs. */
export class BuildSession implements AsyncDisposable {
  /** The session's id, as `POST /build` takes it. */
  readonly id: string;
  /** Resolves when the session is over: with `null` after {@linkcode BuildSession.close}, otherwise with the reason. */
  readonly closed: Promise<unknown>;
  readonly #connection: Http2Connection;

  /** Makes a session of its connection. */
  constructor(id: string, connection: Http2Connection) {
    this.id = id;
    this.closed = connection.closed;
    this.#connection = connection;
  }

  /** Closes the session. Calling it again is harmless. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Closes the session, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Opens a session (`POST /session`).
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param handlers What answers the builder; its health checks are answered in any case.
 * @param sharedKey The key under which an Engine keeps what it has of the session's directories.
 * @param options The call's own options.
 * @throws {DockerError} When the Engine has no sessions.
 */
export async function startSession(
  engine: Engine,
  action: string,
  handlers: SessionHandlers,
  sharedKey: string,
  options: CallOptions,
): Promise<BuildSession> {
  const id = crypto.randomUUID().replaceAll("-", "");
  const all = new Map([...handlers, [HEALTH_METHOD, healthHandler]]);
  try {
    const connection = await engine.upgrade(action, "POST", "/session", options, {
      protocol: "h2c",
      headers: {
        "X-Docker-Expose-Session-Uuid": id,
        "X-Docker-Expose-Session-Name": "longshore",
        "X-Docker-Expose-Session-Sharedkey": sharedKey,
        "X-Docker-Expose-Session-Grpc-Method": [...all.keys()],
      },
    });
    return new BuildSession(id, serveGrpc(asDuplex(connection), all));
  } catch (error) {
    if (!(error instanceof APIError) || ![404, 405, 501].includes(error.status)) throw error;
    throw new DockerError(
      `${action}: it needs a BuildKit session, which the Engine at ${engine.address} does not have`,
      { cause: error },
    );
  }
}

/**
 * Takes an upgraded connection as a byte connection.
 *
 * @param connection The connection.
 */
export function asDuplex(connection: UpgradedConnection): Duplex {
  let batch: Uint8Array[] = [];
  return {
    async read(): Promise<Uint8Array | null> {
      while (batch.length === 0) {
        const next = await connection.next();
        if (next === null) return null;
        batch = next;
      }
      return batch.shift()!;
    },
    write: (bytes) => connection.write(bytes),
    closeWrite: () => connection.closeWrite(),
    close: () => connection.cancel(),
    // It lives as long as its build, which keeps the process alive itself.
    ref: () => {},
    unref: () => {},
  };
}
