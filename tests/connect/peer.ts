import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { createConnector } from "../../src/connect/mod.ts";
import type { Connector, Duplex } from "../../src/connect/types.ts";

/** The transports that every runtime's adapter is held to. */
export const TRANSPORTS = ["unix", "tcp"] as const;

/** One of {@linkcode TRANSPORTS}. */
export type Transport = typeof TRANSPORTS[number];

/** A listening server and a connector that reaches it. */
export class Peer {
  /** Reaches the server. */
  readonly connector: Connector;
  /** Every socket that the server accepted. */
  readonly accepted: Socket[] = [];
  readonly #server: Server;
  readonly #directory: string;

  private constructor(server: Server, directory: string, address: string) {
    this.#server = server;
    this.#directory = directory;
    this.connector = createConnector(address);
    server.on("connection", (socket) => this.accepted.push(socket));
  }

  /** Listens on a new unix socket, or on a free port of 127.0.0.1. */
  static async listen(transport: Transport): Promise<Peer> {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-connect-"));
    const server = createServer({ allowHalfOpen: true });
    // The suite plays dead peers: their sockets may fail at any time.
    server.on("connection", (socket) => socket.on("error", () => {}));
    const file = path.join(directory, "peer.sock");
    if (transport === "unix") server.listen(file);
    else server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = transport === "unix"
      ? `unix://${file}`
      : `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new Peer(server, directory, address);
  }

  /** Opens a connection; returns both of its ends. */
  async open(): Promise<{ duplex: Duplex; socket: Socket }> {
    const accepted = once(this.#server, "connection");
    const duplex = await this.connector.connect();
    const [socket] = await accepted;
    return { duplex, socket };
  }

  /** Stops the server and destroys what it accepted. */
  async close(): Promise<void> {
    for (const socket of this.accepted) socket.destroy();
    if (this.#server.listening) {
      this.#server.close();
      await once(this.#server, "close");
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Runs a body against a peer, and stops the peer whatever happens. */
export async function withPeer(
  transport: Transport,
  body: (peer: Peer) => Promise<void>,
): Promise<void> {
  const peer = await Peer.listen(transport);
  try {
    await body(peer);
  } finally {
    await peer.close();
  }
}

/** Bytes that differ at every offset up to the product of two primes. */
export function pattern(size: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(size);
  const first = Math.min(size, PERIOD);
  for (let i = 0; i < first; i++) bytes[i] = (i % 251) + (i % 257) + seed;
  for (let i = first; i < size; i *= 2) bytes.copyWithin(i, 0, i);
  return bytes;
}

/** After as many bytes a pattern begins anew. */
const PERIOD = 251 * 257;

/** Reads to the end. */
export async function readAll(duplex: Duplex): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await duplex.read();
    if (chunk === null) return Buffer.concat(chunks);
    chunks.push(chunk);
  }
}

/** Reads a socket of `node:net` to the end. */
export async function readSocket(socket: Socket): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  socket.on("data", (chunk: Uint8Array) => chunks.push(chunk)).resume();
  if (!socket.readableEnded) await once(socket, "end");
  return Buffer.concat(chunks);
}

/** Resolves when a promise has settled, or `false` when it has not after so many milliseconds. */
export function settles(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}

/** Resolves with a value once it has not changed for 100 ms. */
export async function untilSteady(value: () => number): Promise<number> {
  for (;;) {
    const before = value();
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (value() === before) return before;
  }
}
