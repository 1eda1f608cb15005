import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attach } from "../../../src/api/containers/attach.ts";
import { attachSocket } from "../../../src/api/containers/attach_socket.ts";
import { logs } from "../../../src/api/containers/logs.ts";
import { webSocketAccept } from "../../../src/http/websocket.ts";
import { ConnectionError } from "../../../src/errors.ts";
import { engineOver, kept } from "../../harness/memory_engine.ts";
import { pinged, told } from "../../harness/remembering.ts";
import { memoryPeer, type PeerConnection } from "../../scripted_peer.ts";
import { splits } from "../../splits.ts";

const RAW = "application/vnd.docker.raw-stream";
const MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

function upgraded(type: string = RAW): string {
  return `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`;
}

function frame(type: number, text: string): string {
  return `${String.fromCharCode(type)}\0\0\0\0\0\0${String.fromCharCode(text.length)}${text}`;
}

/** Answers an inspection; a container without terminal that runs, unless told otherwise. */
function inspected(
  { Tty = false, Status = "running" } = {},
): (connection: PeerConnection) => Promise<void> {
  return async (connection: PeerConnection) => {
    const { target } = await connection.request();
    assert.match(target, /\/containers\/web\/json$/);
    await connection.json({ Config: { Tty }, State: { Status, Running: Status === "running" } });
  };
}

const BEGINNING = { type: ["container"], container: ["web"], event: ["attach", "die"] };

/** Answers what is asked at the end of the output of a container that has ended. */
async function ended(connection: PeerConnection): Promise<void> {
  await inspected({ Status: "exited" })(connection);
  await pinged(connection);
  await told(connection, ["attach", "die"], BEGINNING);
}

