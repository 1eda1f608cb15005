import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallOptions, Engine, RequestOptions } from "../../src/engine/engine.ts";
import { Clock } from "../harness/clock.ts";
import { CountingController, engineOver, settled, until } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection, type Script } from "../scripted_peer.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

function text(
  engine: Engine,
  method = "GET",
  options: CallOptions & RequestOptions = {},
): Promise<string> {
  return engine.text("Cannot try", method, "/x", options, options);
}

/** Answers so many requests and then waits for the client to close. */
function answers(count: number): Script {
  return async (connection) => {
    for (let round = 0; round < count; round++) {
      await connection.request();
      await connection.send(OK);
    }
    await connection.closed;
  };
}

function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller): void {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
}

const lost = {
  name: "ConnectionError",
  message:
    "Cannot try: cannot reach the engine at memory://peer: the connection was closed before an answer began",
};

describe("the pool", () => {
  it("uses a connection again whose response was read to the end", async () => {
    const peer = memoryPeer([answers(3)]);
    const engine = engineOver(peer.connector);
    for (let round = 0; round < 3; round++) assert.equal(await text(engine), "OK");
    engine.close();
    await peer.done();
  });

  it("lets only connections in use keep the process alive", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const { body } = await engine.stream("Cannot try", "GET", "/x");
    const [duplex] = peer.duplexes;
    assert.equal(duplex!.referenced, true);
    void peer.connections[0]!.send("OK");
    await body.bytes();
    assert.equal(duplex!.referenced, false);
    const second = text(engine);
    assert.equal(duplex!.referenced, true);
    void peer.connections[0]!.send(OK);
    await second;
    assert.equal(duplex!.referenced, false);
    engine.close();
    await peer.done();
  });

  const closing: [name: string, wire: string][] = [
    ["Connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK"],
    ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK"],
    ["a byte behind a body of a length", `${OK}!`],
    [
      "a byte behind a chunked body",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n!",
    ],
    ["a byte behind 204", "HTTP/1.1 204 No Content\r\n\r\n!"],
    ["a second response", OK + OK],
  ];
  for (const [name, wire] of closing) {
    it(`closes a connection after ${name}`, async () => {
      const peer = memoryPeer([async (connection) => {
        await connection.head();
        await connection.send(wire);
        await connection.closed;
      }, answers(1)]);
      const engine = engineOver(peer.connector);
      assert.equal(await text(engine), wire.includes("204") ? "" : "OK");
      assert.equal(peer.duplexes[0]!.closes > 0, true);
      assert.equal(await text(engine), "OK");
      engine.close();
      await peer.done();
    });
  }

  it("closes a connection whose body lasted until its end", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      void connection.send("HTTP/1.1 200 OK\r\n\r\nOK");
      connection.end();
      await connection.closed;
    }, answers(1)]);
    const engine = engineOver(peer.connector);
    assert.equal(await text(engine), "OK");
    assert.equal(await text(engine), "OK");
    engine.close();
    await peer.done();
  });

  for (const read of [0, 1]) {
    it(`closes a connection whose body is given up after ${read} reads`, async () => {
      const peer = memoryPeer([async (connection) => {
        await connection.head();
        await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nO");
        await connection.closed;
      }, answers(1)]);
      const engine = engineOver(peer.connector);
      const { body } = await engine.stream("Cannot try", "GET", "/x");
      for (let round = 0; round < read; round++) await body.next();
      body.cancel();
      await peer.connections[0]!.closed;
      assert.equal(await body.next(), null);
      assert.equal(await text(engine), "OK");
      engine.close();
      await peer.done();
    });
  }

  it("closes a connection whose request body was not sent to its end", async () => {
    let cancelled: unknown;
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(OK);
      await connection.closed;
    }, answers(1)]);
    const engine = engineOver(peer.connector);
    const stream = new ReadableStream<Uint8Array>({
      cancel: (reason) => void (cancelled = reason),
    });
    assert.equal(await text(engine, "POST", { body: { stream } }), "OK");
    await peer.connections[0]!.closed;
    assert.deepEqual(
      { ...cancelled as Error, message: (cancelled as Error).message },
      {
        name: "ProtocolError",
        code: "ERR_PROTOCOL",
        message: "Cannot try: the answer ended before the body",
      },
    );
    assert.equal(await text(engine), "OK");
    engine.close();
    await peer.done();
  });

  const idleEvents: [name: string, happen: (connection: PeerConnection) => void][] = [
    ["ends", (connection) => connection.end()],
    ["is closed", (connection) => connection.close()],
    ["is reset", (connection) => connection.reset()],
    [
      "brings bytes that nobody asked for",
      (connection) => void connection.send("HTTP/1.1 408 Slow\r\n\r\n"),
    ],
  ];
  for (const [name, happen] of idleEvents) {
    it(`drops an idle connection that ${name}`, async () => {
      const peer = memoryPeer([answers(1), answers(1)]);
      const engine = engineOver(peer.connector);
      await text(engine);
      happen(peer.connections[0]!);
      await until("the connection to be dropped", () => peer.duplexes[0]!.closes > 0);
      assert.equal(await text(engine, "POST"), "OK");
      engine.close();
      await peer.done();
    });
  }

  it("takes the connection that was used last, and closes spare ones idle for 10 s", async () => {
    using clock = new Clock();
    const peer = memoryPeer([answers(1), answers(3), answers(3)]);
    const engine = engineOver(clock.over(peer.connector), { numPools: 1 });
    const open = (): boolean[] => peer.duplexes.map(({ closes }) => closes === 0);
    await Promise.all([text(engine), text(engine), text(engine)]);
    clock.pass(9_000);
    await Promise.all([text(engine), text(engine)]);
    clock.pass(999);
    assert.deepEqual(open(), [true, true, true]);
    // The first was used last 10 s ago, the others 1 s ago.
    clock.pass(1);
    assert.deepEqual(open(), [false, true, true]);
    clock.pass(8_999);
    assert.deepEqual(open(), [false, true, true]);
    clock.pass(1);
    assert.equal(open().filter((is) => is).length, 1);
    clock.pass(1_000_000);
    assert.equal(open().filter((is) => is).length, 1);
    assert.deepEqual(peer.duplexes.map(({ referenced }) => referenced), [false, false, false]);
    engine.close();
    await Promise.all(peer.connections.map(({ closed }) => closed));
  });

  it("opens none anew for bursts above its size that follow each other", async () => {
    using clock = new Clock();
    const peer = memoryPeer(Array.from({ length: 64 }, () => answers(10)));
    const engine = engineOver(clock.over(peer.connector), { numPools: 25 });
    for (let burst = 0; burst < 10; burst++) {
      await Promise.all(Array.from({ length: 64 }, () => text(engine)));
      clock.pass(9_900);
    }
    assert.equal(peer.duplexes.length, 64);
    clock.pass(100);
    assert.equal(peer.duplexes.filter(({ closes }) => closes === 0).length, 25);
    engine.close();
  });

  it("keeps nothing with numPools 0 for longer than that", async () => {
    using clock = new Clock();
    const peer = memoryPeer([answers(1)]);
    const engine = engineOver(clock.over(peer.connector), { numPools: 0 });
    await text(engine);
    clock.pass(10_000);
    await peer.done();
  });

  it("does not tell a body what befalls its connection after the body's end", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(OK);
      await connection.head();
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const { body } = await engine.stream("Cannot try", "GET", "/x");
    await body.next();
    const abort = new AbortController();
    const other = text(engine, "GET", { signal: abort.signal });
    abort.abort(new Error("another call's"));
    await assert.rejects(other, { message: "another call's" });
    assert.equal(await body.next(), null);
    body.cancel(new Error("late"));
    assert.equal(await body.next(), null);
    await peer.done();
  });
});

