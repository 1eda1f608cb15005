import type { Adapter, Endpoint } from "./endpoint.ts";
import { closedError, lostError } from "./problems.ts";
import type { Duplex } from "./types.ts";

const BUFFER_SIZE = 64 * 1024;
/** A buffer with less room than this is left behind: small reads share one, large ones get much. */
const LEAST_ROOM = 8 * 1024;

/** Opens connections by `Deno.connect`. */
export const denoAdapter: Adapter = {
  async open(endpoint: Endpoint, address: string, signal?: AbortSignal): Promise<Duplex> {
    switch (endpoint.kind) {
      case "unix":
        return new DenoDuplex(
          await Deno.connect({ transport: "unix", path: endpoint.path }),
          address,
        );
      case "tcp": {
        const { hostname, port } = endpoint;
        const conn = await Deno.connect({ hostname, port, signal });
        conn.setNoDelay(true);
        conn.setKeepAlive(true);
        return new DenoDuplex(conn, address);
      }
      case "pipe": {
        const { nodeAdapter } = await import("./node.ts");
        return nodeAdapter.open(endpoint, address, signal);
      }
    }
  },
};

class DenoDuplex implements Duplex {
  readonly #conn: Deno.TcpConn | Deno.UnixConn;
  readonly #address: string;
  #buffer = new Uint8Array(0);
  #closed = false;

  constructor(conn: Deno.TcpConn | Deno.UnixConn, address: string) {
    this.#conn = conn;
    this.#address = address;
  }

  async read(): Promise<Uint8Array | null> {
    if (this.#buffer.length < LEAST_ROOM) this.#buffer = new Uint8Array(BUFFER_SIZE);
    const buffer = this.#buffer;
    let count: number | null;
    try {
      count = await this.#conn.read(buffer);
    } catch (error) {
      throw this.#failure("reading", error);
    }
    if (count === null) return null;
    this.#buffer = buffer.subarray(count);
    return buffer.subarray(0, count);
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      let written = await this.#conn.write(bytes);
      while (written < bytes.length) written += await this.#conn.write(bytes.subarray(written));
    } catch (error) {
      throw this.#failure("writing", error);
    }
  }

  async closeWrite(): Promise<void> {
    try {
      await this.#conn.closeWrite();
    } catch (error) {
      throw this.#failure("ending the output", error);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#conn.close();
  }

  ref(): void {
    if (!this.#closed) this.#conn.ref();
  }

  unref(): void {
    if (!this.#closed) this.#conn.unref();
  }

  #failure(doing: string, error: unknown): Error {
    return this.#closed ? closedError(this.#address) : lostError(this.#address, doing, error);
  }
}
