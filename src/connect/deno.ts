import type { StopSignal } from "../bytes/stopper.ts";
import type { Adapter } from "./adapter.ts";
import type { Endpoint } from "./endpoint.ts";
import type { LostErrors } from "./problems.ts";
import { ReadBuffer } from "./read_buffer.ts";
import { TextRoom } from "./text_room.ts";
import type { Duplex } from "./types.ts";
import { WriteQueue } from "./write_queue.ts";

/** The part of Deno's connections that is used here. */
interface DenoConn {
  read(room: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  closeWrite(): Promise<void>;
  close(): void;
  ref(): void;
  unref(): void;
}

interface DenoTcpConn extends DenoConn {
  setNoDelay(on: boolean): void;
  setKeepAlive(on: boolean): void;
}

// Of its own: projects for other runtimes check these sources without Deno's types.
declare const Deno: {
  connect(options: { transport: "unix"; path: string }): Promise<DenoConn>;
  connect(
    options: { hostname: string; port: number; signal?: AbortSignal },
  ): Promise<DenoTcpConn>;
};

/** How long an attempt goes on after its abort, in milliseconds. */
const ABORT_DELAY = 100;
/**
 * How many turns of the event loop follow it: where the process stood still, a connection that was made
 * long ago arrives in one of them.
 */
const ABORT_TURNS = 3;

const NOTHING = new Uint8Array(0);

/** Encodes what connections send as text. */
const heads = new TextRoom();

/** Opens connections by `Deno.connect`. */
export const denoAdapter: Adapter = {
  async open(endpoint: Endpoint, errors: LostErrors, signal?: StopSignal): Promise<Duplex> {
    switch (endpoint.kind) {
      case "unix":
        return new DenoDuplex(
          await Deno.connect({ transport: "unix", path: endpoint.path }),
          errors,
        );
      case "tcp": {
        const conn = await connectTcp(endpoint.hostname, endpoint.port, signal);
        conn.setNoDelay(true);
        conn.setKeepAlive(true);
        return new DenoDuplex(conn, errors);
      }
      case "pipe": {
        const { nodeAdapter } = await import("./node.ts");
        return nodeAdapter.open(endpoint, errors, signal);
      }
    }
  },
};

/**
 * Deno loses a connection, and its descriptor, that has just been made when the attempt is aborted:
 * one that is as good as there is left to arrive, for the caller to close.
 */
async function connectTcp(
  hostname: string,
  port: number,
  signal: StopSignal | undefined,
): Promise<DenoTcpConn> {
  if (signal === undefined) return await Deno.connect({ hostname, port });
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abortLater = (turns: number, delay: number): void => {
    timer = setTimeout(() => {
      if (turns > 0) abortLater(turns - 1, 1);
      else controller.abort(signal.reason);
    }, delay);
  };
  const onAbort = (): void => abortLater(ABORT_TURNS, ABORT_DELAY);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Deno.connect({ hostname, port, signal: controller.signal });
  } finally {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(timer);
  }
}

class DenoDuplex implements Duplex {
  readonly #conn: DenoConn;
  readonly #errors: LostErrors;
  readonly #buffer = new ReadBuffer();
  readonly #output: WriteQueue;
  #joined = NOTHING;
  #closed = false;

  constructor(conn: DenoConn, errors: LostErrors) {
    this.#conn = conn;
    this.#errors = errors;
    this.#output = new WriteQueue(errors.ended);
  }

  async read(): Promise<Uint8Array | null> {
    let count: number | null;
    try {
      count = await this.#conn.read(this.#buffer.room());
    } catch (error) {
      throw this.#failure("reading", error);
    }
    return count === null ? null : this.#buffer.take(count);
  }

  write(bytes: Uint8Array): Promise<void> {
    const output = this.#output;
    return output.free ? this.#send(bytes) : output.wait(() => this.#send(bytes));
  }

  writeText(text: string): Promise<void> {
    return this.write(heads.encode(text));
  }

  /** One write that copies costs less than one for each part. */
  writeParts(parts: readonly Uint8Array[]): Promise<void> {
    const output = this.#output;
    return output.free ? this.#sendJoined(parts) : output.wait(() => this.#sendJoined(parts));
  }

  async #sendJoined(parts: readonly Uint8Array[]): Promise<void> {
    let length = 0;
    for (const part of parts) length += part.length;
    // Nobody else gets it, and the system has taken its bytes when the write before is done.
    const room = this.#joined.length < length ? new Uint8Array(length) : this.#joined;
    length = 0;
    for (const part of parts) {
      room.set(part, length);
      length += part.length;
    }
    await this.#send(room.subarray(0, length));
    this.#joined = room;
  }

  async #send(bytes: Uint8Array): Promise<void> {
    // Kept from one write in parts to the next, and no longer.
    this.#joined = NOTHING;
    this.#output.hold();
    try {
      let written = await this.#conn.write(bytes);
      while (written < bytes.length) written += await this.#conn.write(bytes.subarray(written));
    } catch (error) {
      throw this.#fail("writing", error);
    }
    this.#output.release();
  }

  closeWrite(): Promise<void> {
    return this.#output.end(() => this.#end());
  }

  async #end(): Promise<void> {
    try {
      await this.#conn.closeWrite();
    } catch (error) {
      throw this.#fail("ending the output", error);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#output.fail(this.#errors.closed);
    this.#conn.close();
  }

  ref(): void {
    if (!this.#closed) this.#conn.ref();
  }

  unref(): void {
    if (!this.#closed) this.#conn.unref();
  }

  /** A write that failed may be out in part: nothing can follow it. */
  #fail(doing: string, error: unknown): Error {
    this.#output.fail(() => this.#failure(doing, error));
    return this.#output.failure!;
  }

  #failure(doing: string, error: unknown): Error {
    return this.#closed ? this.#errors.closed() : this.#errors.lost(doing, error);
  }
}
