import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

test("a refusal that stalls within its body ends a call that may be silent otherwise", async () => {
  const peer = memoryPeer([async (connection) => {
    await connection.head();
    await connection.send("HTTP/1.1 500 Oops\r\nContent-Length: 20\r\n\r\n{");
    await connection.closed;
  }]);
  const engine = engineOver(peer.connector, { timeout: 0.03 });
  const call = engine.stream("Cannot follow", "GET", "/logs", {}, { quiet: true });
  await kept(assert.rejects(call, {
    name: "TimeoutError",
    phase: "idle",
    message: "Cannot follow: no more bytes arrived within 0.03 seconds",
  }));
  engine.close();
  await peer.done();
});
