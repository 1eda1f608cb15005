import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Http2Connection } from "../../src/h2/connection.ts";
import { StreamReset } from "../../src/h2/errors.ts";
import { callUnary, GrpcClientCall } from "../../src/h2/grpc_client.ts";
import { type GrpcHandler, serveGrpc, unary } from "../../src/h2/grpc_server.ts";
import { GrpcCode, GrpcError } from "../../src/h2/grpc_status.ts";
import { encodeHeaders } from "../../src/h2/hpack_encoder.ts";
import { fieldValues } from "../../src/h2/header_fields.ts";
import { duplexPair } from "../harness/duplex_pair.ts";
import { GREETING, join, rawFrame, requestBlock } from "../harness/http2_bytes.ts";

const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

interface Peers {
  client: Http2Connection;
  server: Http2Connection;
}

function connect(handlers: Record<string, GrpcHandler>): Peers {
  const [near, far] = duplexPair();
  const server = serveGrpc(far, new Map(Object.entries(handlers)));
  return { client: new Http2Connection(near, { role: "client" }), server };
}

const echo: GrpcHandler = async (call) => {
  for (let next = await call.read(); next !== null; next = await call.read()) {
    await call.write(next);
  }
};

describe("gRPC over a connection", () => {
  describe("carries messages of any size one way and back", () => {
    for (const size of [0, 1, 16_379, 16_384, 300_000, 3_000_000]) {
      it(`${size} bytes`, async () => {
        const { client } = connect({ "/echo": unary((message) => message) });
        const message = new Uint8Array(size).map((_, index) => index * 31);
        assert.deepEqual(await callUnary(client, "/echo", message), message);
        await client.close();
        assert.equal(await client.closed, null);
      });
    }
  });

  it("carries streams both ways, many at the same time", async () => {
    const { client } = connect({ "/echo": echo });
    await Promise.all(Array.from({ length: 40 }, async (_, number) => {
      const call = new GrpcClientCall(client, "/echo");
      const sending = (async () => {
        for (let round = 0; round < 20; round++) {
          await call.write(new Uint8Array(20_000).fill(number + round));
        }
        await call.end();
      })();
      for (let round = 0; round < 20; round++) {
        const message = (await call.read())!;
        assert.equal(message.length, 20_000);
        assert.equal(message[19_999], number + round);
      }
      assert.equal(await call.read(), null);
      await sending;
    }));
    assert.equal(client.streamCount, 0);
    await client.close();
  });

  it("tells repeated metadata as it was sent", async () => {
    const names = ["a", "b, c", "ä"];
    const { client } = connect({
      "/x": async (call) => {
        assert.deepEqual(fieldValues(call.metadata, "names"), names);
        await call.write(bytes("seen"));
      },
    });
    const call = new GrpcClientCall(client, "/x", names.map((name) => ["names", name] as const));
    await call.end();
    assert.equal(text(await call.read()), "seen");
    await client.close();
  });

  it("tells how a call failed, before and within its answer", async () => {
    const failure = new GrpcError(GrpcCode.notFound, "no ähnlicher 100%\nname");
    const { client } = connect({
      "/early": () => Promise.reject(failure),
      "/late": async (call) => {
        await call.write(bytes("one"));
        throw failure;
      },
      "/other": () => Promise.reject(new Error("of another kind")),
    });
    await assert.rejects(callUnary(client, "/early", bytes("x")), {
      status: 5,
      message: failure.message,
    });
    await assert.rejects(callUnary(client, "/late", bytes("x")), { status: 5 });
    await assert.rejects(callUnary(client, "/other", bytes("x")), {
      status: 2,
      message: "of another kind",
    });
    await assert.rejects(callUnary(client, "/none", bytes("x")), {
      status: 12,
      message: "unknown method /none",
    });
    await client.close();
  });

  it("ends an answer while the caller is still sending", async () => {
    const { client, server } = connect({
      "/first": async (call) => {
        await call.write((await call.read())!);
      },
    });
    const call = new GrpcClientCall(client, "/first");
    await call.write(bytes("a"));
    assert.equal(text(await call.read()), "a");
    assert.equal(await call.read(), null);
    await assert.rejects(call.write(new Uint8Array(10)), StreamReset);
    assert.equal(server.streamCount, 0);
    await client.close();
  });

  it("aborts a handler whose caller gives up, and one whose connection ends", async () => {
    const reasons: unknown[] = [];
    let begun: () => void = () => {};
    const { client } = connect({
      "/wait": (call) => {
        begun();
        return new Promise((_, reject) =>
          call.signal.addEventListener("abort", () => {
            reasons.push(call.signal.reason);
            reject(call.signal.reason);
          })
        );
      },
    });
    for (const end of ["abort", "close"] as const) {
      const started = new Promise<void>((resolve) => begun = resolve);
      const controller = new AbortController();
      const call = callUnary(client, "/wait", bytes("x"), controller.signal);
      const failed = assert.rejects(
        call,
        end === "abort" ? { message: "enough" } : {
          message: /was closed/,
        },
      );
      await started;
      if (end === "abort") controller.abort(new Error("enough"));
      else await client.close();
      await failed;
    }
    while (reasons.length < 2) await new Promise((resolve) => setTimeout(resolve));
    assert.match(String(reasons[0]), /the peer has reset it \(CANCEL\)/);
    assert.match(String(reasons[1]), /ended within its streams/);
  });

  it("does not let a slow reader keep others waiting, and slows its sender", async () => {
    let written = 0;
    const { client } = connect({
      "/pour": async (call) => {
        for (; written < 200; written++) await call.write(new Uint8Array(60_000));
      },
      "/echo": unary((message) => message),
    });
    const pour = new GrpcClientCall(client, "/pour");
    await pour.end();
    assert.equal((await pour.read())!.length, 60_000);
    for (let round = 0; round < 20; round++) {
      assert.equal(text(await callUnary(client, "/echo", bytes("me"))), "me");
    }
    assert.ok(written < 20, `${written} messages were written`);
    let count = 1;
    while (await pour.read() !== null) count++;
    assert.equal(count, 200);
    await client.close();
  });

  describe("tells of an answer that is none, or does not say how it ended", () => {
    const cases: [block: [string, string][], status: number, message: string][] = [
      [[[":status", "502"]], 2, "the peer answered with HTTP status 502"],
      [[[":status", "200"]], 2, "the call ended without a status"],
      [[[":status", "200"], ["grpc-status", "x"]], 2, "the call ended without a status"],
      [[[":status", "200"], ["grpc-status", "0"]], 13, "the call has no answer"],
      [[[":status", "200"], ["grpc-status", "7"]], 7, "the call ended with status 7"],
      [[[":status", "200"], ["grpc-status", "7"], ["grpc-message", "a%2Fb%"]], 7, "a/b%"],
      [[[":status", "200"], ["grpc-status", "7"], ["grpc-message", "%FF"]], 7, "%FF"],
    ];
    for (const [block, status, message] of cases) {
      it(block.map((field) => field.join(" ")).join(", "), async () => {
        const [near, far] = duplexPair();
        const client = new Http2Connection(near, { role: "client" });
        const answer = callUnary(client, "/x", bytes("x"));
        void far.write(join(rawFrame(4, 0, 0), rawFrame(1, 4 | 1, 1, encodeHeaders(block))));
        await assert.rejects(answer, { status, message });
        client.abort(new Error("done"));
      });
    }
  });

  describe("refuses a message that is compressed, cut or too large", () => {
    const cases: [number[], RegExp][] = [
      [[1, 0, 0, 0, 1, 7], /a message is compressed/],
      [[0, 0, 0, 0, 9, 7], /a message is cut/],
      [[0, 0], /a message is cut/],
      [[0, 1, 0, 0, 1], /a message has 16777217 bytes, more than 16777216/],
    ];

    for (const [sent, problem] of cases) {
      it(`[${sent}]: ${problem.source}`, async () => {
        const [near, far] = duplexPair();
        const failures: unknown[] = [];
        const server = serveGrpc(
          far,
          new Map([["/test/Method", async (call) => {
            await call.read().catch((error) => failures.push(error));
          }]]),
        );
        await near.write(join(
          GREETING,
          rawFrame(1, 4, 1, requestBlock()),
          rawFrame(0, 1, 1, sent),
          rawFrame(6, 0, 0, new Uint8Array(8)),
        ));
        while (failures.length === 0) await near.read();
        assert.match(String(failures[0]), problem);
        server.abort(new Error("done"));
      });
    }
  });
});

