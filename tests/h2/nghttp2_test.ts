import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http2 from "node:http2";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import type { Duplex } from "../../src/connect/types.ts";
import { Http2Connection } from "../../src/h2/connection.ts";
import { callUnary, GrpcClientCall } from "../../src/h2/grpc_client.ts";
import { serveGrpc, unary } from "../../src/h2/grpc_server.ts";
import { GrpcError } from "../../src/h2/grpc_status.ts";
import { fieldValues } from "../../src/h2/header_fields.ts";

/** The others' `node:http2` is another library, or lacks what is needed here. */
const skip = "Deno" in globalThis || process.versions.bun !== undefined
  ? "nghttp2 is Node's"
  : false;

function asDuplex(socket: net.Socket): Duplex {
  const chunks = socket[Symbol.asyncIterator]();
  return {
    async read(): Promise<Uint8Array | null> {
      const { done, value } = await chunks.next();
      return done ? null : value;
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => error ? reject(error) : resolve());
      }),
    closeWrite: () => new Promise((resolve) => socket.end(resolve)),
    close: () => void socket.destroy(),
    ref: () => void socket.ref(),
    unref: () => void socket.unref(),
  };
}

async function withSocketPath(body: (path: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-h2-"));
  try {
    await body(path.join(directory, "socket"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs nghttp2 as a client against a server of ours. */
async function withClient(
  options: http2.ClientSessionOptions,
  body: (client: http2.ClientHttp2Session) => Promise<void>,
): Promise<void> {
  await withSocketPath(async (socketPath) => {
    const seen: string[][] = [];
    const server = net.createServer((socket) => {
      serveGrpc(
        asDuplex(socket),
        new Map([
          ["/echo", async (call) => {
            for (let next = await call.read(); next !== null; next = await call.read()) {
              await call.write(next);
            }
          }],
          [
            "/names",
            unary((_, call) => {
              seen.push(fieldValues(call.metadata, "name"));
              return new TextEncoder().encode(JSON.stringify(seen.at(-1)));
            }),
          ],
          ["/fail", () => Promise.reject(new GrpcError(5, "not hére"))],
        ]),
      );
    }).listen(socketPath);
    await once(server, "listening");
    const client = http2.connect("http://localhost", {
      ...options,
      maxSessionMemory: 1000,
      createConnection: () => net.connect(socketPath),
    });
    try {
      await once(client, "connect");
      await body(client);
    } finally {
      client.destroy();
      server.close();
    }
  });
}

interface Answer {
  status: unknown;
  message: unknown;
  body: Uint8Array;
}

function framed(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, 5);
  return bytes;
}

async function call(
  client: http2.ClientHttp2Session,
  name: string,
  message: Uint8Array,
  metadata: http2.OutgoingHttpHeaders = {},
): Promise<Answer> {
  const stream = client.request({
    ":method": "POST",
    ":path": name,
    "content-type": "application/grpc",
    te: "trailers",
    ...metadata,
  });
  let fields: http2.IncomingHttpHeaders = {};
  stream.on("response", (headers) => fields = { ...fields, ...headers });
  stream.on("trailers", (headers) => fields = { ...fields, ...headers });
  stream.end(framed(message));
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return {
    status: fields["grpc-status"],
    message: fields["grpc-message"],
    body: Buffer.concat(parts),
  };
}

describe("against nghttp2 as the client", { skip }, () => {
  it("answers many calls at once, large ones too", async () => {
    await withClient({}, async (client) => {
      await Promise.all(Array.from({ length: 50 }, async (_, number) => {
        const message = new Uint8Array(400_000).fill(number);
        const { status, body } = await call(client, "/echo", message);
        assert.equal(status, "0");
        assert.equal(Buffer.compare(body, framed(message)), 0);
      }));
      for (let round = 0; round < 500; round++) {
        const { status, body } = await call(client, "/echo", new Uint8Array([round % 256]));
        assert.deepEqual([status, body.at(-1)], ["0", round % 256]);
      }
      const large = new Uint8Array(15_000_000).fill(7);
      assert.equal((await call(client, "/echo", large)).body.length, large.length + 5);
    });
  });

  it("keeps to windows and frames that are small", async () => {
    const settings = { initialWindowSize: 1000, headerTableSize: 0 };
    await withClient({ settings }, async (client) => {
      const message = new Uint8Array(300_000).fill(3);
      const answers = await Promise.all([1, 2, 3].map(() => call(client, "/echo", message)));
      for (const { body } of answers) assert.equal(body.length, 300_005);
    });
  });

  it("reads repeated metadata, of thousands of lines too, and the table that is kept of it", async () => {
    const names = Array.from({ length: 3000 }, (_, n) => `pattern/number-${n}/**/*.[ch]!{}|~`);
    await withClient({ maxSendHeaderBlockLength: 1_000_000 }, async (client) => {
      for (let round = 0; round < 3; round++) {
        const { status, body } = await call(client, "/names", new Uint8Array(0), { name: names });
        assert.equal(status, "0");
        assert.deepEqual(JSON.parse(new TextDecoder().decode(body.subarray(5))), names);
      }
    });
  });

  it("answers pings, and tells failures", async () => {
    await withClient({}, async (client) => {
      await new Promise<void>((resolve, reject) => {
        client.ping(Buffer.from("12345678"), (error, _, payload) => {
          if (error) return reject(error);
          assert.equal(payload.toString(), "12345678");
          resolve();
        });
      });
      const { status, message } = await call(client, "/fail", new Uint8Array(0));
      assert.deepEqual([status, message], ["5", "not h%C3%A9re"]);
      assert.equal((await call(client, "/none", new Uint8Array(0))).status, "12");
    });
  });

  it("goes on when streams are given up", async () => {
    await withClient({}, async (client) => {
      for (let round = 0; round < 100; round++) {
        const stream = client.request({ ":method": "POST", ":path": "/echo" });
        stream.on("error", () => {});
        stream.write(framed(new Uint8Array(100)));
        stream.close(http2.constants.NGHTTP2_CANCEL);
        await once(stream, "close");
      }
      assert.equal((await call(client, "/echo", new Uint8Array(9))).status, "0");
    });
  });
});

describe("against nghttp2 as the server", { skip }, () => {
  it("makes calls, and reads how they end", async () => {
    await withSocketPath(async (socketPath) => {
      const server = http2.createServer({ settings: { initialWindowSize: 5000 } });
      server.on("stream", (stream: http2.ServerHttp2Stream, headers) => {
        if (headers[":path"] === "/fail") {
          stream.respond({
            ":status": 200,
            "content-type": "application/grpc",
            "grpc-status": 7,
            "grpc-message": "not%20allowed",
          }, { endStream: true });
          return;
        }
        stream.respond({ ":status": 200, "x-long": "y".repeat(30_000) }, { waitForTrailers: true });
        stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
        stream.pipe(stream);
      });
      server.listen(socketPath);
      await once(server, "listening");
      const socket = net.connect(socketPath);
      await once(socket, "connect");
      const client = new Http2Connection(asDuplex(socket), { role: "client" });
      try {
        const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => {
          return callUnary(client, "/echo", new Uint8Array(100_000).fill(number));
        }));
        for (const [number, answer] of answers.entries()) {
          assert.deepEqual([answer.length, answer[99_999]], [100_000, number]);
        }
        await assert.rejects(callUnary(client, "/fail", new Uint8Array(0)), {
          status: 7,
          message: "not allowed",
        });
        const stream = new GrpcClientCall(client, "/echo");
        await stream.write(new Uint8Array(3));
        assert.equal((await stream.read())!.length, 3);
        stream.cancel(new Error("enough"));
        await assert.rejects(stream.read(), { message: "enough" });
      } finally {
        await client.close();
        server.close();
      }
    });
  });
});
