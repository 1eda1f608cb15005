import type { Socket } from "node:net";
import type { Adapter, Endpoint } from "./endpoint.ts";
import { SocketDuplex } from "./node_socket.ts";
import type { LostErrors } from "./problems.ts";
import { ReadBuffer } from "./read_buffer.ts";
import type { Duplex } from "./types.ts";

// Loaded when it runs: a static import would be hoisted to the start of a bundle.
const { connect } = await import("node:net");
const { default: process } = await import("node:process");

/** How long a TCP connection is silent before the system probes the peer, in milliseconds. */
export const KEEP_ALIVE_MS = 30_000;

/** Opens connections by `node:net`. */
export const nodeAdapter: Adapter = {
  open(endpoint: Endpoint, errors: LostErrors, signal?: AbortSignal): Promise<Duplex> {
    if (endpoint.kind === "pipe" && process.platform !== "win32") {
      return Promise.reject(new Error("named pipes exist on Windows only"));
    }
    return new Promise((resolve, reject) => {
      let duplex: SocketDuplex;
      const buffer = new ReadBuffer();
      // Reading into buffers of our own spares each chunk the way through a Node stream.
      const onread = {
        buffer: () => buffer.room(),
        callback: (count: number) => duplex.receive(buffer.take(count)),
      };
      const options = { allowHalfOpen: true, noDelay: true };
      const socket: Socket = endpoint.kind === "pipe"
        ? connect({ ...options, path: endpoint.path })
        : endpoint.kind === "unix"
        ? connect({ ...options, onread, path: endpoint.path })
        : connect({
          ...options,
          onread,
          host: endpoint.hostname,
          port: endpoint.port,
          keepAlive: true,
          keepAliveInitialDelay: KEEP_ALIVE_MS,
        });
      const abort = () => socket.destroy(signal!.reason);
      const failed = (error: Error) => {
        signal?.removeEventListener("abort", abort);
        reject(error);
      };
      socket.once("error", failed);
      socket.once("connect", () => {
        signal?.removeEventListener("abort", abort);
        socket.off("error", failed);
        duplex = new SocketDuplex(socket, errors);
        resolve(endpoint.kind === "pipe" ? duplex.listen() : duplex);
      });
      signal?.addEventListener("abort", abort, { once: true });
    });
  },
};
