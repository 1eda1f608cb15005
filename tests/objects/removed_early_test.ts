import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allOf, anyOf, command, exited, healthy, http, logLine, portOpen } from "../../mod.ts";
import { startContainer } from "../../src/objects/start_container.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

/** What an inspection says of a container that is being removed. */
const STATE = { Status: "removing", Running: false, Restarting: false };
const REMOVING = { Id: "c", State: STATE, NetworkSettings: { Ports: {} } };

/** Creates and starts a container, and knows nothing of it any more but that its log is missing. */
async function answer(connection: PeerConnection, isLeft: boolean): Promise<void> {
  try {
    for (;;) {
      const { target } = await connection.request();
      if (target.includes("/create")) await connection.json({ Id: "c", Warnings: [] });
      else if (target.endsWith("/start")) await connection.json({});
      else if (target.includes("/logs")) {
        await connection.json({ message: "open c-json.log: no such file or directory" }, 500);
      } else if (isLeft && target.endsWith("/c/json")) await connection.json(REMOVING);
      else if (isLeft && target.endsWith("/exec")) {
        await connection.json({ message: "container c is not running" }, 409);
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
    command: () => command(["true"]),
    http: () => http({ port: 80 }),
    allOf: () => allOf(logLine("up"), healthy()),
    anyOf: () => anyOf(logLine("up"), portOpen(80)),
  };
  const rows = Object.entries(conditions).flatMap(([name, condition]) =>
    [false, true].map((isLeft) => ({ name, condition, isLeft }))
  );
  for (const { name, condition, isLeft } of rows) {
    const state = isLeft ? "is being removed" : "is gone at once";
    it(`says of a container that ${state} that it ended: ${name}`, async () => {
      const play = (connection: PeerConnection): Promise<void> => answer(connection, isLeft);
      const peer = memoryPeer(Array.from({ length: 20 }, () => play));
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
