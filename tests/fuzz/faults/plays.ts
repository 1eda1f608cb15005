import { attachSocket } from "../../../src/api/containers/attach_socket.ts";
import { execStart } from "../../../src/api/exec/start.ts";
import { events } from "../../../src/api/system/events.ts";
import { asDuplex, startSession } from "../../../src/build/session/session.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { Http2Connection } from "../../../src/h2/connection.ts";
import { GrpcClientCall } from "../../../src/h2/grpc_client.ts";
import { frameMessage } from "../../../src/h2/grpc_messages.ts";
import { encodeHeaders } from "../../../src/h2/hpack_encoder.ts";
import { webSocketAccept } from "../../../src/http/websocket.ts";
import { GREETING, join, rawFrame, requestBlock } from "../../harness/http2_bytes.ts";
import type { Move } from "./faulty_peer.ts";

/** What a client does with a peer that goes wrong at one of its moves. */
export interface Play {
  /** What it is. */
  name: string;
  /** What the peer does with each connection. */
  moves: readonly Move[];
  /** The first move that can go wrong. */
  from?: number;
  /** From which move on an end is none of the protocol's, or may come at any time. */
  loose?: number;
  /** From which move on the whole answer is there but for its trailer, which may be any lines. */
  trailer?: number;
  /** Moves in place of which an end is a proper one. */
  ends?: readonly number[];
  /** Whether the call may be made again on another connection, which has no fault. */
  repeats?: boolean;
  /** Does it, to the end. */
  run(engine: Engine, signal: AbortSignal, sources: Source[]): Promise<unknown>;
}

/** What is uploaded, and what became of it. */
export interface Source {
  stream: ReadableStream<Uint8Array>;
  ended: boolean;
  cancels: number;
}

const ACTION = "Cannot try";
const PIECE = new Uint8Array(64 * 1024);
const PIECES = 6;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}';
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const SWITCHED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
const RAW = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n";
const HEAD_END = "\r\n\r\n";

function source(sources: Source[]): ReadableStream<Uint8Array> {
  let left = PIECES;
  const all: Source = { ended: false, cancels: 0, stream: undefined! };
  all.stream = new ReadableStream<Uint8Array>({
    pull(controller): void {
      if (left-- > 0) return controller.enqueue(PIECE);
      all.ended = true;
      controller.close();
    },
    cancel(): void {
      all.cancels++;
    },
  }, { highWaterMark: 0 });
  sources.push(all);
  return all.stream;
}

async function drain(stream: ReadableStream<unknown>): Promise<number> {
  let count = 0;
  const reader = stream.getReader();
  while (!(await reader.read()).done) count++;
  return count;
}

/** An upgrade whose output comes in frames. */
function frames(name: string, head: string): Play {
  return {
    name: `output behind ${name}`,
    moves: [
      { take: HEAD_END },
      { take: "}" },
      { give: head.slice(0, 20) },
      { give: head.slice(20) },
      { give: "\x01\0\0\0" },
      { give: "\0\0\0\x05he" },
      { give: "llo" },
      { give: "\x02\0\0\0\0\0\0\x01!" },
    ],
    ends: [4, 7],
    run: async (engine, signal) => {
      const options = { stream: true, demux: true, checkEnd: false, signal } as const;
      await drain(await execStart(engine, "x", options));
    },
  };
}

function upload(name: string, length: number | undefined): Play {
  return {
    name,
    moves: [
      { take: HEAD_END },
      { take: 100_000 },
      { take: PIECE.length * PIECES - 100_000 },
      { give: OK.slice(0, 30) },
      { give: OK.slice(30) },
    ],
    run: (engine, signal, sources) => {
      const body = { stream: source(sources), length };
      return engine.json(ACTION, "POST", "/x", { signal }, { body });
    },
  };
}

const SETTINGS = rawFrame(4, 0, 0);
const SETTINGS_ACK = rawFrame(4, 1, 0);
const ANSWER = rawFrame(
  1,
  4,
  1,
  encodeHeaders([[":status", "200"], ["content-type", "application/grpc"]]),
);
const MESSAGE = rawFrame(0, 0, 1, frameMessage(new Uint8Array(100)));
const TRAILERS = rawFrame(1, 5, 1, encodeHeaders([["grpc-status", "0"]]));
const HEALTH = join(
  rawFrame(1, 4, 1, requestBlock("/grpc.health.v1.Health/Check")),
  rawFrame(0, 1, 1, frameMessage(new Uint8Array(0))),
);

