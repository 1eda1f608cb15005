import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../harness/clock.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

test("a refusal that stalls within its body ends a call that may be silent otherwise", async () => {
  using clock = new Clock();
  const peer = memoryPeer([async (connection) => {
    await connection.head();
    await connection.send("HTTP/1.1 500 Oops\r\nContent-Length: 20\r\n\r\n{");
    await connection.closed;
  }]);
  const engine = engineOver(clock.over(peer.connector), { timeout: 0.03 });
  const call = engine.stream("Cannot follow", "GET", "/logs", {}, { quiet: true });
  const rejected = assert.rejects(call, {
    name: "TimeoutError",
    phase: "idle",
    message: "Cannot follow: no more bytes arrived within 0.03 seconds",
  });
  assert.equal(await clock.settles(rejected), 30);
  await rejected;
  engine.close();
  await peer.done();
});
