/**
 * The floor: the shortest hand-written keep-alive loop on the runtime's own socket. It trusts the
 * engine blindly: no limits, no errors, no cancellation, one head layout.
 *
 * @module
 */

/** One keep-alive connection that asks for the same path again and again. */
export interface FloorConnection {
  /** Resolves with the size of the response's body. */
  get(path: string): Promise<number>;
  /** Closes the connection. */
  close(): void;
}

interface Socket {
  write(bytes: Uint8Array): unknown;
  close(): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Opens a connection to a unix socket with what the runtime itself offers. */
export async function openFloor(path: string): Promise<FloorConnection> {
  if ("Deno" in globalThis) return await openDeno(path);
  const reader = new FloorReader();
  if ("Bun" in globalThis) {
    // deno-lint-ignore no-explicit-any
    const bun = (globalThis as any).Bun;
    const socket = await bun.connect({
      unix: path,
      socket: { data: (_: unknown, bytes: Uint8Array) => reader.push(bytes) },
    });
    return connection(reader, { write: (bytes) => socket.write(bytes), close: () => socket.end() });
  }
  const net = await import("node:net");
  const socket = net.connect(path);
  socket.on("data", (bytes) => reader.push(bytes));
  await new Promise((resolve) => socket.once("connect", resolve));
  return connection(reader, {
    write: (bytes) => socket.write(bytes),
    close: () => socket.destroy(),
  });
}

async function openDeno(path: string): Promise<FloorConnection> {
  const conn = await Deno.connect({ transport: "unix", path });
  const reader = new FloorReader();
  const buffer = new Uint8Array(64 * 1024);
  return {
    async get(target): Promise<number> {
      const done = reader.expect();
      await conn.write(request(target));
      while (reader.waiting) {
        const count = await conn.read(buffer);
        reader.push(buffer.slice(0, count!));
      }
      return await done;
    },
    close: () => conn.close(),
  };
}

function connection(reader: FloorReader, socket: Socket): FloorConnection {
  return {
    get(target): Promise<number> {
      const done = reader.expect();
      socket.write(request(target));
      return done;
    },
    close: () => socket.close(),
  };
}

function request(path: string): Uint8Array {
  return encoder.encode(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
}

/** Finds the end of one response after the other. */
class FloorReader {
  #text = "";
  #resolve: ((size: number) => void) | null = null;

  get waiting(): boolean {
    return this.#resolve !== null;
  }

  expect(): Promise<number> {
    return new Promise((resolve) => this.#resolve = resolve);
  }

  push(bytes: Uint8Array): void {
    this.#text += decoder.decode(bytes);
    const headEnd = this.#text.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const length = this.#text.indexOf("Content-Length: ");
    let body: string;
    if (length !== -1 && length < headEnd) {
      const size = parseInt(this.#text.slice(length + 16, headEnd), 10);
      if (this.#text.length < headEnd + 4 + size) return;
      body = this.#text.slice(headEnd + 4);
    } else {
      if (!this.#text.endsWith("0\r\n\r\n")) return;
      body = unchunk(this.#text, headEnd + 4);
    }
    if (body.startsWith("[")) JSON.parse(body);
    this.#text = "";
    const resolve = this.#resolve!;
    this.#resolve = null;
    resolve(body.length);
  }
}

function unchunk(text: string, start: number): string {
  let body = "";
  for (let at = start;;) {
    const end = text.indexOf("\r\n", at);
    const size = parseInt(text.slice(at, end), 16);
    if (size === 0) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 4 + size;
  }
}
