import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import process from "node:process";
import { describe, it } from "node:test";
import { DockerError } from "../../src/errors.ts";
import type { CallOptions, Engine, RequestOptions } from "../../src/engine/engine.ts";
import type { StreamAnswer } from "../../src/engine/stream_answer.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";
import { randomNumbers, splits } from "../splits.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

function get(engine: Engine, options: CallOptions & RequestOptions = {}): Promise<StreamAnswer> {
  return engine.stream("Cannot try", "GET", "/x", options, options);
}

function text(engine: Engine, options: CallOptions & RequestOptions = {}): Promise<string> {
  return engine.text("Cannot try", "GET", "/x", options, options);
}

/** The head that the engine under test sends for one method, path and options. */
async function sent(
  method: string,
  path: string,
  options: CallOptions & RequestOptions = {},
): Promise<string> {
  let head = "";
  const peer = memoryPeer([async (connection) => {
    head = await connection.head();
    await connection.send(OK);
  }]);
  await engineOver(peer.connector).bytes("Cannot try", method, path, options, options);
  await peer.done();
  return head;
}

describe("a request's head", () => {
  const common = "Host: peer\r\nUser-Agent: longshore/test\r\n";

  it("has neither length nor coding for GET and HEAD without a body", async () => {
    assert.equal(await sent("GET", "/x"), `GET /v1.41/x HTTP/1.1\r\n${common}\r\n`);
    const peer = memoryPeer([async (connection) => {
      assert.equal(await connection.head(), `HEAD /v1.41/x HTTP/1.1\r\n${common}\r\n`);
      await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    }]);
    assert.equal(await engineOver(peer.connector).text("Cannot try", "HEAD", "/x"), "");
    await peer.done();
  });

  describe("has Content-Length: 0 for other methods without a body", () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      it(method, async () => {
        assert.equal(
          await sent(method, "/x"),
          `${method} /v1.41/x HTTP/1.1\r\n${common}Content-Length: 0\r\n\r\n`,
        );
      });
    }
  });

  it("announces JSON with its length in bytes", async () => {
    assert.equal(
      await sent("POST", "/x", { json: { a: "é" }, query: "?q=1", headers: { "X-A": "b" } }),
      `POST /v1.41/x?q=1 HTTP/1.1\r\n${common}X-A: b\r\nContent-Type: application/json\r\n` +
        "Content-Length: 10\r\n\r\n",
    );
  });

  it("asks for an upgrade and sends no body with it", async () => {
    const peer = memoryPeer([async (connection) => {
      assert.equal(
        await connection.head(),
        `POST /v1.41/x HTTP/1.1\r\n${common}Connection: Upgrade\r\nUpgrade: tcp\r\n` +
          "Content-Length: 0\r\n\r\n",
      );
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
      assert.equal(await connection.rest().then((rest) => rest.length), 0);
    }]);
    const upgraded = await engineOver(peer.connector).upgrade("Cannot try", "POST", "/x");
    upgraded.cancel();
    await peer.done();
  });

  describe("never offers a content coding", () => {
    for (const method of ["GET", "POST"]) {
      it(method, async () => {
        assert.doesNotMatch(await sent(method, "/x"), /accept-encoding|te:/i);
      });
    }
  });
});

