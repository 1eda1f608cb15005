import assert from "node:assert/strict";
import { test } from "node:test";
import { registerWait } from "../../../src/api/mod.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer } from "../../scripted_peer.ts";

test("a wait that is given up says so, before and while its exit code is waited for", async () => {
  for (const early of [true, false]) {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      await connection.closed;
    }]);
    const wait = await registerWait(engineOver(peer.connector), "web");
    if (early) wait.cancel();
    const code = assert.rejects(wait.exitCode(), {
      name: "DockerError",
      message: 'Cannot wait for container "web": the wait was given up',
    });
    wait.cancel();
    await code;
    await peer.done();
  }
});
