import { connect, type Socket } from "node:net";
import type { Adapter, Endpoint } from "./endpoint.ts";
import { SocketDuplex } from "./node_socket.ts";
import type { Duplex } from "./types.ts";

/** How long a TCP connection is silent before the system probes the peer, in milliseconds. */
export const KEEP_ALIVE_MS = 30_000;

/** Opens connections by `node:net`. */
export const nodeAdapter: Adapter = {
  open(endpoint: Endpoint, address: string, signal?: AbortSignal): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const options = { allowHalfOpen: true, noDelay: true };
      const socket: Socket = endpoint.kind === "tcp"
        ? connect({
          ...options,
          host: endpoint.hostname,
          port: endpoint.port,
          keepAlive: true,
          keepAliveInitialDelay: KEEP_ALIVE_MS,
        })
        : connect({ ...options, path: endpoint.path });
      const abort = () => socket.destroy(signal!.reason);
      const failed = (error: Error) => {
        signal?.removeEventListener("abort", abort);
        reject(error);
      };
      socket.once("error", failed);
      socket.once("connect", () => {
        signal?.removeEventListener("abort", abort);
        socket.off("error", failed);
        resolve(new SocketDuplex(socket, address));
      });
      signal?.addEventListener("abort", abort, { once: true });
    });
  },
};