describe("a response", () => {
  const framings: [name: string, wire: string, expected: string][] = [
    ["of a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"],
    ["without a body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""],
    [
      "in chunks with extensions and trailers",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
      "4;x=y\r\nhell\r\n1\r\no\r\n0\r\nX-Sum: 1\r\n\r\n",
      "hello",
    ],
    ["204", "HTTP/1.1 204 No Content\r\n\r\n", ""],
    ["204 that names a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", ""],
    ["304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", ""],
    [
      "behind interim ones",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" +
      "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "hello",
    ],
  ];
  for (const [name, wire, expected] of framings) {
    it(`${name} is read on one connection, however it is split`, async () => {
      const ways = [...splits(wire)];
      const peer = memoryPeer([async (connection) => {
        for (const { pieces } of ways) {
          await connection.head();
          await connection.send(wire, pieces.map((piece) => piece.length));
        }
        assert.equal((await connection.rest()).length, 0);
      }]);
      const engine = engineOver(peer.connector);
      for (const { how } of ways) {
        assert.equal(await text(engine), expected, how);
      }
      engine.close();
      await peer.done();
    });
  }

  it("that lasts until the end of the connection is read, however it is split", async () => {
    const wire = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello";
    const ways = [...splits(wire, 20)];
    const peer = memoryPeer(ways.map(({ pieces }) => async (connection) => {
      await connection.head();
      void connection.send(wire, pieces.map((piece) => piece.length));
      connection.end();
      await connection.closed;
    }));
    const engine = engineOver(peer.connector);
    for (const { how } of ways) assert.equal(await text(engine), "hello", how);
    await peer.done();
  });

  it("to HEAD has no body, whatever its head says", async () => {
    const peer = memoryPeer([async (connection) => {
      for (const framing of ["Content-Length: 5", "Transfer-Encoding: chunked"]) {
        await connection.head();
        await connection.send(`HTTP/1.1 200 OK\r\n${framing}\r\nX-Stat: abc\r\n\r\n`);
      }
    }]);
    const engine = engineOver(peer.connector);
    for (let round = 0; round < 2; round++) {
      const { head, body } = await engine.stream("Cannot try", "HEAD", "/x");
      assert.equal(head.header("x-stat"), "abc");
      assert.equal(await body.next(), null);
    }
    await peer.done();
  });

  it("gives large pieces as views of what was read", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      const body = new Uint8Array(50_000).fill(7);
      await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      const size = new TextEncoder().encode("c350\r\n");
      const end = new TextEncoder().encode("\r\n0\r\n\r\n");
      await connection.send(Uint8Array.of(...size, ...body, ...end));
    }]);
    const { body } = await get(engineOver(peer.connector));
    const batch = await body.next();
    assert.equal(batch?.length, 1);
    assert.equal(batch[0]!.length, 50_000);
    // The whole read, size line and end included, lies behind the view.
    assert.equal(batch[0]!.buffer.byteLength, 50_013);
    assert.equal(await body.next(), null);
    await peer.done();
  });

  it("that switches protocols unasked is refused, and its connection closed", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n");
      await connection.closed;
    }]);
    await assert.rejects(text(engineOver(peer.connector)), {
      name: "ProtocolError",
      message: "Cannot try: the engine at memory://peer switched protocols without being asked",
    });
    await peer.done();
  });

  it("that is not HTTP is refused, and its connection closed", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("SSH-2.0-OpenSSH_9.2\r\n");
      await connection.closed;
    }]);
    await assert.rejects(text(engineOver(peer.connector)), {
      name: "ProtocolError",
      message:
        'Cannot try: cannot read the response head from memory://peer: the peer answered "SSH-2.0-OpenSSH_9.2\\r\\n", ' +
        "which is not HTTP/1.1",
    });
    await peer.done();
  });
});