test("Http2Connection tells the peer why it ends, and rejects what is open", async () => {
  const [near, far] = duplexPair();
  const server = serveGrpc(far, new Map());
  await near.write(join(GREETING, rawFrame(0, 0, 7)));
  let received = new Uint8Array(0);
  for (let next = await near.read(); next !== null; next = await near.read()) {
    received = join(received, next) as Uint8Array<ArrayBuffer>;
  }
  assert.deepEqual([...received.subarray(-17)], [0, 0, 8, 7, ...Array(12).fill(0), 1]);
  assert.match(String(await server.closed), /a frame is of a stream that was not opened/);

  const [, silent] = duplexPair();
  const client = new Http2Connection(silent, { role: "client" });
  const call = callUnary(client, "/x", bytes("x"));
  client.abort(new Error("stopped"));
  await assert.rejects(call, { message: "stopped" });
  assert.throws(() => client.request([]), /it is over/);
  await client.close();
});

test("Http2Connection closes in order though the peer is gone at once", async () => {
  const [near, far] = duplexPair();
  let failRead: (error: Error) => void = () => {};
  const client = new Http2Connection({
    ...near,
    read: () => new Promise((_, reject) => failRead = reject),
    write: () => {
      failRead(new Error("reset by the peer"));
      return Promise.resolve();
    },
  }, { role: "client" });
  const closing = client.close();
  await closing;
  assert.equal(await client.closed, null);
  far.close();
});
