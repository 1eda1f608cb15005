import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A port of 127.0.0.1 behind which a unix socket is. */
export interface TcpForwarder {
  /** `tcp://127.0.0.1:` and the port. */
  address: string;
  /** Stops listening and cuts what is open. */
  stop(): Promise<void>;
}

/**
 * Passes the bytes of a TCP port on to a unix socket and back; either side may end its output first.
 *
 * @param socketPath The unix socket's file.
 * @param observe Given each connection that comes to the port, to look at what passes.
 */
export async function forwardTcp(
  socketPath: string,
  observe?: (near: Socket) => void,
): Promise<TcpForwarder> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    observe?.(near);
    const far = connect({ path: socketPath, allowHalfOpen: true });
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => open.delete(from));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