/** All that is tried. */
export const PLAYS: readonly Play[] = [
  {
    name: "request",
    moves: [
      { take: HEAD_END },
      { give: OK.slice(0, 10) },
      { give: OK.slice(10, 25) },
      { give: OK.slice(25, -4) },
      { give: OK.slice(-4) },
    ],
    run: (engine, signal) => engine.json(ACTION, "GET", "/x", { signal }),
  },
  {
    name: "request with JSON",
    moves: [{ take: HEAD_END }, { take: '"}' }, { give: OK.slice(0, 40) }, { give: OK.slice(40) }],
    run: (engine, signal) => {
      return engine.json(ACTION, "POST", "/x", { signal }, { json: { x: "y".repeat(50_000) } });
    },
  },
  upload("upload in chunks", undefined),
  upload("upload of a length", PIECE.length * PIECES),
  {
    name: "download in chunks",
    moves: [
      { take: HEAD_END },
      { give: CHUNKED },
      { give: "5\r\nhel" },
      { give: "lo\r\n" },
      { give: "0\r\n" },
      { give: "\r\n" },
    ],
    trailer: 5,
    run: async (engine, signal) => {
      const { body } = await engine.stream(ACTION, "GET", "/x", { signal });
      while (await body.next() !== null);
    },
  },
  {
    name: "records",
    moves: [
      { take: HEAD_END },
      { give: CHUNKED },
      { give: '9\r\n{"a":1}\n{\r\n' },
      { give: '6\r\n"b":2}\r\n' },
      { give: "0\r\n\r\n" },
    ],
    run: async (engine, signal) => {
      await drain(await events(engine, { decode: true, signal }));
    },
  },
  {
    name: "pooled connection",
    moves: [
      { take: HEAD_END },
      { give: OK },
      { take: HEAD_END },
      { give: OK.slice(0, 10) },
      { give: OK.slice(10, -4) },
      { give: OK.slice(-4) },
    ],
    from: 2,
    repeats: true,
    run: async (engine, signal) => {
      await engine.json(ACTION, "GET", "/x", { signal });
      return await engine.json(ACTION, "GET", "/x", { signal });
    },
  },
  frames("101", SWITCHED),
  frames("200", RAW),
  {
    name: "input and output of a socket",
    moves: [
      { take: HEAD_END },
      { give: SWITCHED },
      { take: 100_000 },
      { take: PIECE.length * PIECES - 100_000 },
      { give: "hello" },
    ],
    loose: 2,
    run: async (engine, signal, sources) => {
      const socket = await attachSocket(engine, "x", { params: { stdin: true }, signal });
      // The output may end before the input has gone through.
      const output = drain(socket.readable);
      const input = source(sources).pipeTo(socket.writable);
      const [read, written] = await Promise.allSettled([output, input]);
      socket.close();
      if (read.status === "rejected") throw read.reason;
      if (written.status === "rejected") throw written.reason;
    },
  },
  {
    name: "websocket",
    moves: [
      { take: HEAD_END },
      {
        give: async (received) => {
          const key = /Sec-WebSocket-Key: (\S+)/i.exec(received)![1]!;
          const accept = await webSocketAccept(key);
          return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            `Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
        },
      },
      { give: "\x82\x05he" },
      { give: "llo\x89\x01p" },
      { give: "\x88\x02\x03\xe8" },
    ],
    run: async (engine, signal) => {
      await using socket = await attachSocket(engine, "x", { ws: true, signal });
      await drain(socket.readable);
    },
  },
  {
    name: "gRPC over HTTP/2",
    moves: [
      { take: HEAD_END },
      { give: SWITCHED },
      { give: SETTINGS },
      { take: 10_000 },
      { give: SETTINGS_ACK },
      { give: ANSWER.subarray(0, 12) },
      { give: ANSWER.subarray(12) },
      { give: MESSAGE.subarray(0, 30) },
      { give: MESSAGE.subarray(30) },
      { give: TRAILERS },
    ],
    run: async (engine, signal) => {
      const raw = await engine.upgrade(ACTION, "POST", "/grpc", { signal }, { protocol: "h2c" });
      const connection = new Http2Connection(asDuplex(raw), { role: "client" });
      try {
        const call = new GrpcClientCall(connection, "/test/Method");
        await call.write(new Uint8Array(10_000));
        await call.end();
        while (await call.read() !== null);
      } finally {
        await connection.close();
      }
    },
  },
  {
    name: "session",
    moves: [
      { take: HEAD_END },
      { give: SWITCHED },
      { give: GREETING.subarray(0, 10) },
      { give: GREETING.subarray(10) },
      { give: HEALTH.subarray(0, 20) },
      { give: HEALTH.subarray(20) },
      { take: 60 },
    ],
    loose: 2,
    run: async (engine, signal) => {
      await using session = await startSession(engine, ACTION, new Map(), "key", { signal });
      const reason = await session.closed;
      if (reason !== null) throw reason;
    },
  },
];
