import type { StopSignal } from "../bytes/stopper.ts";
import type { Adapter } from "./adapter.ts";
import type { Endpoint } from "./endpoint.ts";
import { Inbox } from "./inbox.ts";
import { madeOnce } from "./made_once.ts";
import { type LostErrors, systemError } from "./problems.ts";
import type { Duplex } from "./types.ts";
import { WriteQueue } from "./write_queue.ts";
import { codeOf } from "../errors.ts";

/** The part of Bun's sockets that is used here. */
interface BunSocket {
  readonly data: BunDuplex;
  write(bytes: Uint8Array): number;
  shutdown(): void;
  end(): void;
  pause(): void;
  resume(): void;
  ref(): void;
  unref(): void;
  setNoDelay(on: boolean): void;
  setKeepAlive(on: boolean, delay: number): void;
}

interface BunHandlers {
  binaryType: "uint8array";
  open(socket: BunSocket): void;
  data(socket: BunSocket, bytes: Uint8Array): void;
  drain(socket: BunSocket): void;
  end(socket: BunSocket): void;
  close(socket: BunSocket, error?: Error): void;
  error(socket: BunSocket, error: Error): void;
}

interface BunConnectOptions {
  unix?: string;
  hostname?: string;
  port?: number;
  allowHalfOpen: boolean;
  data: BunDuplex;
  socket: BunHandlers;
}

declare const Bun: { connect(options: BunConnectOptions): Promise<BunSocket> };

const ENCODER = new TextEncoder();
const NONE: readonly Uint8Array[] = [];
const KEEP_ALIVE_MS = 30_000;

const HANDLERS: BunHandlers = {
  binaryType: "uint8array",
  open: (socket) => socket.data.onOpen(socket),
  data: (socket, bytes) => socket.data.onData(bytes),
  drain: (socket) => socket.data.onDrain(),
  end: (socket) => socket.data.onEnd(),
  close: (socket, error) => socket.data.onClose(error),
  error: (socket, error) => socket.data.onClose(error),
};

/** Opens connections by `Bun.connect`. */
export const bunAdapter: Adapter = {
  async open(endpoint: Endpoint, errors: LostErrors, signal?: StopSignal): Promise<Duplex> {
    if (endpoint.kind === "pipe") {
      const { nodeAdapter } = await import("./node.ts");
      return nodeAdapter.open(endpoint, errors, signal);
    }
    const duplex = new BunDuplex(errors);
    const options = { allowHalfOpen: true, data: duplex, socket: HANDLERS };
    try {
      if (endpoint.kind === "unix") {
        await Bun.connect({ ...options, unix: endpoint.path });
      } else {
        const { hostname, port } = endpoint;
        const socket = await Bun.connect({ ...options, hostname, port });
        socket.setNoDelay(true);
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
      }
    } catch (error) {
      throw await lackOfDescriptors() ?? error;
    }
    return duplex;
  },
};

/** How many descriptors Bun may need for a connection, its socket's directory included. */
const NEEDED = 8;

/** Bun calls it a refused connection, or no such file, when no descriptor is left: any file tells. */
async function lackOfDescriptors(): Promise<unknown> {
  const { closeSync, openSync } = await import("node:fs");
  const open: number[] = [];
  try {
    while (open.length < NEEDED) open.push(openSync("/dev/null", "r"));
  } catch (error) {
    if (["EMFILE", "ENFILE"].includes(codeOf(error))) return error;
  } finally {
    for (const descriptor of open) closeSync(descriptor);
  }
  return undefined;
}

/** The rest of a write that the system did not take at once. */
interface PendingWrite {
  rest: readonly Uint8Array[];
  resolve(): void;
  reject(reason: unknown): void;
}

class BunDuplex implements Duplex {
  readonly #errors: LostErrors;
  readonly #inbox: Inbox;
  readonly #output: WriteQueue;
  #socket: BunSocket | null = null;
  #pending: PendingWrite | null = null;
  #closed = false;

