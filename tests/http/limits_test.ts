import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallOptions, Engine, RequestOptions } from "../../src/engine/engine.ts";
import { Clock } from "../harness/clock.ts";
import { CountingController, engineOver, settled, until } from "../harness/memory_engine.ts";
import { ownTime } from "../harness/own_time.ts";
import { memoryPeer, type Script } from "../scripted_peer.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
const HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";

function text(
  engine: Engine,
  options: CallOptions & RequestOptions = {},
  method = "GET",
): Promise<string> {
  return engine.text("Cannot try", method, "/x", options, options);
}

/** Reads the request's head, sends this, and waits for the client to close. */
function sends(...wires: string[]): Script {
  return async (connection) => {
    await connection.head();
    for (const wire of wires) await connection.send(wire);
    await connection.closed;
  };
}

function endless(): { stream: ReadableStream<Uint8Array>; cancelled: unknown[] } {
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    cancel: (reason) => void cancelled.push(reason),
  }, { highWaterMark: 0 });
  return { stream, cancelled };
}

/** What a timeout looks like. */
function late(phase: string, message: string, seconds = 0.03): Record<string, unknown> {
  return {
    name: "TimeoutError",
    phase,
    seconds,
    message: `Cannot try: ${message} within ${seconds} seconds`,
  };
}

