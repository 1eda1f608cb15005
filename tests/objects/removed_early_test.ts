import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { exited, healthy, logLine, portOpen } from "../../mod.ts";
import { startContainer } from "../../src/objects/start_container.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

/** Creates and starts a container, and knows nothing of it any more but that its log is missing. */
async function play(connection: PeerConnection): Promise<void> {
  try {
    for (;;) {
      const { target } = await connection.request();
      if (target.includes("/create")) await connection.json({ Id: "c", Warnings: [] });
      else if (target.endsWith("/start")) await connection.json({});
      else if (target.includes("/logs")) {
        await connection.json({ message: "open c-json.log: no such file or directory" }, 500);
      } else await connection.json({ message: "No such container: c" }, 404);
    }
  } catch { /* The client has left. */ }
}

describe("startContainer({ remove, waitUntil })", () => {
  const conditions = {
    exited,
    healthy,
    logLine: () => logLine("up"),
    portOpen: () => portOpen(80),
  };
  for (const [name, condition] of Object.entries(conditions)) {
    it(`says of a container that is gone at once that it ended: ${name}`, async () => {
      const peer = memoryPeer(Array.from({ length: 8 }, () => play));
      const engine = engineOver(peer.connector);
      const waitUntil = condition();
      const options = { remove: true, waitUntil };
      await assert.rejects(kept(startContainer(engine, "app", "date", options)), {
        name: "WaitError",
        message:
          `Cannot wait until container "c" ${waitUntil.description}: the container ended and was removed`,
        exitCode: null,
      });
      await assert.rejects(kept(startContainer(engine, "app", "date", { waitUntil })), {
        name: "NotFound",
      });
      engine.close();
    });
  }
});