describe("attach()", () => {
  it("does not wait for the next start of a container that ended before the attachment stood", async () => {
    const rows = [[true, "done"], [false, ""]] as const;
    await Promise.all(rows.map(async ([logs, text]) => {
      const peer = memoryPeer([async (connection) => {
        // Whether it runs, and whether it has a terminal.
        await inspected()(connection);
        await inspected()(connection);
        await connection.head();
        await connection.send(upgraded() + (logs ? frame(1, "done") : ""));
        await connection.closed;
      }, async (connection) => {
        // Whether it has ended meanwhile, and whether the end of the output is one.
        await inspected({ Status: "exited" })(connection);
        await ended(connection);
      }]);
      const engine = engineOver(peer.connector);
      assert.equal(await kept(attach(engine, "web", { logs })), text);
      engine.close();
      await peer.done();
    }));
  });

  it("streams the logs of a container that has ended on Podman, which would set it up anew", async () => {
    const peer = memoryPeer([async (connection) => {
      await inspected({ Status: "exited" })(connection);
      assert.match((await connection.request()).target, /\/_ping$/);
      await connection.respond({ headers: { "Libpod-Api-Version": "5.4.2" }, body: "OK" });
      await inspected({ Status: "exited" })(connection);
      const { target } = await connection.request();
      assert.match(target, /\/containers\/web\/logs\?.*stdout=1&stderr=1/);
      assert.ok(!target.includes("follow=1"), target);
      await connection.respond({
        headers: { "Content-Type": MULTIPLEXED },
        body: frame(1, "done"),
      });
    }]);
    const engine = engineOver(peer.connector);
    const seen: string[] = [];
    for await (
      const { data } of await attach(engine, "web", { logs: true, stream: true, demux: true })
    ) {
      seen.push(new TextDecoder().decode(data));
    }
    assert.deepEqual(seen, ["done"]);
    engine.close();
    await peer.done();
  });

  it("sends no body and nothing before its head is answered", async () => {
    const peer = memoryPeer([async (connection) => {
      // Whether it has ended, and whether it has a terminal.
      await inspected()(connection);
      await inspected()(connection);
      assert.equal(
        await connection.head(),
        "POST /v1.41/containers/web/attach?stderr=0&logs=1&detachKeys=ctrl-a&stdin=0&stdout=1&stream=1" +
          " HTTP/1.1\r\nHost: peer\r\nUser-Agent: longshore/test\r\nConnection: Upgrade\r\n" +
          "Upgrade: tcp\r\nContent-Length: 0\r\n\r\n",
      );
      assert.equal(connection.received.length > 0 && connection.ended, false);
      await connection.send(upgraded() + frame(1, "hello"));
      connection.end();
      await connection.closed;
    }, ended]);
    const options = { stream: true, stderr: false, logs: true, detachKeys: "ctrl-a" } as const;
    const stream = await attach(engineOver(peer.connector), "web", options);
    const parts: string[] = [];
    for await (const bytes of stream) parts.push(new TextDecoder().decode(bytes));
    assert.deepEqual(parts, ["hello"]);
    await peer.done();
  });

  describe("tells a terminal by Content-Type from API 1.42 on, without asking", () => {
    const looksFramed = frame(1, "x");

    for (
      const [type, body, text] of [[RAW, looksFramed, looksFramed], [MULTIPLEXED, looksFramed, "x"]]
    ) {
      it(type!, async () => {
        for (const { how, pieces } of splits(upgraded(type) + body, 10)) {
          const peer = memoryPeer([async (connection) => {
            await connection.head();
            await connection.send(upgraded(type) + body, pieces.map((piece) => piece.length));
            connection.end();
            await connection.closed;
          }, ended]);
          const engine = engineOver(peer.connector, { version: "1.42" });
          const stream = await attach(engine, "web", { stream: true });
          let received = "";
          for await (const bytes of stream) received += new TextDecoder().decode(bytes);
          assert.equal(received, text, how);
          await peer.done();
        }
      });
    }
  });

  describe("tells a terminal by the container's own setting before, whatever the bytes look like", () => {
    const looksFramed = frame(1, "x");

    for (const [Tty, text] of [[true, looksFramed], [false, "x"]] as const) {
      it(`Tty: ${Tty}`, async () => {
        const peer = memoryPeer([async (connection) => {
          await inspected({ Tty })(connection);
          await connection.head();
          await connection.send(upgraded() + looksFramed);
          connection.end();
          await connection.closed;
        }, ended]);
        const stream = await attach(engineOver(peer.connector), "web", { stream: true });
        let received = "";
        for await (const bytes of stream) received += new TextDecoder().decode(bytes);
        assert.equal(received, text);
        await peer.done();
      });
    }
  });

  it("fails with the Engine's words when a frame of type 3 brings them, behind the output", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(
        upgraded(MULTIPLEXED) + frame(2, "output") + frame(3, "disk is on fire\n"),
      );
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector, { version: "1.44" });
    const frames = await attach(engine, "web", { stream: true, demux: true });
    const reader = frames.getReader();
    const first = await reader.read();
    assert.equal(first.value?.stream, "stderr");
    await assert.rejects(reader.read(), {
      name: "APIError",
      message:
        'Cannot attach to container "web": disk is on fire (500, POST /v1.44/containers/web/attach)',
    });
    await peer.done();
  });

  it("takes an end within a frame for a failure", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send(
        upgraded(MULTIPLEXED) + frame(1, "whole") + frame(1, "cut").slice(0, -1),
      );
      connection.end();
      await connection.closed;
    }, ended]);
    const engine = engineOver(peer.connector, { version: "1.44" });
    const stream = await attach(engine, "web", { stream: true });
    const reader = stream.getReader();
    let text = "";
    await assert.rejects(async () => {
      while (true) text += new TextDecoder().decode((await reader.read()).value!);
    }, {
      name: "ProtocolError",
      message:
        'Cannot attach to container "web": cannot read the multiplexed stream from memory://peer: it ended 1 bytes before the end of a frame',
    });
    assert.equal(text, "wholecu");
    await peer.done();
  });

  for (
    const [what, second, message] of [
      [
        "the Engine is gone",
        new ConnectionError("memory://peer", "refused"),
        /the output was cut short, for the engine is gone$/,
      ],
      [
        "the container still runs",
        async (connection: PeerConnection) => {
          while (!connection.ended) {
            await connection.request().catch(() => undefined);
            await connection.json({ Config: {}, State: { Running: true } }).catch(() => undefined);
          }
        },
        /the output was cut short, for the process has not ended$/,
      ],
    ] as const
  ) {
    describe(`takes an end for a failure when ${what}, unless it is not asked`, () => {
      for (const checkEnd of [undefined, false]) {
        it(`checkEnd: ${checkEnd}`, async () => {
          const attached = async (connection: PeerConnection) => {
            await connection.head();
            await connection.send(upgraded(MULTIPLEXED) + frame(1, "whole"));
            connection.end();
            await connection.closed;
          };
          const peer = memoryPeer(checkEnd === false ? [attached] : [attached, second]);
          const engine = engineOver(peer.connector, { version: "1.44" });
          const stream = await attach(engine, "web", { stream: true, checkEnd });
          const reader = stream.getReader();
          assert.equal(new TextDecoder().decode((await reader.read()).value!), "whole");
          if (checkEnd === false) assert.equal((await reader.read()).done, true);
          else await assert.rejects(reader.read(), { name: "ConnectionError", message });
          engine.close();
        });
      }
    });
  }

  const ran = { Running: true, FinishedAt: "2026-01-02T03:04:05.6Z" };
  for (
    const [what, state, actions, failure] of [
      ["has ended", { Running: false }, ["attach", "die"], null],
      ["never started", { Running: false, FinishedAt: "0001-01-01T00:00:00Z" }, ["attach"], null],
      ["was removed", null, ["attach", "die"], null],
      ["runs anew", ran, ["attach", "die", "start"], null],
      ["had ended before", ran, ["die", "attach"], "the process has not ended"],
      [
        "was ended by a start of the Engine",
        { Running: false },
        ["die"],
        "the engine was started anew",
      ],
      ["runs anew since a start of the Engine", ran, [], "the engine was started anew"],
      ["was removed by a start of the Engine", null, [], "the engine was started anew"],
    ] as const
  ) {
    it(`tells by the Engine's events that a container ${what}`, async () => {
      const attached = async (connection: PeerConnection) => {
        await connection.head();
        await connection.send(upgraded(MULTIPLEXED) + frame(1, "whole"));
        connection.end();
        await connection.closed;
      };
      const asked = async (connection: PeerConnection) => {
        while (!connection.ended) {
          await connection.request();
          if (state === null) await connection.json({ message: "no such container" }, 404);
          else await connection.json({ Config: {}, State: state });
          await pinged(connection);
          await told(connection, actions, BEGINNING);
          if (failure !== null) await told(connection, actions);
        }
      };
      const peer = memoryPeer([attached, (connection) => asked(connection).catch(() => {})]);
      const engine = engineOver(peer.connector, { version: "1.44" });
      const output = kept(attach(engine, "web", { stream: true }));
      const reader = (await output).getReader();
      assert.equal(new TextDecoder().decode((await reader.read()).value!), "whole");
      if (failure === null) assert.equal((await reader.read()).done, true);
      else {
        await assert.rejects(reader.read(), {
          name: "ConnectionError",
          message: new RegExp(`^Cannot attach to container "web": .* cut short, for ${failure}$`),
        });
      }
      engine.close();
    });
  }

  it("reports a failure that comes as plain text without length", async () => {
    const peer = memoryPeer([async (connection) => {
      await inspected()(connection);
      await connection.head();
      await connection.send(
        `HTTP/1.1 409 Conflict\r\nContent-Type: ${RAW}\r\n\r\ncontainer is paused\r\n`,
      );
      connection.end();
    }]);
    await assert.rejects(attach(engineOver(peer.connector), "web", { stream: true }), {
      name: "Conflict",
      message:
        'Cannot attach to container "web": container is paused (409, POST /v1.41/containers/web/attach)',
    });
    await peer.done();
  });

  it("returns at once for a container that has ended", async () => {
    const peer = memoryPeer([async (connection) => {
      for (const Status of ["exited", "dead"]) {
        await connection.request();
        await connection.json({ Config: {}, State: { Status } });
      }
    }]);
    const engine = engineOver(peer.connector);
    assert.equal(await attach(engine, "web"), "");
    assert.deepEqual(await attach(engine, "web", { demux: true }), { stdout: "", stderr: "" });
    engine.close();
    await peer.done();
  });

  it("reads the logs of a container that has ended, and sends no attachment", async () => {
    const peer = memoryPeer([async (connection) => {
      await inspected({ Status: "exited" })(connection);
      const { target } = await connection.request();
      assert.equal(
        target,
        "/v1.42/containers/web/logs?stdout=0&stderr=1&tail=all&follow=0&timestamps=0",
      );
      const body = frame(2, "done");
      await connection.send(
        `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nContent-Type: ${MULTIPLEXED}\r\n\r\n${body}`,
      );
    }]);
    const engine = engineOver(peer.connector, { version: "1.42" });
    const output = attach(engine, "web", { logs: true, stdout: false, demux: true });
    assert.deepEqual(await kept(output), { stdout: "", stderr: "done" });
    engine.close();
    await peer.done();
  });
});

