/**
 * A peer that does what a test tells it, connection by connection, in memory or on a real socket.
 *
 * ```ts ignore
 * const peer = memoryPeer([
 *   async (connection) => {
 *     assert.equal(await connection.head(), "GET /_ping HTTP/1.1\r\nHost: peer\r\n\r\n");
 *     await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", 1);
 *     await connection.closed;
 *   },
 * ]);
 * const engine = new Engine(peer.connector);
 * ...
 * await peer.done();
 * ```
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { startTimer } from "../src/connect/timer.ts";
import type { Connector } from "../src/connect/types.ts";
import { MemoryDuplex } from "./harness/memory_duplex.ts";
import { PeerConnection } from "./harness/peer_connection.ts";

export type { PeerConnection, PeerRequest, PeerResponse } from "./harness/peer_connection.ts";
export type { MemoryDuplex } from "./harness/memory_duplex.ts";

/**
 * What happens on one connection. In memory an error makes `connect` fail with it, and `"stall"`
 * leaves `connect` waiting for its signal.
 */
export type Script = ((connection: PeerConnection) => Promise<void>) | Error | "stall";

/** What every scripted peer can. */
export interface ScriptedPeer {
  /** The peer's ends of the connections made so far. */
  readonly connections: PeerConnection[];
  /**
   * Waits for every script to end, half a minute at most: what a busy machine may take.
   *
   * @throws What a script threw, e.g. its assertion; an Error when a script was not used, is still
   * waiting, or a connection came that had none.
   */
  done(): Promise<void>;
}

/** A peer in memory. */
export interface MemoryPeer extends ScriptedPeer {
  /** Opens the scripted connections one after the other. */
  readonly connector: Connector;
  /** The client's ends of the connections: `unread`, `referenced`, `closes`. */
  readonly duplexes: MemoryDuplex[];
}

/** A peer on a unix socket or TCP port. */
export interface SocketPeer extends ScriptedPeer {
  /** `unix:///path` or `tcp://127.0.0.1:port`. */
  readonly address: string;
  /** The unix socket's path; empty on TCP. */
  readonly path: string;
  /** The TCP port; 0 on a unix socket. */
  readonly port: number;
  /** Waits for the scripts as `done` does, then stops listening and cuts what is open. */
  close(): Promise<void>;
}

/** Makes a peer in memory; connection n is handled by script n. */
export function memoryPeer(scripts: Script[]): MemoryPeer {
  const play = new Play(scripts);
  const duplexes: MemoryDuplex[] = [];
  const connector: Connector = {
    address: "memory://peer",
    host: "peer",
    basePath: "",
    async connect(signal): Promise<MemoryDuplex> {
      signal?.throwIfAborted();
      const script = play.next();
      if (script === "stall") {
        return await new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        });
      }
      if (script instanceof Error) throw script;
      await Promise.resolve();
      const duplex = new MemoryDuplex();
      duplexes.push(duplex);
      play.run(script, duplex.peer);
      return duplex;
    },
    startTimer,
  };
  return { connector, duplexes, connections: play.connections, done: () => play.done() };
}

/**
 * Listens on a socket; connection n is handled by script n.
 *
 * @param transport A new unix socket in a directory of its own, or a free port of 127.0.0.1.
 */
export async function socketPeer(
  transport: "unix" | "tcp",
  scripts: Script[],
): Promise<SocketPeer> {
  const play = new Play(scripts);
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    const connection = overSocket(socket, transport);
    socket.on("close", () => sockets.delete(socket));
    const script = play.next();
    if (typeof script !== "function") connection.close();
    else play.run(script, connection);
  });
  const directory = transport === "unix"
    ? mkdtempSync(path.join(os.tmpdir(), "longshore-peer-"))
    : "";
  const socketPath = directory && path.join(directory, "peer.sock");
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (transport === "unix") server.listen(socketPath, resolve);
    else server.listen(0, "127.0.0.1", resolve);
  });
  server.unref(); // A test that fails before `close` must not keep its process alive.
  const port = transport === "unix" ? 0 : (server.address() as net.AddressInfo).port;
  return {
    address: transport === "unix" ? `unix://${socketPath}` : `tcp://127.0.0.1:${port}`,
    path: socketPath,
    port,
    connections: play.connections,
    done: () => play.done(),
    async close(): Promise<void> {
      try {
        await play.done();
      } finally {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        for (const socket of sockets) socket.destroy();
        await closed;
        if (directory) rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

function overSocket(socket: net.Socket, transport: "unix" | "tcp"): PeerConnection {
  if (transport === "tcp") socket.setNoDelay(true);
  const connection = new PeerConnection({
    write: (bytes) =>
      new Promise((resolve) => {
        if (socket.writable) socket.write(bytes, () => resolve());
        else setTimeout(resolve); // A script that goes on sending must not keep the end from being seen.
      }),
    end: () => socket.end(),
    close: () => socket.destroy(),
    reset: () => transport === "tcp" ? socket.resetAndDestroy() : socket.destroy(),
    hold: (held) => held ? socket.pause() : socket.resume(),
  });
  socket.on("data", (bytes) => connection.feed(new Uint8Array(bytes)));
  socket.on("end", () => connection.feedEnd());
  socket.on("close", () => connection.feedClosed());
  socket.on("error", () => {});
  return connection;
}

/** Hands out the scripts in order and keeps account of how they end. */
class Play {
  readonly connections: PeerConnection[] = [];
  #scripts: Script[];
  #next = 0;
  #runs: { index: number; connection: PeerConnection; ended: Promise<void> }[] = [];

  constructor(scripts: Script[]) {
    this.#scripts = scripts;
  }

  next(): Script {
    return this.#scripts[this.#next++] ?? new Error("Cannot connect: no script is left");
  }

  run(script: (connection: PeerConnection) => Promise<void>, connection: PeerConnection): void {
    this.connections.push(connection);
    const ended = script(connection).catch((error: unknown) => {
      connection.reset(); // So that the client does not wait for what will never come.
      throw error;
    });
    ended.catch(() => {}); // `done` reports it.
    this.#runs.push({ index: this.#next, connection, ended });
  }

  async done(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<"late">((resolve) =>
      timer = setTimeout(() => resolve("late"), 30_000)
    );
    try {
      for (const { index, connection, ended } of this.#runs) {
        if (await Promise.race([ended, late]) === "late") {
          throw new Error(
            `Cannot finish script ${index}: it waits for ${connection.waitingFor}; received ` +
              JSON.stringify(new TextDecoder().decode(connection.received.subarray(0, 1000))),
          );
        }
      }
    } finally {
      clearTimeout(timer);
    }
    if (this.#next !== this.#scripts.length) {
      throw new Error(
        `Cannot finish the scripts: ${this.#next} connections for ${this.#scripts.length} scripts`,
      );
    }
  }
}