describe("a request on a kept connection that is dead", () => {
  /** Answers one request, then dies at the next one's first byte. */
  function dies(how: "close" | "reset", answer = ""): Script {
    return async (connection) => {
      await connection.request();
      await connection.send(OK);
      await connection.bytes(1);
      if (answer !== "") await connection.send(answer);
      connection[how]();
    };
  }

  for (const how of ["close", "reset"] as const) {
    for (const method of ["GET", "HEAD"]) {
      it(`is sent again for ${method} after a ${how}`, async () => {
        const controller = new CountingController();
        const peer = memoryPeer([dies(how), async (connection) => {
          assert.match(await connection.head(), new RegExp(`^${method} /v1.41/x HTTP/1.1\r\n`));
          await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          await connection.closed;
        }]);
        const engine = engineOver(peer.connector);
        await text(engine);
        assert.equal(await text(engine, method, { signal: controller.signal }), "");
        assert.equal(controller.listeners, 0);
        engine.close();
        await peer.done();
      });
    }

    for (const method of ["POST", "PUT", "DELETE"]) {
      it(`is not sent again for ${method} after a ${how}: it may have been carried out`, async () => {
        const peer = memoryPeer([dies(how)]);
        const engine = engineOver(peer.connector);
        await text(engine);
        await assert.rejects(text(engine, method, { json: {} }), {
          name: "ConnectionError",
          message: how === "close"
            ? lost.message
            : "Cannot try: cannot reach the engine at memory://peer: the connection was lost before an answer began",
        });
        await peer.done();
      });
    }

    it(`is not sent again once an answer has begun, after a ${how}`, async () => {
      const peer = memoryPeer([dies(how, "HTTP/1.1")]);
      const engine = engineOver(peer.connector);
      await text(engine);
      await assert.rejects(
        text(engine),
        how === "close"
          ? {
            name: "ProtocolError",
            message:
              "Cannot try: cannot read the response head from memory://peer: the peer ended the connection after 8 bytes of it",
          }
          : {
            name: "ConnectionError",
            message:
              "Cannot try: cannot reach the engine at memory://peer: the connection was lost before an answer began",
          },
      );
      await peer.done();
    });
  }

  it("is sent again for POST when not even its first write went through", async () => {
    const peer = memoryPeer([answers(1), async (connection) => {
      assert.equal(new TextDecoder().decode((await connection.request()).body), '{"a":1}');
      await connection.send(OK);
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    await text(engine);
    peer.connections[0]!.close();
    // The call begins before the end of the idle connection can have been noticed.
    assert.equal(await text(engine, "POST", { json: { a: 1 } }), "OK");
    engine.close();
    await peer.done();
  });

  it("is not sent again when its body is a stream, which is cancelled", async () => {
    let cancelled: unknown;
    const peer = memoryPeer([answers(1)]);
    const engine = engineOver(peer.connector);
    await text(engine);
    peer.connections[0]!.close();
    const stream = new ReadableStream<Uint8Array>({
      cancel: (reason) => void (cancelled = reason),
    });
    const failure = await text(engine, "POST", { body: { stream } }).catch((error: Error) => error);
    assert.equal((failure as Error).message, lost.message);
    assert.equal(cancelled, failure);
    await peer.done();
  });

  it("is not sent again on a new connection", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.bytes(1);
      connection.close();
    }]);
    await assert.rejects(text(engineOver(peer.connector)), lost);
    await peer.done();
  });

  it("is sent again until a connection is alive", async () => {
    const peer = memoryPeer([dies("close"), dies("reset"), dies("close"), answers(1)]);
    const engine = engineOver(peer.connector);
    await Promise.all([text(engine), text(engine), text(engine)]);
    assert.equal(await text(engine), "OK");
    engine.close();
    await peer.done();
  });

  it("rejects once, with nothing left behind, when no new connection can be opened", async () => {
    const controller = new CountingController();
    const peer = memoryPeer([dies("close"), new Error("refused")]);
    const engine = engineOver(peer.connector);
    await text(engine);
    await assert.rejects(text(engine, "GET", { signal: controller.signal }), {
      message: "refused",
    });
    assert.equal(controller.listeners, 0);
    await settled();
    await peer.done();
  });
});

