import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attach } from "../../src/api/containers/attach.ts";
import { logs } from "../../src/api/containers/logs.ts";
import { registerWait } from "../../src/api/containers/register_wait.ts";
import { execStart } from "../../src/api/exec/start.ts";
import { pull } from "../../src/api/images/pull.ts";
import { events } from "../../src/api/system/events.ts";
import { request } from "../../src/api/system/request.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { collectGarbage } from "../harness/collect_garbage.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { type MemoryPeer, memoryPeer, type Script } from "../scripted_peer.ts";

const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const INSPECTION = JSON.stringify({ Config: { Tty: true }, State: { Running: true } });
const inspected: Script = async (connection) => {
  await connection.head();
  const length =
    `HTTP/1.1 200 OK\r\nContent-Length: ${INSPECTION.length}\r\nConnection: close\r\n\r\n`;
  await connection.send(length + INSPECTION);
};

function streams(head: string): Script {
  return async (connection) => {
    await connection.request();
    await connection.send(head);
    await connection.closed;
  };
}

const UPGRADED = "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n";
const CALLS: readonly [name: string, call: (engine: Engine) => Promise<unknown>, Script[]][] = [
  ["events()", (engine) => events(engine), [streams(CHUNKED)]],
  ["events(), decoded", (engine) => events(engine, { decode: true }), [streams(CHUNKED)]],
  [
    "events(), of which one was read",
    async (engine): Promise<void> => {
      const stream = await events(engine, { decode: true });
      await stream.getReader().read();
    },
    [streams(`${CHUNKED}3\r\n{}\n\r\n`)],
  ],
  [
    "logs()",
    (engine) => logs(engine, "x", { stream: true, demux: true }),
    [inspected, streams(CHUNKED)],
  ],
  ["pull()", (engine) => pull(engine, "x", { stream: true, decode: true }), [streams(CHUNKED)]],
  ["attach()", (engine) => attach(engine, "x", { stream: true }), [inspected, streams(UPGRADED)]],
  ["execStart()", (engine) => execStart(engine, "x", { stream: true }), [streams(UPGRADED)]],
  ["request()", (engine) => request(engine, "GET", "/x"), [streams(CHUNKED)]],
];

interface Dropped {
  readonly warnings: string[];
  readonly peer: MemoryPeer;
}

let dropped: Promise<Dropped[]> | undefined;

/** Makes all calls, drops what they return, and looks once for what nobody holds. */
function dropAll(): Promise<Dropped[]> {
  return dropped ??= kept((async (): Promise<Dropped[]> => {
    const all: Dropped[] = [];
    for (const [, call, scripts] of CALLS) {
      const warnings: string[] = [];
      const peer = memoryPeer(scripts);
      const engine = engineOver(peer.connector, { onWarning: (text) => warnings.push(text) });
      await call(engine);
      all.push({ warnings, peer });
    }
    await collectGarbage(() => all.every(({ warnings }) => warnings.length > 0));
    return all;
  })());
}

describe("a stream that is dropped before its end", () => {
  for (const [index, [name]] of CALLS.entries()) {
    it(`is closed with a warning: ${name}`, async () => {
      const { warnings, peer } = (await dropAll())[index]!;
      assert.equal(warnings.length, 1);
      assert.match(
        warnings[0]!,
        /^Cannot [^:]+: what streams it was dropped before its end, and is closed; read it to its end, /,
      );
      await peer.done();
    });
  }

  it("is let be while somebody reads it, and once it has ended", () =>
    kept((async (): Promise<void> => {
      const warnings: string[] = [];
      const peer = memoryPeer([
        async (connection): Promise<void> => {
          await connection.request();
          await connection.send(CHUNKED);
          await rounds;
          await connection.send("3\r\n{}\n\r\n0\r\n\r\n");
          await connection.request();
          await connection.send(`${CHUNKED}2\r\n{}\r\n0\r\n\r\n`);
        },
      ]);
      const engine = engineOver(peer.connector, { onWarning: (text) => warnings.push(text) });
      const reading = (async (): Promise<number> => {
        let count = 0;
        for await (const _ of await events(engine, { decode: true })) count++;
        return count;
      })();
      let turns = 0;
      const rounds = collectGarbage(() => ++turns > 3);
      await rounds;
      assert.equal(await reading, 1);
      turns = 0;
      await collectGarbage(() => ++turns > 3);
      // The connection is used again: nothing of the stream before reaches it.
      assert.deepEqual(await engine.json("Cannot try", "GET", "/y"), {});
      assert.deepEqual(warnings, []);
      await peer.done();
    })()));

  it("is a wait's alone to end: without a warning", () =>
    kept((async (): Promise<void> => {
      const warnings: string[] = [];
      const peer = memoryPeer([streams(CHUNKED)]);
      const engine = engineOver(peer.connector, { onWarning: (text) => warnings.push(text) });
      await registerWait(engine, "x");
      await collectGarbage(() => peer.duplexes[0]!.closes > 0);
      await peer.done();
      assert.deepEqual(warnings, []);
    })()));
});
