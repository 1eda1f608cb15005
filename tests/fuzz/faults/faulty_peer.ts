import { once } from "node:events";
import { rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import tls from "node:tls";
import { encodeText } from "../../../src/http/request_head.ts";

/** What a peer does with one connection: it takes bytes until they hold something, or gives some. */
export type Move =
  | { take: string | number }
  | { give: string | Uint8Array | ((received: string) => Promise<string>) };

/** What may happen in place of a move. */
export const FAULTS = ["stall", "reset", "half-close", "cut", "refuse", "accept", "flood"] as const;

/** One of {@linkcode FAULTS}. */
export type Fault = typeof FAULTS[number];

/** The ways to a faulty peer. */
export const TRANSPORTS = ["unix", "tcp", "tls"] as const;

/** One of {@linkcode TRANSPORTS}. */
export type Transport = typeof TRANSPORTS[number];

/** What a peer with TLS shows. */
export interface Certificate {
  cert: string;
  key: string;
}

const JSON_BODY = '{"message":"early"}';
/** An answer before its time: a refusal, or a success. */
const EARLY: Readonly<Record<"refuse" | "accept", string>> = {
  refuse: `HTTP/1.1 503 No\r\nContent-Length: ${JSON_BODY.length}\r\n\r\n${JSON_BODY}`,
  accept: `HTTP/1.1 200 OK\r\nContent-Length: ${JSON_BODY.length}\r\n\r\n${JSON_BODY}`,
};
const FLOOD = new Uint8Array(256 * 1024).fill(0xff);
const FLOODS = 8;

let serial = 0;

/** Listens, and goes wrong at one step of each connection. */
export class FaultyPeer {
  /** Where it listens. */
  readonly address: string;
  readonly #server: net.Server;
  readonly #sockets: Set<net.Socket> = new Set();
  readonly #file: string;

  private constructor(server: net.Server, address: string, file: string) {
    this.#server = server;
    this.address = address;
    this.#file = file;
  }

  /**
   * Starts a peer.
   *
   * @param transport The way to it.
   * @param moves What it does with each connection.
   * @param fault What happens instead.
   * @param step In place of which move.
   * @param certificate What it shows, with TLS.
   */
  static async listen(
    transport: Transport,
    moves: readonly Move[],
    fault: Fault,
    step: number,
    certificate: Certificate | null,
  ): Promise<FaultyPeer> {
    const options = { allowHalfOpen: true };
    const server = transport === "tls"
      ? tls.createServer({ ...options, ...certificate! })
      : net.createServer(options);
    const file = path.join(os.tmpdir(), `longshore-fault-${process.pid}-${++serial}.sock`);
    if (transport === "unix") server.listen(file);
    else server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = transport === "unix"
      ? `unix://${file}`
      : `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    const peer = new FaultyPeer(server, address, transport === "unix" ? file : "");
    server.on("connection", (socket: net.Socket) => {
      peer.#sockets.add(socket);
      socket.on("close", () => peer.#sockets.delete(socket));
      socket.on("error", () => {});
    });
    server.on(transport === "tls" ? "secureConnection" : "connection", (socket: net.Socket) => {
      if (transport === "tcp") socket.setNoDelay(true);
      socket.on("error", () => {});
      new Connection(socket).play(moves, fault, step).catch(() => socket.destroy());
    });
    server.on("tlsClientError", () => {});
    return peer;
  }

  /** Stops listening and destroys what is open. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    if (this.#file !== "") rmSync(this.#file, { force: true });
  }
}

class Connection {
  readonly #socket: net.Socket;
  #received = "";
  #used = 0;
  #wake = (): void => {};
  #gone = false;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => {
      this.#received += bytes.toString("latin1");
      this.#wake();
    });
    for (const event of ["end", "close"]) {
      socket.on(event, () => {
        this.#gone = true;
        this.#wake();
      });
    }
  }

  async play(moves: readonly Move[], fault: Fault, step: number): Promise<void> {
    for (const [index, move] of moves.entries()) {
      if (index === step) return await this.#fail(fault);
      if ("take" in move) await this.#take(move.take);
      else await this.#give(move.give);
    }
    this.#socket.end();
  }

  async #take(what: string | number): Promise<void> {
    for (;;) {
      const at = typeof what === "number"
        ? this.#received.length >= this.#used + what ? this.#used : -1
        : this.#received.indexOf(what, this.#used);
      if (at !== -1) {
        this.#used = at + (typeof what === "number" ? what : what.length);
        return;
      }
      if (this.#gone) throw new Error("the client has gone");
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  async #give(what: string | Uint8Array | ((received: string) => Promise<string>)): Promise<void> {
    const given = typeof what === "function" ? await what(this.#received) : what;
    await this.#write(typeof given === "string" ? encodeText(given) : given);
    // What follows comes in a read of its own.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#socket.writable) return resolve();
      const done = (): void => {
        this.#socket.off("close", done);
        resolve();
      };
      this.#socket.once("close", done);
      this.#socket.write(bytes, done);
    });
  }

  async #fail(fault: Fault): Promise<void> {
    const socket = this.#socket;
    switch (fault) {
      case "stall":
        socket.pause();
        return;
      case "reset":
        if (socket instanceof tls.TLSSocket || !("resetAndDestroy" in socket)) socket.destroy();
        else if (socket.localPort === undefined) socket.destroy();
        else socket.resetAndDestroy();
        return;
      case "half-close":
        socket.end();
        return;
      case "cut":
        socket.end(() => socket.destroy());
        return;
      case "refuse":
      case "accept":
        return await this.#write(encodeText(EARLY[fault]));
      case "flood":
        for (let round = 0; round < FLOODS && !this.#gone; round++) await this.#write(FLOOD);
        socket.destroy();
    }
  }
}
