/**
 * The runtime's own unix socket with as little around it as can be.
 *
 * @module
 */

/** Takes what arrives; tells whether that is the end of the answer. */
export type Consume = (bytes: Uint8Array) => boolean;

/** A connection that is asked for one thing at a time. */
export interface RawSocket {
  /** Writes a request and passes on what arrives until the answer is whole. */
  ask(request: Uint8Array, consume: Consume): Promise<void>;
  /** Writes; resolves, or returns nothing, once there is room for more. */
  write(bytes: Uint8Array): Promise<void> | void;
  /** Writes parts, in what way costs the least. */
  writeParts(parts: Uint8Array[]): Promise<void> | void;
  /** Closes the connection. */
  close(): void;
}

/** Opens a connection. */
export async function openSocket(path: string): Promise<RawSocket> {
  if ("Deno" in globalThis) return openDeno(path);
  if ("Bun" in globalThis) return openBun(path);
  return await openNode(path);
}

async function openDeno(path: string): Promise<RawSocket> {
  const conn = await Deno.connect({ transport: "unix", path });
  // The consumer is done with the bytes when it returns: one buffer serves all reads.
  const buffer = new Uint8Array(64 * 1024);
  let joined = new Uint8Array(0);
  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let at = await conn.write(bytes); at < bytes.length;) {
      at += await conn.write(bytes.subarray(at));
    }
  };
  return {
    async ask(request, consume): Promise<void> {
      await conn.write(request);
      while (!consume(buffer.subarray(0, (await conn.read(buffer))!)));
    },
    write,
    writeParts(parts): Promise<void> {
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      if (joined.length < length) joined = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      return write(joined.subarray(0, length));
    },
    close: () => conn.close(),
  };
}

interface BunSocket {
  write(bytes: Uint8Array): number;
  end(): void;
}

async function openBun(path: string): Promise<RawSocket> {
  // deno-lint-ignore no-explicit-any
  const bun = (globalThis as any).Bun;
  let consume: Consume = () => false;
  let done: () => void = () => {};
  let rest: Uint8Array = new Uint8Array(0);
  let drained: () => void = () => {};
  const write = (bytes: Uint8Array): Promise<void> | void => {
    const written = socket.write(bytes);
    if (written === bytes.length) return;
    rest = bytes.subarray(written);
    return new Promise((resolve) => drained = resolve);
  };
  const socket: BunSocket = await bun.connect({
    unix: path,
    socket: {
      data(_: unknown, bytes: Uint8Array): void {
        if (consume(bytes)) done();
      },
      drain(): void {
        rest = rest.subarray(socket.write(rest));
        if (rest.length === 0) drained();
      },
    },
  });
  return {
    ask: (request, given) =>
      new Promise((resolve) => {
        consume = given;
        done = resolve;
        socket.write(request);
      }),
    write,
    async writeParts(parts): Promise<void> {
      for (const part of parts) await write(part);
    },
    close: () => socket.end(),
  };
}

async function openNode(path: string): Promise<RawSocket> {
  const net = await import("node:net");
  let consume: Consume = () => false;
  let done: () => void = () => {};
  const socket = net.connect(path);
  socket.on("data", (bytes: Uint8Array) => {
    if (consume(bytes)) done();
  });
  await new Promise((resolve) => socket.once("connect", resolve));
  const write = (bytes: Uint8Array): Promise<void> | void => {
    if (socket.write(bytes)) return;
    return new Promise((resolve) => socket.once("drain", resolve));
  };
  return {
    ask: (request, given) =>
      new Promise((resolve) => {
        consume = given;
        done = resolve;
        socket.write(request);
      }),
    write,
    writeParts(parts): Promise<void> | void {
      socket.cork();
      const done = parts.map((part) => write(part));
      socket.uncork();
      return done.at(-1);
    },
    close: () => socket.destroy(),
  };
}