describe("the limits in time", () => {
  const short = 0.03;
  const phases: [
    name: string,
    script: Script,
    phase: string,
    message: string,
    timeouts: CallOptions["timeouts"],
  ][] = [
    ["no connection", "stall", "connect", "no connection was made", { connect: short }],
    ["no answer", sends(), "head", "no answer began", { head: short }],
    ["half a head", sends("HTTP/1.1 200 OK\r\nConte"), "head", "no answer began", { head: short }],
    ["interim answers alone", sends("HTTP/1.1 100 Continue\r\n\r\n"), "head", "no answer began", {
      head: short,
    }],
    ["no body", sends(HEAD), "idle", "no more bytes arrived", { idle: short }],
    ["half a body", sends(HEAD, "half"), "idle", "no more bytes arrived", { idle: short }],
  ];
  for (const [name, script, phase, message, timeouts] of phases) {
    it(`end a call with ${name} as "${phase}", and only then`, async () => {
      using clock = new Clock();
      const controller = new CountingController();
      const { signal } = controller;
      const peer = memoryPeer([script]);
      const engine = engineOver(clock.over(peer.connector));
      const call = assert.rejects(text(engine, { timeouts, signal }), late(phase, message));
      assert.equal(await clock.settles(call), 30);
      await call;
      assert.equal(controller.listeners, 0);
      await settled();
      await peer.done();
    });

    it(`do not end a call with ${name} by the limits of other phases`, async () => {
      using clock = new Clock();
      const others = { connect: short, head: short, idle: short, [phase]: 0 };
      const peer = memoryPeer([script]);
      const engine = engineOver(clock.over(peer.connector));
      const controller = new AbortController();
      const reason = new Error("waited long enough");
      const call = text(engine, { timeouts: others, signal: controller.signal });
      for (let passed = 0; passed < 3; passed++) await clock.passLater(30);
      await settled();
      controller.abort(reason);
      await assert.rejects(call, reason);
      await peer.done();
    });
  }

  it("do not count the time that an upload's source takes", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.send(OK);
      await connection.closed;
    }]);
    const engine = engineOver(clock.over(peer.connector));
    let left = 2;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller): Promise<void> {
        await clock.passLater(80);
        if (left-- > 0) controller.enqueue(new Uint8Array(10));
        else controller.close();
      },
    });
    const timeouts = { idle: 0.03, head: 1 };
    assert.equal(await text(engine, { body: { stream }, timeouts }, "POST"), "OK");
    engine.close();
    await peer.done();
  });

  it("are those of the client where the call has none", async () => {
    using clock = new Clock();
    const peer = memoryPeer([sends(), sends(HEAD), "stall"]);
    const connector = clock.over(peer.connector);
    const engine = engineOver(connector, { timeout: 0.02, timeouts: { idle: 0.03 } });
    const rows = [
      ["head", "no answer began", 20],
      ["idle", "no more bytes arrived", 30],
      ["connect", "no connection was made", 20],
    ] as const;
    for (const [phase, message, limit] of rows) {
      const call = assert.rejects(text(engine), late(phase, message, limit / 1000));
      assert.equal(await clock.settles(call), limit);
      await call;
    }
    await peer.done();
  });

  it("are not of bodies that may be silent, unless the call says so", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(HEAD);
      await clock.passLater(80);
      await connection.send("123456789");
      await connection.closed;
    }, sends(HEAD)]);
    const engine = engineOver(clock.over(peer.connector), { timeout: 0.03 });
    const { body } = await engine.stream("Cannot try", "GET", "/x", {}, { quiet: true });
    assert.equal((await body.bytes()).length, 9);
    peer.connections[0]!.close();
    await settled();
    const limited = { quiet: true, timeouts: { idle: 0.03 } };
    const call = assert.rejects(text(engine, limited), late("idle", "no more bytes arrived"));
    assert.equal(await clock.settles(call), 30);
    await call;
    await peer.done();
  });

  it("do not count the time that the reader takes", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(HEAD);
      for (const piece of ["123", "456", "789"]) await connection.send(piece);
      await connection.closed;
    }]);
    const engine = engineOver(clock.over(peer.connector), { timeout: 0.04 });
    const { body } = await engine.stream("Cannot try", "GET", "/x");
    let received = 0;
    for (let batch = await body.next(); batch !== null; batch = await body.next()) {
      for (const piece of batch) received += piece.length;
      await clock.passLater(60);
      await settled();
    }
    assert.equal(received, 9);
    engine.close();
    await peer.done();
  });

  it("start anew with every piece of a body", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(HEAD);
      for (let count = 0; count < 9; count++) {
        await clock.passLater(249);
        await connection.send("x");
      }
      await connection.closed;
    }]);
    const engine = engineOver(clock.over(peer.connector), { timeout: 0.25 });
    assert.equal(await text(engine), "x".repeat(9));
    engine.close();
    await peer.done();
  });

  it("give the head its time only from the end of the upload on", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.chunks();
      await connection.closed;
    }]);
    const timeouts = { head: 0.03, idle: 0, connect: 0 };
    const engine = engineOver(clock.over(peer.connector), { timeouts });
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller): Promise<void> {
        await clock.passLater(20);
        if (++sent > 5) controller.close();
        else controller.enqueue(new Uint8Array(10));
      },
    });
    const call = text(engine, { body: { stream } }, "POST");
    const rejected = assert.rejects(call, late("head", "no answer began"));
    await until("the upload's end", () => sent === 6);
    assert.equal(await clock.settles(rejected), 30);
    await rejected;
    await peer.done();
  });

  it("end an upload that the peer takes nothing of", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      connection.hold();
      await connection.closed;
    }]);
    const engine = engineOver(clock.over(peer.connector));
    const { stream, cancelled } = endless();
    const timeouts = { idle: 0.03 };
    const call = assert.rejects(
      text(engine, { body: { stream }, timeouts }, "POST"),
      late("idle", "no more bytes arrived"),
    );
    assert.equal(await clock.settles(call), 30);
    await call;
    assert.equal((cancelled[0] as Error).name, "TimeoutError");
    await peer.done();
  });

  it("do not end a large body that is taken slowly, piece by piece", async () => {
    using clock = new Clock();
    const sizes: number[] = [];
    const body = new Uint8Array(1_300_000);
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      for (let received = 0; received < body.length;) {
        connection.hold();
        await clock.passLater(249);
        connection.release();
        const size = Math.min(256 * 1024, body.length - received);
        await connection.bytes(size);
        received += size;
      }
      await connection.send(OK);
      await connection.closed;
    }]);
    const connect = peer.connector.connect.bind(peer.connector);
    peer.connector.connect = async (signal) => {
      const duplex = await connect(signal);
      const write = duplex.write.bind(duplex);
      duplex.write = (bytes) => {
        sizes.push(bytes.length);
        return write(bytes);
      };
      return duplex;
    };
    const engine = engineOver(clock.over(peer.connector), { timeouts: { idle: 0.25 } });
    assert.equal(await text(engine, { body }, "POST"), "OK");
    // Each piece has a limit of its own.
    assert.deepEqual(sizes.slice(1), [...Array(4).fill(256 * 1024), 251_424]);
    engine.close();
    await peer.done();
  });

  it("let the Engine's own time be added to the head's", async () => {
    using clock = new Clock();
    const peer = memoryPeer([sends(), sends(), sends()]);
    const engine = engineOver(clock.over(peer.connector), { timeout: 0.02 });
    const rows: [options: CallOptions & RequestOptions, limit: number][] = [
      [{ patience: 0.03 }, 50],
      [{ patience: 10, timeouts: { head: 0.03 } }, 30],
    ];
    for (const [options, limit] of rows) {
      const tooLate = late("head", "no answer began", limit / 1000);
      const call = assert.rejects(text(engine, options), tooLate);
      assert.equal(await clock.settles(call), limit);
      await call;
    }
    const controller = new AbortController();
    const call = text(engine, { patience: Infinity, signal: controller.signal });
    await clock.passLater(1e9);
    await settled();
    controller.abort("enough");
    assert.equal(await call.catch((reason) => reason), "enough");
    await peer.done();
  });

  it("that are Infinity or 0 are none", async () => {
    using clock = new Clock();
    const peer = memoryPeer([sends()]);
    const connector = clock.over(peer.connector);
    const engine = engineOver(connector, { timeout: Infinity, timeouts: { idle: 0 } });
    const controller = new AbortController();
    const call = text(engine, { signal: controller.signal });
    await clock.passLater(1e9);
    await settled();
    controller.abort("enough");
    assert.equal(await call.catch((reason) => reason), "enough");
    await peer.done();
  });

  it("that are too long for the runtime's timer are kept all the same", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      setTimeout(() => void connection.send(OK), 30);
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector, { timeout: 1e8 });
    assert.equal(await text(engine, { total: 1e8 }), "OK");
    engine.close();
    await peer.done();
  });

  for (
    const [name, script] of [
      ["while connecting", "stall"],
      ["before the head", sends()],
      ["within the body", sends(HEAD, "half")],
    ] as [string, Script][]
  ) {
    it(`end the whole call as "total" ${name}`, async () => {
      using clock = new Clock();
      const controller = new CountingController();
      const peer = memoryPeer([script]);
      const engine = engineOver(clock.over(peer.connector));
      const options = { total: 0.03, signal: controller.signal };
      const message = "the call did not finish";
      const call = assert.rejects(text(engine, options), late("total", message));
      assert.equal(await clock.settles(call), 30);
      await call;
      assert.equal(controller.listeners, 0);
      await peer.done();
    });
  }

  it('as "total" end with their call: the next one on the connection has none', async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(OK);
      await connection.head();
      await clock.passLater(70);
      await connection.send(OK);
      await connection.closed;
    }]);
    const engine = engineOver(clock.over(peer.connector));
    assert.equal(await text(engine, { total: 0.03 }), "OK");
    assert.equal(await text(engine), "OK");
    engine.close();
    await peer.done();
  });

  it('end a body as "total" that nobody reads, and free its connection', async () => {
    using clock = new Clock();
    const controller = new CountingController();
    const peer = memoryPeer([sends(HEAD)]);
    const engine = engineOver(clock.over(peer.connector));
    const options = { total: 0.03, signal: controller.signal };
    const { body } = await engine.stream("Cannot try", "GET", "/x", options, options);
    assert.equal(await clock.settles(peer.connections[0]!.closed), 30);
    assert.equal(controller.listeners, 0);
    await assert.rejects(body.next(), late("total", "the call did not finish"));
    await peer.done();
  });

  for (const value of [-1, NaN]) {
    const rows: [options: CallOptions & RequestOptions, timeout: string][] = [
      [{ timeouts: { connect: value } }, `${value} for "connect"`],
      [{ timeouts: { head: value } }, `${value} for "head"`],
      [{ timeouts: { idle: value } }, `${value} for "idle"`],
      [{ total: value }, `${value}`],
    ];
    for (const [options, timeout] of rows) {
      it(`refuse what is no number of seconds, before any connection: ${timeout}`, async () => {
        const peer = memoryPeer([]);
        await assert.rejects(text(engineOver(peer.connector), options), {
          name: "RangeError",
          message:
            `Cannot use the timeout ${timeout}: it is a number of seconds from 0, and 0 is without limit`,
        });
        await peer.done();
      });
    }
  }
});

