import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallOptions, Engine, RequestOptions } from "../../src/engine/engine.ts";
import { CountingController, engineOver, settled, until } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";
import { randomBytes } from "../splits.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

function post(engine: Engine, options: CallOptions & RequestOptions): Promise<string> {
  return engine.text("Cannot try", "POST", "/x", options, options);
}

/** A source that gives these pieces one pull at a time and counts. */
class Source {
  pulls = 0;
  readonly cancelled: unknown[] = [];
  readonly stream: ReadableStream<Uint8Array>;

  constructor(...pieces: unknown[]) {
    this.stream = new ReadableStream<Uint8Array>({
      pull: (controller): void => {
        this.pulls++;
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else if (piece instanceof Error) controller.error(piece);
        else controller.enqueue(piece as Uint8Array);
      },
      cancel: (reason): void => void this.cancelled.push(reason),
    }, { highWaterMark: 0 });
  }
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A source without end. */
function endless(): Source {
  const source = new Source();
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller): void => {
      source.pulls++;
      controller.enqueue(new Uint8Array(1000));
    },
    cancel: (reason): void => void source.cancelled.push(reason),
  }, { highWaterMark: 0 });
  return Object.assign(source, { stream });
}

describe("a request body", () => {
  it("of bytes is sent with its length, small or large, and the connection is kept", async () => {
    const peer = memoryPeer([async (connection) => {
      for (const size of [0, 1, 16 * 1024, 16 * 1024 + 1, 1_000_003]) {
        const { headers, body } = await connection.request();
        assert.equal(headers["content-length"], String(size));
        assert.equal(headers["transfer-encoding"], undefined);
        assert.deepEqual(body, randomBytes(size, size));
        await connection.send(OK);
      }
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    for (const size of [0, 1, 16 * 1024, 16 * 1024 + 1, 1_000_003]) {
      assert.equal(await post(engine, { body: randomBytes(size, size) }), "OK");
    }
    engine.close();
    await peer.done();
  });

  it("of a stream is sent in chunks, empty pieces left out, and the connection is kept", async () => {
    const large = randomBytes(300_000, 1);
    const peer = memoryPeer([async (connection) => {
      assert.equal(
        await connection.head(),
        "POST /v1.41/x HTTP/1.1\r\nHost: peer\r\nUser-Agent: longshore/test\r\n" +
          "Transfer-Encoding: chunked\r\n\r\n",
      );
      assert.equal(await connection.text("\r\n"), "5\r\n");
      assert.deepEqual(await connection.bytes(7), bytes("hello\r\n"));
      assert.equal(await connection.text("\r\n"), "493e0\r\n");
      assert.deepEqual(await connection.bytes(300_000), large);
      assert.equal(await connection.text("0\r\n\r\n"), "\r\n1\r\nx\r\n0\r\n\r\n");
      await connection.send(OK);
      await connection.head();
      await connection.send(OK);
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const source = new Source(bytes("hello"), bytes(""), large, bytes("x"));
    assert.equal(await post(engine, { body: { stream: source.stream } }), "OK");
    assert.equal(await post(engine, {}), "OK");
    assert.deepEqual(source.cancelled, []);
    engine.close();
    await peer.done();
  });

  it("of a stream of a known length is sent as it is", async () => {
    const peer = memoryPeer([async (connection) => {
      const { headers, body } = await connection.request();
      assert.equal(headers["content-length"], "6");
      assert.equal(headers["transfer-encoding"], undefined);
      assert.deepEqual(body, bytes("abcdef"));
      await connection.send(OK);
      const empty = await connection.request();
      assert.equal(empty.headers["content-length"], "0");
      await connection.send(OK);
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const { stream } = new Source(bytes("abc"), bytes(""), bytes("def"));
    assert.equal(await post(engine, { body: { stream, length: 6 } }), "OK");
    assert.equal(await post(engine, { body: { stream: new Source().stream, length: 0 } }), "OK");
    engine.close();
    await peer.done();
  });

  it("goes out before the head of the answer is waited for, and is not pulled ahead", async () => {
    const source = endless();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      connection.hold();
      await settled();
      const { pulls } = source;
      await settled();
      assert.equal(source.pulls, pulls);
      assert.ok(pulls <= 2, `${pulls} pulls`);
      connection.close();
    }]);
    await assert.rejects(post(engineOver(peer.connector), { body: { stream: source.stream } }), {
      name: "ConnectionError",
    });
    assert.equal(source.cancelled.length, 1);
    await peer.done();
  });

  it("waits for its head to be taken", async () => {
    const source = endless();
    const peer = memoryPeer([(connection) => connection.closed]);
    const connect = peer.connector.connect.bind(peer.connector);
    peer.connector.connect = async (signal) => {
      const duplex = await connect(signal);
      peer.connections[0]!.hold();
      return duplex;
    };
    const controller = new AbortController();
    const call = post(engineOver(peer.connector), {
      body: { stream: source.stream },
      signal: controller.signal,
    });
    await settled();
    await settled();
    assert.equal(source.pulls, 0);
    controller.abort("enough");
    assert.equal(await call.catch((reason) => reason), "enough");
    assert.deepEqual(source.cancelled, ["enough"]);
    await peer.done();
  });

  const failures: [
    name: string,
    source: () => Source,
    length: number | undefined,
    error: Record<string, unknown>,
  ][] = [
    ["fails", () => new Source(bytes("abc"), new Error("disk gone")), undefined, {
      name: "DockerError",
      message: "Cannot try: the data that it sends failed: disk gone",
    }],
    ["fails at once", () => new Source(new Error("disk gone")), 10, {
      name: "DockerError",
      message: "Cannot try: the data that it sends failed: disk gone",
    }],
    ["gives text", () => new Source(bytes("abc"), "def"), undefined, {
      name: "TypeError",
      message: "Cannot send the request body: the stream gave no Uint8Array",
    }],
    ["gives another view", () => new Source(new Uint16Array(2)), 4, {
      name: "TypeError",
      message: "Cannot send the request body: the stream gave no Uint8Array",
    }],
    ["gives too few bytes", () => new Source(bytes("abc")), 4, {
      name: "RangeError",
      message: "Cannot send the request body: the stream gave 3 of the 4 bytes announced",
    }],
    ["gives too many bytes", () => new Source(bytes("abc"), bytes("def")), 4, {
      name: "RangeError",
      message: "Cannot send the request body: the stream gave more than the 4 bytes announced",
    }],
  ];
  for (const [name, make, length, error] of failures) {
    it(`whose stream ${name} fails the call and closes the connection, before the head`, async () => {
      const source = make();
      const controller = new CountingController();
      const peer = memoryPeer([async (connection) => {
        await connection.head();
        await connection.closed;
        // Nothing that looks like a whole body was sent.
        const rest = new TextDecoder().decode(await connection.rest());
        assert.doesNotMatch(rest, /0\r\n\r\n$/);
        if (length !== undefined) assert.ok(rest.length < length);
      }]);
      const engine = engineOver(peer.connector);
      const { signal } = controller;
      await assert.rejects(
        post(engine, { body: { stream: source.stream, length }, signal }),
        error,
      );
      assert.equal(controller.listeners, 0);
      await peer.done();
    });

    it(`whose stream ${name} fails the body of the answer that has begun`, async () => {
      const source = make();
      let open!: () => void;
      const opened = new Promise<void>((resolve) => open = resolve);
      const reader = source.stream.getReader();
      const stream = new ReadableStream<Uint8Array>({
        async pull(controller): Promise<void> {
          await opened;
          try {
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
          } catch (reason) {
            controller.error(reason);
          }
        },
      }, { highWaterMark: 0 });
      const controller = new CountingController();
      const peer = memoryPeer([async (connection) => {
        await connection.head();
        await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
        await connection.closed;
      }]);
      const engine = engineOver(peer.connector);
      const options = { body: { stream, length }, signal: controller.signal };
      const { body } = await engine.stream("Cannot try", "POST", "/x", options, options);
      assert.equal((await body.next())?.length, 1);
      open();
      // Nobody is reading: the connection is freed all the same.
      await peer.connections[0]!.closed;
      assert.equal(controller.listeners, 0);
      await assert.rejects(body.next(), error);
      await peer.done();
    });
  }

  describe("whose stream is locked or of a strange length is refused before any connection", () => {
    for (const length of [-1, 1.5, NaN, 2 ** 53]) {
      it(`of the length ${length}`, async () => {
        const peer = memoryPeer([]);
        const engine = engineOver(peer.connector, { version: "auto" });
        const { stream } = new Source(bytes("a"));
        await assert.rejects(post(engine, { body: { stream, length } }), {
          name: "RangeError",
          message:
            `Cannot send the request body: its length is ${length}, expected a whole number of bytes from 0`,
        });
        await peer.done();
      });
    }

    it("locked", async () => {
      const peer = memoryPeer([]);
      const engine = engineOver(peer.connector, { version: "auto" });
      const { stream } = new Source(bytes("a"));
      stream.getReader();
      await assert.rejects(post(engine, { body: { stream } }), {
        name: "TypeError",
        message: "Cannot send the request body: the stream is locked by another reader",
      });
      await peer.done();
    });
  });

  it("is cancelled with the reason when no connection can be opened", async () => {
    const failure = new Error("refused");
    const peer = memoryPeer([failure]);
    const source = new Source(bytes("a"));
    await assert.rejects(
      post(engineOver(peer.connector), { body: { stream: source.stream } }),
      failure,
    );
    assert.deepEqual(source.cancelled, [failure]);
    await peer.done();
  });

  it("is cancelled with the reason when the API version cannot be learned", async () => {
    const failure = new Error("refused");
    const peer = memoryPeer([failure]);
    const source = new Source(bytes("a"));
    const engine = engineOver(peer.connector, { version: "auto" });
    await assert.rejects(post(engine, { body: { stream: source.stream } }), failure);
    assert.deepEqual(source.cancelled, [failure]);
    await peer.done();
  });

  it("whose source fails to be cancelled fails nothing else", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(OK);
      await connection.closed;
    }]);
    const stream = new ReadableStream<Uint8Array>({
      cancel: () => Promise.reject(new Error("stuck")),
    });
    assert.equal(await post(engineOver(peer.connector), { body: { stream } }), "OK");
    await settled();
    await peer.done();
  });
});

describe("an answer before the request body was sent", () => {
  const refusal = async (connection: PeerConnection): Promise<void> => {
    await connection.head();
    await connection.bytes(3000);
    const body = '{"message":"the Dockerfile is empty"}';
    await connection.send(
      `HTTP/1.1 400 Bad Request\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  };
  const message = "Cannot try: the Dockerfile is empty (400, POST /v1.41/x)";

  it("that refuses it is the call's failure, and the source is cancelled", async () => {
    const source = endless();
    const peer = memoryPeer([async (connection) => {
      await refusal(connection);
      await connection.closed;
      assert.doesNotMatch(new TextDecoder().decode(await connection.rest()), /\r\n0\r\n\r\n$/);
    }]);
    await assert.rejects(post(engineOver(peer.connector), { body: { stream: source.stream } }), {
      name: "BadRequest",
      message,
    });
    assert.equal(source.cancelled.length, 1);
    assert.equal((source.cancelled[0] as Error).message, "Cannot try: the engine answered 400");
    const { pulls } = source;
    await settled();
    assert.equal(source.pulls, pulls);
    await peer.done();
  });

  describe("that refuses it, from a peer that takes nothing more, is the call's failure too", () => {
    for (const how of ["hold", "close"] as const) {
      it(`and does ${how}`, async () => {
        const source = endless();
        const peer = memoryPeer([async (connection) => {
          await refusal(connection);
          connection[how]();
          await connection.closed;
        }]);
        await assert.rejects(
          post(engineOver(peer.connector), { body: { stream: source.stream } }),
          {
            message,
          },
        );
        assert.equal(source.cancelled.length, 1);
        await peer.done();
      });
    }
  });

  it("that refuses it closes the connection, also when a write was under way", async () => {
    const source = endless();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.bytes(2000);
      connection.hold();
      await settled();
      await connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n");
      await settled();
      connection.release();
      await settled();
      await connection.send("no");
      await connection.closed;
      assert.doesNotMatch(new TextDecoder().decode(await connection.rest()), /\r\n0\r\n\r\n$/);
    }]);
    await assert.rejects(post(engineOver(peer.connector), { body: { stream: source.stream } }), {
      message: "Cannot try: no (400, POST /v1.41/x)",
    });
    await peer.connections[0]!.closed;
    await peer.done();
  });

  it("is read when it comes after the peer stopped taking the body", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      // Writes fail from here on; the answer is still to come.
      Object.assign(peer.duplexes[0]!, {
        write: () => Promise.reject(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
      });
      await settled();
      await connection.send(
        "HTTP/1.1 413 Too Large\r\nContent-Length: 8\r\n\r\ntoo much",
      );
      await connection.closed;
    }]);
    const source = endless();
    await assert.rejects(post(engineOver(peer.connector), { body: { stream: source.stream } }), {
      name: "APIError",
      message: "Cannot try: too much (413, POST /v1.41/x)",
    });
    assert.equal(source.cancelled.length, 1);
    await peer.done();
  });

  it("that never comes after a failed write fails with the write's cause", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.bytes(2000);
      connection.close();
    }]);
    const source = endless();
    await assert.rejects(
      post(engineOver(peer.connector), { body: { stream: source.stream } }),
      (error: Error) => {
        assert.equal(error.name, "ConnectionError");
        assert.equal(
          error.message,
          "Cannot try: cannot reach the engine at memory://peer: the connection was closed before an answer began",
        );
        return true;
      },
    );
    await peer.done();
  });

  it("that succeeds streams while the upload goes on", async () => {
    let give!: (value: Uint8Array | null) => void;
    const stream = new ReadableStream<Uint8Array>({
      start(controller): void {
        give = (value) => value === null ? controller.close() : controller.enqueue(value);
      },
    });
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (let round = 1; round <= 3; round++) {
        assert.equal(await connection.text("\r\n"), "1\r\n");
        const echo = new TextDecoder().decode(await connection.bytes(3)).trim();
        await connection.send(`2\r\n${echo}${round}\r\n`);
      }
      await connection.text("0\r\n\r\n");
      await connection.send("0\r\n\r\n");
      await connection.head();
      await connection.send(OK);
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const { body } = await engine.stream("Cannot try", "POST", "/x", {}, { body: { stream } });
    for (let round = 1; round <= 3; round++) {
      give(bytes("abc"[round - 1]!));
      assert.deepEqual(
        new TextDecoder().decode((await body.next())![0]),
        `${"abc"[round - 1]}${round}`,
      );
    }
    give(null);
    assert.equal(await body.next(), null);
    // Both were whole: the connection is kept.
    assert.equal(await post(engine, {}), "OK");
    engine.close();
    await peer.done();
  });

  it("that ends before the upload ends the upload, and the connection", async () => {
    const source = endless();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(OK);
      await connection.closed;
      assert.doesNotMatch(new TextDecoder().decode(await connection.rest()), /\r\n0\r\n\r\n$/);
    }]);
    assert.equal(await post(engineOver(peer.connector), { body: { stream: source.stream } }), "OK");
    await peer.connections[0]!.closed;
    await until("the source to be cancelled", () => source.cancelled.length === 1);
    await peer.done();
  });
});
