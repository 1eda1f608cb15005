import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import * as objects from "../../src/objects/mod.ts";
import { END, entry, join } from "../tar/raw.ts";

/** What may be given up unread. */
interface Disposable {
  [Symbol.asyncDispose](): Promise<void>;
}

const ID = "1a".repeat(32);
const STAT = { size: 5, mode: 0o644, mtime: "2024-01-02T03:04:05Z" };
/** A link, as the Engine tells of one, and where it leads. */
const LINK = { ...STAT, name: "l", mode: 2 ** 27 + 0o777, linkTarget: "/d/target" };
const TARGET = { ...STAT, name: "target", linkTarget: "" };
const INSPECTION = { Id: ID, Config: { Tty: false }, State: { Running: true }, Name: "/web" };

/**
 * An engine on a socket whose streams begin and never end. What it is asked for in one piece it
 * answers; it counts the streams that are open.
 */
class EndlessEngine {
  /** The streams whose connections are open, by their requests. */
  readonly open = new Map<net.Socket, string>();
  /** What its streams begin with; the frame of one line without it. */
  says: Uint8Array | null = null;
  readonly #directory = mkdtempSync(path.join(os.tmpdir(), "longshore-endless-"));
  readonly #sockets = new Set<net.Socket>();
  readonly #server = net.createServer((socket) => this.#serve(socket));
  #whenClosed: (() => void) | null = null;