describe("closing the client", () => {
  const closed = {
    name: "ConnectionError",
    message: "Cannot try: cannot reach the engine at memory://peer: the client was closed",
  };

  it("rejects calls in every phase, closes idle connections and refuses further calls", async () => {
    const controller = new CountingController();
    const { signal } = controller;
    const peer = memoryPeer([
      answers(1),
      async (connection) => {
        await connection.head();
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nOK");
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
        await connection.closed;
      },
      "stall",
    ]);
    const engine = engineOver(peer.connector);
    const idle = text(engine);
    const waiting = text(engine, "GET", { signal });
    const reading = engine.stream("Cannot try", "GET", "/x", { signal });
    let cancelled: unknown;
    const stream = new ReadableStream<Uint8Array>({
      cancel: (reason) => void (cancelled = reason),
    });
    const uploading = text(engine, "POST", { body: { stream }, signal });
    const upgrading = engine.upgrade("Cannot try", "POST", "/x", { signal });
    const opening = text(engine, "GET", { signal });
    await idle;
    const { body } = await reading;
    const upgraded = await upgrading;
    await body.next();
    const next = body.next();
    engine.close();
    for (const call of [waiting, next, uploading, opening, upgraded.next()]) {
      await assert.rejects(call, closed);
    }
    await assert.rejects(upgraded.write(Uint8Array.of(1)), closed);
    await assert.rejects(body.next(), closed);
    assert.equal((cancelled as Error).message, closed.message);
    await assert.rejects(text(engine), closed);
    assert.equal(controller.listeners, 0);
    engine.close();
    await peer.done();
  });

  it("does not keep a connection that is released afterwards", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const { body } = await engine.stream("Cannot try", "GET", "/x");
    engine.close();
    await assert.rejects(body.next(), closed);
    assert.equal(peer.duplexes[0]!.closes > 0, true);
    await peer.done();
  });
});