describe("attachSocket()", () => {
  describe("asks for stdout, stderr and stream, and for what is given", () => {
    const queries: [params: object | undefined, query: string][] = [
      [undefined, "stdin=0&stdout=1&stderr=1&stream=1&logs=0"],
      [{ stdin: 1, stdout: 0 }, "stdin=1&stdout=0&stderr=1&stream=1&logs=0"],
      [{ stderr: false, stream: false, logs: true }, "stdin=0&stdout=1&stderr=0&stream=0&logs=1"],
    ];

    for (const [params, query] of queries) {
      it(query, async () => {
        const peer = memoryPeer([async (connection) => {
          assert.match(
            await connection.head(),
            new RegExp(`^POST /v1.41/containers/web/attach\\?${query} `),
          );
          await connection.send(upgraded());
          await connection.closed;
        }]);
        const socket = await attachSocket(engineOver(peer.connector), "web", { params });
        socket.close();
        await peer.done();
      });
    }
  });

  it("speaks the handshake of websockets, and refuses a peer that does not", async () => {
    const peer = memoryPeer([
      async (connection) => {
        const head = await connection.head();
        assert.match(
          head,
          /^GET \/v1\.41\/containers\/web\/attach\/ws\?stdin=1&stdout=1&stderr=1&stream=1&logs=0 HTTP/,
        );
        assert.match(head, /\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n/);
        assert.match(head, /\r\nSec-WebSocket-Version: 13\r\n/);
        const key = /\r\nSec-WebSocket-Key: (\S+)\r\n/.exec(head)![1]!;
        await connection.send(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            `Sec-WebSocket-Accept: ${await webSocketAccept(key)}\r\n\r\n`,
        );
        await connection.send(Uint8Array.from([0x82, 2, 0x68, 0x69, 0x88, 0]));
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.send(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
        );
        await connection.closed;
      },
    ]);
    const engine = engineOver(peer.connector);
    const options = { ws: true, params: { stdin: true } } as const;
    const socket = await attachSocket(engine, "web", options);
    let text = "";
    for await (const bytes of socket.readable) text += new TextDecoder().decode(bytes);
    assert.equal(text, "hi");
    await assert.rejects(attachSocket(engine, "web", options), {
      name: "ProtocolError",
      message:
        'Cannot attach to container "web": the engine at memory://peer answered 101 without accepting a websocket',
    });
    await peer.done();
  });
});

describe("logs()", () => {
  it("refuses what the version does not know before any request", async () => {
    const peer = memoryPeer([]);
    await assert.rejects(
      logs(engineOver(peer.connector, { version: "1.34" }), "web", { until: 5 }),
      {
        name: "InvalidVersion",
        message:
          'Cannot read the logs of container "web": option "until" needs API version 1.35, ' +
          "and 1.34 is in use",
      },
    );
    await peer.done();
  });
});
