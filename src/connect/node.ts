import type { Socket } from "node:net";
import type { StopSignal } from "../bytes/stopper.ts";
import type { Adapter } from "./adapter.ts";
import type { Endpoint } from "./endpoint.ts";
import { SocketDuplex } from "./node_socket.ts";
import type { LostErrors } from "./problems.ts";
import { ReadBuffer } from "./read_buffer.ts";
import type { Duplex } from "./types.ts";

// Loaded by the first call: a static import would be hoisted to the start of a bundle, and an
// await at the top of a module keeps `require()` from loading it.
let net: typeof import("node:net") | undefined;

/** How long a TCP connection is silent before the system probes the peer, in milliseconds. */
export const KEEP_ALIVE_MS = 30_000;

/** Opens connections by `node:net`. */
export const nodeAdapter: Adapter = {
  async open(endpoint: Endpoint, errors: LostErrors, signal?: StopSignal): Promise<Duplex> {
    if (endpoint.kind === "pipe") await requireWindows();
    net ??= await import("node:net");
    signal?.throwIfAborted();
    const { connect } = net;
    return await new Promise((resolve, reject) => {
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
      const abort = () => socket.destroy(signal!.reason as Error);
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

async function requireWindows(): Promise<void> {
  const { default: process } = await import("node:process");
  if (process.platform !== "win32") throw new Error("named pipes exist on Windows only");
}
