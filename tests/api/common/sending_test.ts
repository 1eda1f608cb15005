import assert from "node:assert/strict";
import { test } from "node:test";
import { importImageFromStream, loadImage, putArchive } from "../../../src/api/mod.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer } from "../../scripted_peer.ts";

type Send = (engine: Engine, data: ReadableStream<Uint8Array>) => Promise<unknown>;

const SENDERS: Send[] = [
  (engine, data) => putArchive(engine, "web", "/", data, { copyUidGid: true }),
  (engine, data) => loadImage(engine, data, { platform: "linux/arm64" }),
  (engine, data) => importImageFromStream(engine, data, { platform: "linux/arm64" }),
];

test("a source of data is cancelled when the version is too old for the call", async () => {
  for (const send of SENDERS) {
    let reason: unknown;
    const data = new ReadableStream<Uint8Array>({ cancel: (why) => void (reason = why) });
    const peer = memoryPeer([]);
    const engine = engineOver(peer.connector, { version: "1.24" });
    const error = await send(engine, data).then(() => assert.fail("no failure"), (error) => error);
    assert.equal(error.name, "InvalidVersion");
    assert.equal(reason, error);
    await peer.done();
  }
});

test("a source of data is cancelled when the version cannot be learned", async () => {
  for (const send of SENDERS) {
    let reason: unknown;
    const data = new ReadableStream<Uint8Array>({ cancel: (why) => void (reason = why) });
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.respond({ status: 503, body: '{"message":"not yet"}' });
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector, { version: "auto" });
    const error = await send(engine, data).then(() => assert.fail("no failure"), (error) => error);
    assert.equal(
      error.message,
      "Cannot ping the engine: not yet (503, GET /_ping)",
    );
    assert.equal(reason, error);
    engine.close();
    await peer.done();
  }
});