describe("a connection that ends", () => {
  const bodies: [
    name: string,
    head: string,
    body: string,
    problem: (received: number) => string,
  ][] = [
    [
      "of a length",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
      "hello",
      (received) => `it ended after ${received} of 5 bytes`,
    ],
    [
      "in chunks",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "5\r\nhello\r\n0\r\n\r\n",
      (received) => {
        const payload = Math.min(Math.max(received - 3, 0), 5);
        const left = received >= 3 && payload < 5
          ? `, ${5 - payload} bytes before the chunk's end`
          : "";
        return `it ended after ${payload} bytes without its last chunk${left}`;
      },
    ],
  ];
  for (const [name, head, body, problem] of bodies) {
    it(`at any place within a response ${name} is a ProtocolError that says where`, async () => {
      const wire = head + body;
      const lengths = Array.from({ length: wire.length - 1 }, (_, index) => index + 1);
      const peer = memoryPeer(lengths.map((length) => async (connection) => {
        await connection.head();
        void connection.send(wire.slice(0, length));
        connection.end();
        await connection.closed;
      }));
      const engine = engineOver(peer.connector);
      for (const length of lengths) {
        const message = length < head.length
          ? `Cannot try: cannot read the response head from memory://peer: the peer ended the connection after ${length} bytes of it`
          : `Cannot try: cannot read the response body from memory://peer: ${
            problem(length - head.length)
          }`;
        await assert.rejects(text(engine), { name: "ProtocolError", message }, `${length} bytes`);
      }
      await peer.done();
    });
  }

  it("before the first byte of an answer is a ConnectionError", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      connection.end();
      await connection.closed;
    }]);
    await assert.rejects(text(engineOver(peer.connector)), {
      name: "ConnectionError",
      address: "memory://peer",
      message:
        "Cannot try: cannot reach the engine at memory://peer: the connection was closed before an answer began",
    });
    await peer.done();
  });

  it("after an interim answer is a ProtocolError", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      void connection.send("HTTP/1.1 100 Continue\r\n\r\n");
      connection.end();
      await connection.closed;
    }]);
    await assert.rejects(text(engineOver(peer.connector)), {
      name: "ProtocolError",
      message:
        "Cannot try: cannot read the response head from memory://peer: the peer ended the connection after 0 bytes of it",
    });
    await peer.done();
  });

  describe("by a reset is a ConnectionError that says when, and has the cause", () => {
    const stages: [wire: string, problem: string][] = [
      ["", "the connection was lost before an answer began"],
      ["HTTP/1.1 200 OK\r\n", "the connection was lost before an answer began"],
      [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "the connection was lost while the answer was read",
      ],
      [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe",
        "the connection was lost while the answer was read",
      ],
      ["HTTP/1.1 200 OK\r\n\r\nhe", "the connection was lost while the answer was read"],
    ];
    for (const [wire, problem] of stages) {
      it(`after ${JSON.stringify(wire)}`, async () => {
        const peer = memoryPeer([async (connection) => {
          await connection.head();
          await connection.send(wire);
          connection.reset();
        }]);
        const engine = engineOver(peer.connector);
        await assert.rejects(text(engine), (error: Error & { cause: { code: string } }) => {
          assert.equal(error.name, "ConnectionError");
          assert.equal(
            error.message,
            `Cannot try: cannot reach the engine at memory://peer: ${problem}`,
          );
          assert.equal(error.cause.code, "ECONNRESET");
          return true;
        });
        await peer.done();
      });
    }
  });

  it("makes one failure of the body: next() rejects with it again and again", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      void connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
      connection.end();
      await connection.closed;
    }]);
    const { body } = await get(engineOver(peer.connector));
    await body.next();
    const message =
      "Cannot try: cannot read the response body from memory://peer: it ended after 2 of 5 bytes";
    await assert.rejects(body.next(), { message });
    await assert.rejects(body.next(), { message });
    await assert.rejects(body.bytes(), { message });
    await peer.done();
  });
});

it("damaged answers cause nothing but errors of this client, and never a wait", async () => {
  const rounds = Number(process.env.LONGSHORE_FUZZ_ROUNDS ?? 1500);
  const answers = [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nApi-Version: 1.41\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nhell\r\n1\r\no\r\n0\r\nX: 1\r\n\r\n",
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 15\r\n\r\n{"message":"x"}',
    "HTTP/1.0 500 Oops\r\n\r\nplain",
  ];
  const random = randomNumbers(5);
  for (let round = 0; round < rounds; round++) {
    let wire = Buffer.from(answers[random(answers.length)]!, "latin1");
    for (let edits = 1 + random(3); edits > 0; edits--) {
      const at = random(wire.length);
      const byte = random(2) === 0 ? random(256) : "\r\n: ;0-".charCodeAt(random(7));
      const inserted = [[byte], [byte, byte], []][random(3)]!;
      wire = Buffer.concat([
        wire.subarray(0, at),
        Uint8Array.from(inserted),
        wire.subarray(at + random(2)),
      ]);
    }
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      void connection.send(wire, 1 + random(wire.length));
      connection.end();
      await connection.closed;
    }]);
    const shown = `round ${round}: ${JSON.stringify(wire.toString("latin1"))}`;
    const error = await text(engineOver(peer.connector)).then(
      () => null,
      (reason: Error) => reason,
    );
    assert.ok(error === null || error instanceof DockerError, `${shown}: ${error?.stack}`);
    await peer.done();
  }
});