describe("a peer that dies at any step of a request causes one rejection and no other", () => {
  const steps: [name: string, script: (connection: PeerConnection) => Promise<void>][] = [];
  const wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n";
  for (const how of ["close", "reset", "end"] as const) {
    for (let received = 1; received < 60; received += 7) {
      steps.push([`${how} after ${received} bytes of the request`, async (connection) => {
        await connection.bytes(received);
        connection[how]();
        await connection.closed;
      }]);
    }
    for (let sent = 1; sent < wire.length; sent++) {
      steps.push([`${how} after ${sent} bytes of the answer`, async (connection) => {
        await connection.head();
        await connection.send(wire.slice(0, sent));
        connection[how]();
        await connection.closed;
      }]);
    }
  }
  const bodies: [name: string, options: () => CallOptions & RequestOptions][] = [
    ["no body", () => ({})],
    ["a small body", () => ({ json: { a: 1 } })],
    ["a large body", () => ({ body: new Uint8Array(700_000) })],
    ["a stream", () => ({ body: { stream: streamOf("a", "b") } })],
    ["a stream of a length", () => ({ body: { stream: streamOf("a", "b"), length: 2 } })],
    ["an endless stream", () => ({
      body: {
        stream: new ReadableStream<Uint8Array>({
          pull: (controller) => controller.enqueue(new Uint8Array(9)),
        }),
      },
    })],
  ];
  for (const [bodyName, options] of bodies) {
    for (const reused of [false, true]) {
      it(`with ${bodyName}, on a connection that is ${reused ? "reused" : "new"}`, async () => {
        const peer = memoryPeer(steps.map(([, script]) => async (connection) => {
          if (reused) {
            await connection.request();
            await connection.send(OK);
          }
          await script(connection);
        }));
        const engine = engineOver(peer.connector, { timeout: 5 });
        for (const [name] of steps) {
          const controller = new CountingController();
          if (reused) await text(engine);
          const all = { ...options(), signal: controller.signal };
          const error = await text(engine, "POST", all).then(() => null, (error: Error) => error);
          assert.ok(
            error?.name === "ConnectionError" || error?.name === "ProtocolError",
            `${name}: ${error}`,
          );
          assert.equal(controller.listeners, 0, name);
        }
        await settled();
        engine.close();
      });
    }
  }
});