describe("a signal", () => {
  const reason = { why: "the caller's own reason, and no Error" };

  it("that is aborted already ends a call before any connection", async () => {
    const peer = memoryPeer([]);
    const engine = engineOver(peer.connector);
    const cancelled: unknown[] = [];
    const stream = new ReadableStream<Uint8Array>({
      cancel: (given) => void cancelled.push(given),
    });
    const signal = AbortSignal.abort(reason);
    await assert.rejects(text(engine, { signal }), (error) => error === reason);
    await assert.rejects(text(engine, { signal, body: { stream } }), (error) => error === reason);
    await assert.rejects(
      engineOver(peer.connector, { version: "auto" }).json("Cannot try", "GET", "/x", { signal }),
      (error) => error === reason,
    );
    assert.deepEqual(cancelled, [reason]);
    await peer.done();
  });

  /** Runs a call up to a phase, aborts it there and checks what is left. */
  async function abortsAt(
    script: Script,
    run: (engine: Engine, signal: AbortSignal, abort: () => void) => Promise<unknown>,
  ): Promise<void> {
    const controller = new CountingController();
    const peer = memoryPeer([script]);
    const engine = engineOver(peer.connector);
    let abort = (): void => {};
    const aborted = new Promise<void>((resolve) => abort = resolve);
    const call = run(engine, controller.signal, () => {
      controller.abort(reason);
      // Whatever else happens later changes nothing.
      controller.abort("again");
      abort();
    }).then(() => "no failure", (error) => error);
    await Promise.race([aborted, call]);
    const took = await ownTime(() => call);
    assert.equal(await call, reason);
    assert.ok(took < 100, `${took} ms`);
    assert.equal(controller.listeners, 0);
    assert.ok(controller.added > 0);
    for (const connection of peer.connections) await connection.closed;
    await peer.done();
  }

  it("ends a call while it connects", () =>
    abortsAt("stall", async (engine, signal, abort) => {
      const call = text(engine, { signal });
      await settled();
      abort();
      await call;
    }));

  it("ends a call before the head", () =>
    abortsAt(sends(), async (engine, signal, abort) => {
      const call = text(engine, { signal });
      await settled();
      abort();
      await call;
    }));

  it("ends a call within the head", () =>
    abortsAt(sends("HTTP/1.1 200 OK\r\nConten"), async (engine, signal, abort) => {
      const call = text(engine, { signal });
      await settled();
      abort();
      await call;
    }));

  it("ends a call within the body, read or not", async () => {
    await abortsAt(sends(HEAD, "half"), async (engine, signal, abort) => {
      const call = text(engine, { signal });
      await settled();
      abort();
      await call;
    });
    await abortsAt(sends(HEAD + "half"), async (engine, signal, abort) => {
      const { body } = await engine.stream("Cannot try", "GET", "/x", { signal });
      abort();
      await body.next();
    });
    await abortsAt(sends(HEAD + "half"), async (engine, signal, abort) => {
      const { body } = await engine.stream("Cannot try", "GET", "/x", { signal });
      await body.next();
      abort();
      await body.bytes();
    });
    await abortsAt(sends(HEAD + "123456789"), async (engine, signal, abort) => {
      const { body } = await engine.stream("Cannot try", "GET", "/x", { signal });
      abort();
      await body.bytes();
    });
  });

  describe("ends a call during the upload: while the source makes wait, and while the peer does", () => {
    for (const held of [false, true]) {
      it(held ? "while the peer makes wait" : "while the source makes wait", async () => {
        const cancelled: unknown[] = [];
        await abortsAt(async (connection) => {
          await connection.head();
          if (held) connection.hold();
          await connection.closed;
        }, async (engine, signal, abort) => {
          const stream = held ? endless().stream : new ReadableStream<Uint8Array>({
            cancel: (given) => void cancelled.push(given),
          });
          const call = text(engine, { signal, body: { stream } }, "POST");
          await settled();
          abort();
          await call;
        });
        if (!held) assert.deepEqual(cancelled, [reason]);
      });
    }
  });

  it("ends a call whose answer streams while the upload goes on, and cancels the source", async () => {
    const { stream, cancelled } = endless();
    await abortsAt(async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      await connection.closed;
    }, async (engine, signal, abort) => {
      const options = { signal, body: { stream } };
      const { body } = await engine.stream("Cannot try", "POST", "/x", options, options);
      await body.next();
      abort();
      await body.next();
    });
    assert.deepEqual(cancelled, [reason]);
  });

  it("ends an upgraded connection: reads, writes and the ending of the output", async () => {
    const upgrade: Script = sends("HTTP/1.1 101 UPGRADED\r\n\r\nhello");
    await abortsAt(upgrade, async (engine, signal, abort) => {
      const upgraded = await engine.upgrade("Cannot try", "POST", "/x", { signal });
      await upgraded.next();
      const next = upgraded.next();
      abort();
      await assert.rejects(upgraded.write(Uint8Array.of(1)), (error) => error === reason);
      await assert.rejects(upgraded.closeWrite(), (error) => error === reason);
      await next;
    });
    await abortsAt(async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
      connection.hold();
      await connection.closed;
    }, async (engine, signal, abort) => {
      const upgraded = await engine.upgrade("Cannot try", "POST", "/x", { signal });
      const writing = upgraded.write(Uint8Array.of(1));
      await settled();
      abort();
      await writing;
    });
  });

  it("leaves no listener behind when the call succeeds or is given up", async () => {
    const controller = new CountingController();
    const { signal } = controller;
    const peer = memoryPeer([async (connection) => {
      for (let round = 0; round < 3; round++) {
        await connection.head();
        await connection.send(OK);
      }
      await connection.head();
      await connection.send(HEAD);
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    for (let round = 0; round < 3; round++) {
      await text(engine, { signal });
      assert.equal(controller.listeners, 0);
    }
    const { body } = await engine.stream("Cannot try", "GET", "/x", { signal });
    assert.equal(controller.listeners, 1);
    body.cancel();
    assert.equal(controller.listeners, 0);
    controller.abort(reason);
    assert.equal(await body.next(), null);
    await peer.done();
  });
});
