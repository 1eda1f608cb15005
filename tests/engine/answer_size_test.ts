import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspectContainer } from "../../src/api/containers/inspect.ts";
import { registerWait } from "../../src/api/containers/register_wait.ts";
import { request } from "../../src/api/system/request.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer, type Script } from "../scripted_peer.ts";

const LIMIT = 20;

function answers(wire: string): Script {
  return async (connection) => {
    await connection.request();
    await connection.send(wire);
    await connection.closed;
  };
}

function withLength(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function inChunks(body: string): string {
  const chunks = [...body].map((character) => `1\r\n${character}\r\n`).join("");
  return `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`;
}

function untilClosed(body: string): string {
  return `HTTP/1.1 200 OK\r\n\r\n${body}`;
}

const CALLS: readonly [name: string, call: (engine: Engine) => Promise<unknown>, action: string][] =
  [
    ["json()", (engine) => engine.json("Cannot try", "GET", "/x"), "Cannot try"],
    ["text()", (engine) => engine.text("Cannot try", "GET", "/x"), "Cannot try"],
    [
      "an inspection",
      (engine) => inspectContainer(engine, "x"),
      'Cannot inspect container "x"',
    ],
    [
      "a wait",
      async (engine) => await (await registerWait(engine, "x")).exitCode(),
      'Cannot wait for container "x"',
    ],
    ...(["json", "text", "bytes"] as const).map((
      method,
    ): [string, (engine: Engine) => Promise<unknown>, string] => [
      `request(), ${method}()`,
      async (engine) => await (await request(engine, "GET", "/x"))[method](),
      "Cannot request GET /x",
    ]),
  ];

describe("an answer that is returned as one value", () => {
  for (const [name, call, action] of CALLS) {
    for (const [how, wire] of Object.entries({ withLength, inChunks, untilClosed })) {
      it(`has a limit: ${name}, ${how}`, () =>
        kept((async (): Promise<void> => {
          const peer = memoryPeer([answers(wire(JSON.stringify("x".repeat(LIMIT - 1))))]);
          const engine = engineOver(peer.connector, { maxAnswerSize: LIMIT });
          await assert.rejects(call(engine), (error: Error) => {
            assert.equal(error.name, "ProtocolError");
            assert.ok(error.message.startsWith(action), error.message);
            assert.ok(
              error.message.endsWith(
                "the answer has more than 20 bytes, the limit that maxAnswerSize sets",
              ),
              error.message,
            );
            return true;
          });
          // What is not read to its end is not kept.
          if (how !== "inChunks") await peer.done();
          engine.close();
          await peer.done();
        })()));
    }
  }

  const [exact, more] = [JSON.stringify("x".repeat(18)), JSON.stringify("x".repeat(5000))];
  for (const [limit, body] of [[LIMIT, exact], [0, more], [undefined, more]] as const) {
    for (const wire of [withLength, inChunks]) {
      it(`may have ${body.length} bytes with the limit ${limit}, sent ${wire.name}`, () =>
        kept((async (): Promise<void> => {
          const peer = memoryPeer([answers(wire(body))]);
          const engine = engineOver(peer.connector, { maxAnswerSize: limit });
          assert.equal(await engine.json("Cannot try", "GET", "/x"), JSON.parse(body));
          engine.close();
          await peer.done();
        })()));
    }
  }

  it("is not that of a HEAD, whatever length it tells", () =>
    kept((async (): Promise<void> => {
      const peer = memoryPeer([answers("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")]);
      const engine = engineOver(peer.connector, { maxAnswerSize: LIMIT });
      assert.equal(await engine.text("Cannot try", "HEAD", "/x"), "");
      engine.close();
      await peer.done();
    })()));

  it("leaves what is streamed alone", () =>
    kept((async (): Promise<void> => {
      const peer = memoryPeer([answers(withLength("x".repeat(5000)))]);
      const engine = engineOver(peer.connector, { maxAnswerSize: LIMIT });
      const response = await request(engine, "GET", "/x");
      let size = 0;
      for await (const bytes of response.stream()) size += bytes.length;
      assert.equal(size, 5000);
      engine.close();
      await peer.done();
    })()));
});
