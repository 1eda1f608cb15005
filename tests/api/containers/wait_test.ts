import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { registerWait, start } from "../../../src/api/mod.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../../scripted_peer.ts";

describe("a wait that is given up says so, before and while its exit code is waited for", () => {
  for (const early of [true, false]) {
    it(early ? "before" : "while", async () => {
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
    });
  }
});

/** A peer that takes note of waits, each on a connection of its own, and refuses to start anything. */
function stubborn(ended: () => void): ReturnType<typeof memoryPeer> {
  const wait = async (connection: PeerConnection): Promise<void> => {
    const { target } = await connection.request();
    assert.match(target, /\/containers\/web\/wait\?condition=next-exit$/);
    await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    await connection.closed;
    ended();
  };
  return memoryPeer([wait, async (connection) => {
    await connection.request();
    await connection.json({ message: "no such program" }, 400);
  }]);
}

describe("a container that could not be started ends the wait for its exit", () => {
  for (const asked of [true, false]) {
    it(
      asked ? "with its exit code asked for before" : "with its exit code asked for after",
      async () => {
        let ended = false;
        const peer = stubborn(() => ended = true);
        const engine = engineOver(peer.connector);
        const wait = await registerWait(engine, "web", { condition: "next-exit" });
        const code = asked ? wait.exitCode() : undefined;
        await assert.rejects(start(engine, "web"), { name: "BadRequest" });
        await peer.done();
        assert.equal(ended, true);
        await assert.rejects(code ?? wait.exitCode(), {
          name: "DockerError",
          message:
            'Cannot wait for container "web": the wait was given up, since the container could ' +
            "not be started",
        });
        engine.close();
      },
    );
  }
});