  constructor(errors: LostErrors) {
    this.#errors = errors;
    this.#inbox = new Inbox(() => this.#socket?.resume());
    this.#output = new WriteQueue(errors.ended);
  }

  onOpen(socket: BunSocket): void {
    this.#socket = socket;
  }

  // Bun hands out a fresh buffer each time: nothing has to be copied.
  onData(bytes: Uint8Array): void {
    if (!this.#inbox.push(bytes)) this.#socket?.pause();
  }

  onDrain(): void {
    const pending = this.#pending;
    if (pending === null) return;
    const rest = this.#put(pending.rest);
    if (rest === null) return this.#fail(() => this.#lost("writing", undefined));
    pending.rest = rest;
    if (rest.length > 0) return;
    this.#pending = null;
    pending.resolve();
    this.#output.release();
  }

  onEnd(): void {
    this.#inbox.end();
  }

  onClose(error?: Error): void {
    if (this.#closed) return;
    if (error !== undefined && error !== null) {
      this.#inbox.end(() => this.#lost("reading", error));
    } else {
      this.#inbox.end();
    }
    this.#fail(() => this.#lost("writing", error));
  }

  read(): Promise<Uint8Array | null> {
    return this.#inbox.read();
  }

  write(bytes: Uint8Array): Promise<void> {
    const output = this.#output;
    return output.free ? this.#send(bytes) : output.wait(() => this.#send(bytes));
  }

  writeText(text: string): Promise<void> | null {
    const bytes = ENCODER.encode(text);
    const output = this.#output;
    return output.free ? this.#begin(bytes) : output.wait(() => this.#send(bytes));
  }

  /** One write for each part costs less than one that copies. */
  writeParts(parts: readonly Uint8Array[]): Promise<void> {
    const output = this.#output;
    return output.free ? this.#sendParts(parts) : output.wait(() => this.#sendParts(parts));
  }

  #send(bytes: Uint8Array): Promise<void> {
    return this.#begin(bytes) ?? Promise.resolve();
  }

  /** Starts a write; returns `null` when the system has taken all of it. */
  #begin(bytes: Uint8Array): Promise<void> | null {
    const written = this.#socket!.write(bytes);
    if (written === bytes.length) return null;
    return this.#later(written < 0 ? null : [bytes.subarray(written)]);
  }

  #sendParts(parts: readonly Uint8Array[]): Promise<void> {
    const rest = this.#put(parts);
    return rest?.length === 0 ? Promise.resolve() : this.#later(rest);
  }

  /** Hands parts over as long as the system takes them; returns the rest, `null` of what is lost. */
  #put(parts: readonly Uint8Array[]): readonly Uint8Array[] | null {
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]!;
      const written = part.length === 0 ? 0 : this.#socket!.write(part);
      if (written < 0) return null;
      if (written < part.length) return [part.subarray(written), ...parts.slice(index + 1)];
    }
    return NONE;
  }

  #later(rest: readonly Uint8Array[] | null): Promise<void> {
    if (rest === null) {
      this.#fail(() => this.#lost("writing", undefined));
      return Promise.reject(this.#output.failure);
    }
    this.#output.hold();
    return new Promise((resolve, reject) => this.#pending = { rest, resolve, reject });
  }

  closeWrite(): Promise<void> {
    return this.#output.end(() => {
      this.#socket!.shutdown();
      return Promise.resolve();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const error = madeOnce(this.#errors.closed);
    this.#inbox.discard(error);
    this.#fail(error);
    // `terminate()` would reset a TCP connection: the peer might lose what it has not read yet.
    this.#socket!.end();
  }

  ref(): void {
    this.#socket!.ref();
  }

  unref(): void {
    this.#socket!.unref();
  }

  #fail(makeError: () => Error): void {
    this.#output.fail(makeError);
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) pending.reject(this.#output.failure);
  }

  /** Bun tells only that a write failed: the peer is gone then. */
  #lost(doing: string, cause: Error | undefined): Error {
    return this.#errors.lost(doing, cause ?? systemError("EPIPE", "broken pipe"));
  }
}