  get path(): string {
    return path.join(this.#directory, "docker.sock");
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(this.path, resolve));
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Resolves once no stream is open. */
  async allClosed(): Promise<void> {
    while (this.open.size > 0) await new Promise<void>((resolve) => this.#whenClosed = resolve);
  }

  #serve(socket: net.Socket): void {
    this.#sockets.add(socket);
    let received = "";
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets.delete(socket);
      this.open.delete(socket);
      this.#whenClosed?.();
    });
    socket.on("end", () => socket.destroy());
    socket.on("data", (bytes) => {
      if (this.open.has(socket)) return;
      received += bytes.toString("latin1");
      const head = /^([A-Z]+) (?:\/v[\d.]+)?([^ ]*) HTTP[^]*?\r\n\r\n/.exec(received);
      if (head === null) return;
      const body = received.slice(head[0].length);
      const isWhole = /transfer-encoding: chunked/i.test(head[0])
        ? body.endsWith("0\r\n\r\n")
        : body.length >= Number(/content-length: (\d+)/i.exec(head[0])?.[1] ?? 0);
      if (!isWhole) return;
      received = "";
      this.#answer(socket, head[1]!, head[2]!, head[0]);
    });
  }

  #answer(socket: net.Socket, method: string, target: string, head: string): void {
    const json = (value: unknown, status = "200 OK"): void => {
      const text = JSON.stringify(value);
      socket.write(
        `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${text.length}\r\n\r\n${text}`,
      );
    };
    if (target === "/_ping") {
      return void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    }
    if (target === "/info") return json({ SystemTime: "2024-01-02T03:04:05Z" });
    if (/^\/containers\/\w+\/json/.test(target)) return json({ ...INSPECTION });
    if (/^\/exec\/\w+\/json/.test(target)) return json({ Running: true, ExitCode: null });
    if (/^\/containers\/\w+\/exec/.test(target)) return json({ Id: ID }, "201 Created");
    if (/^\/(services|tasks)\/\w+(\?|$)/.test(target)) {
      return json({ Spec: { TaskTemplate: { ContainerSpec: {} }, ContainerSpec: {} } });
    }
    if (/^\/containers\/create/.test(target)) return json({ Id: ID, Warnings: [] }, "201 Created");
    if (/^\/containers\/\w+\/(start|kill)/.test(target)) {
      return void socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    }
    if (method === "DELETE") return void socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    this.open.set(socket, `${method} ${target}`);
    if (/upgrade: websocket/i.test(head)) {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(head)![1];
      const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest("base64");
      return void socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
          `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
    }
    if (/upgrade: (tcp|h2c)/i.test(head)) {
      const type = /upgrade: (\w+)/i.exec(head)![1];
      socket.write(
        "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n" +
          `Content-Type: application/vnd.docker.raw-stream\r\nUpgrade: ${type}\r\n\r\n`,
      );
      return void socket.write(this.says ?? "\x01\0\0\0\0\0\0\x03hi\n");
    }
    const isLink = target.includes("/archive") && target.includes("path=%2Fd%2Fl");
    socket.write(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" +
        `X-Docker-Container-Path-Stat: ${btoa(JSON.stringify(isLink ? LINK : TARGET))}\r\n\r\n`,
    );
    if (this.says !== null) {
      socket.write(`${this.says.length.toString(16)}\r\n`);
      socket.write(this.says);
      return void socket.write("\r\n");
    }
    if (isLink || !target.includes("/archive")) return;
    const archive = join(entry({ name: "target" }, "hello"), END);
    socket.write(`${archive.length.toString(16)}\r\n`);
    socket.write(archive);
    // The last link of the chain ends: it is read.
    socket.write("\r\n0\r\n\r\n");
    this.open.delete(socket);
  }
}

type Opens = (engine: Engine) => Promise<unknown>;

/** All that gives a stream, a socket or a wait that is still open. */
const STREAMS: readonly (readonly [name: string, open: Opens])[] = [
  ["attach()", (engine) => api.attach(engine, ID, { stream: true, checkEnd: false })],
  [
    "attach() in frames",
    (engine) => api.attach(engine, ID, { stream: true, demux: true, checkEnd: false }),
  ],
  ["attachSocket()", (engine) => api.attachSocket(engine, ID)],
  ["attachSocket() by WebSocket", (engine) => api.attachSocket(engine, ID, { ws: true })],
  ["build()", (engine) => api.build(engine, { path: "https://host/x.tar" })],
  ["build(), decoded", (engine) => api.build(engine, { path: "https://host/x.tar", decode: true })],
  ["events()", (engine) => api.events(engine)],
  ["events(), decoded", (engine) => api.events(engine, { decode: true })],
  ["execStart()", (engine) => api.execStart(engine, ID, { stream: true, checkEnd: false })],
  [
    "execStart() in frames",
    (engine) => api.execStart(engine, ID, { stream: true, demux: true, checkEnd: false }),
  ],
  ["execStart() as a socket", (engine) => api.execStart(engine, ID, { socket: true })],
  ["exportContainer()", (engine) => api.exportContainer(engine, ID)],
  ["getArchive()", async (engine) => (await api.getArchive(engine, ID, "/d/l"))[0]],
  ["getImage()", (engine) => api.getImage(engine, "app")],
  ["getImages()", (engine) => api.getImages(engine, ["app"])],
  ["loadImage()", (engine) => api.loadImage(engine, new Uint8Array(1024))],
  ["logs()", (engine) => api.logs(engine, ID, { stream: true })],
  ["logs() in frames", (engine) => api.logs(engine, ID, { stream: true, demux: true })],
  ["pull()", (engine) => api.pull(engine, "registry.example/app", { stream: true })],
  [
    "pull(), decoded",
    (engine) => api.pull(engine, "registry.example/app", { stream: true, decode: true }),
  ],
  ["pullPlugin()", (engine) => api.pullPlugin(engine, "plugin", [])],
  ["push()", (engine) => api.push(engine, "registry.example/app", { stream: true })],
  ["registerWait()", (engine) => api.registerWait(engine, ID)],
  ["request()", (engine) => api.request(engine, "GET", "/events")],
  ["request(), streamed", async (engine) => (await api.request(engine, "GET", "/events")).stream()],
  [
    "request(), as JSON values",
    async (engine) => (await api.request(engine, "GET", "/events")).records(),
  ],
  ["serviceLogs()", (engine) => api.serviceLogs(engine, "service", { stdout: true })],
  ["stats()", (engine) => api.stats(engine, ID)],
  ["stats(), decoded", (engine) => api.stats(engine, ID, { decode: true })],
  ["taskLogs()", (engine) => api.taskLogs(engine, "task", { stdout: true })],
  ["upgradePlugin()", (engine) => api.upgradePlugin(engine, "plugin", "remote", [])],
  ["containerLines()", (engine) => objects.containerLines(engine, ID, { follow: true })],
  ["execLines()", (engine) => objects.execLines(engine, ID, ["date"])],
  ["followLogs()", (engine) => objects.followLogs([{ engine, id: ID, name: "web" }])],
  ["reconnectingEvents()", (engine) => objects.reconnectingEvents(engine)],
  [
    "runContainerLines()",
    (engine) => objects.runContainerLines(engine, "busybox", ["date"], { pull: "never" }),
  ],
  ["usageStream()", (engine) => objects.usageStream(engine, ID)],
];

describe("what is given up unread frees its connection", () => {
  const peer = new EndlessEngine();
  let engine: Engine;
  before(async () => {
    await peer.listen();
    engine = api.createEngine({
      baseUrl: `unix://${peer.path}`,
      version: "1.41",
      timeout: 60,
    });
  });
  after(() => {
    engine.close();
    peer.close();
  });

  for (const [name, open] of STREAMS) {
    it(name, { timeout: 60_000 }, async () => {
      const opened = await open(engine) as Disposable;
      assert.equal(typeof opened[Symbol.asyncDispose], "function");
      assert.notEqual(peer.open.size, 0, "the stream is not open");
      await opened[Symbol.asyncDispose]();
      assert.equal(await api.ping(engine), true);
      await peer.allClosed();
    });
  }

  it("a link that copyFrom() follows, which keeps its name", { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-followed-"));
    try {
      const file = await objects.openContainerFile(engine, ID, "/d/l");
      assert.deepEqual([file.name, file.kind, await file.text()], ["l", "file", "hello"]);
      await objects.copyFrom(engine, ID, "/d/l", directory, { followLink: true });
      assert.equal(readFileSync(path.join(directory, "l"), "utf8"), "hello");
      await peer.allClosed();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** Where one frame holds a line that never ends. */
function endlessLine(): Uint8Array {
  const frame = new Uint8Array(17 * 1024 * 1024).fill(120);
  frame.set([1, 0, 0, 0]);
  new DataView(frame.buffer).setUint32(4, frame.length - 8);
  return frame;
}

/** Streams that read what they hold, and what none of them can read. */
const NONSENSE: readonly (readonly [what: string, says: () => Uint8Array, streams: RegExp])[] = [
  [
    "what is neither JSON nor a frame",
    () => new TextEncoder().encode("}}}}}}}}}"),
    /, decoded|in frames|Lines\(\)|followLogs|loadImage|Plugin|usageStream/,
  ],
  ["a line that is too long", endlessLine, /Lines\(\)|followLogs/],
  ["a sample that is none", () => new TextEncoder().encode("{}\n{}\n"), /usageStream/],
];

describe("what fails by what it holds frees its connection", () => {
  const peer = new EndlessEngine();
  let engine: Engine;
  before(async () => {
    await peer.listen();
    engine = api.createEngine({ baseUrl: `unix://${peer.path}`, version: "1.41", timeout: 60 });
  });
  after(() => {
    engine.close();
    peer.close();
  });

  for (const [what, says, streams] of NONSENSE) {
    for (const [name, open] of STREAMS.filter(([name]) => streams.test(name))) {
      it(`${name}: ${what}`, { timeout: 60_000 }, async () => {
        peer.says = says();
        const stream = await open(engine) as ReadableStream<unknown>;
        const reader = stream.getReader();
        await assert.rejects(async () => {
          while (!(await reader.read()).done);
        });
        await peer.allClosed();
      });
    }
  }
});
