import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { healthy } from "../../mod.ts";
import { ContainerCollection } from "../../src/objects/containers.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

const HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const CREATED = "2024-05-06T07:08:09.123456789Z";

describe("healthy()", () => {
  it("misses no change between the head of the events and the moment the Engine listens", async () => {
    let asked: string | null = null;
    let Status = "starting";
    let onInspect = (): void => {};
    const play = async (connection: PeerConnection): Promise<void> => {
      try {
        for (;;) {
          const { target } = await connection.request();
          if (target.includes("/events")) {
            asked = new URL(target, "http://engine").searchParams.get("since");
            await connection.send(HEAD);
            await new Promise<void>((resolve) => onInspect = resolve);
            Status = "healthy";
            // What changes before the Engine listens is told only to those who ask for the past.
            const event = JSON.stringify({ Action: "health_status: healthy" });
            const chunk = `${event.length.toString(16)}\r\n${event}\r\n`;
            if (asked !== null) await connection.send(chunk);
            await connection.closed;
          } else if (target.includes("/wait")) {
            await connection.send(HEAD);
            await connection.closed;
          } else {
            await connection.json({
              Id: "c",
              Name: "/c",
              Created: CREATED,
              State: { Status: "running", Running: true, Health: { Status, Log: [] } },
              Config: { Healthcheck: { Test: ["CMD", "true"] } },
              HostConfig: {},
            });
            onInspect();
          }
        }
      } catch { /* The client has left. */ }
    };
    const peer = memoryPeer(Array.from({ length: 8 }, () => play));
    const engine = engineOver(peer.connector);
    const container = new ContainerCollection(engine).prepareModel({ Id: "c" } as never);
    await kept(container.waitUntil(healthy(), { timeout: 60 }));
    assert.equal(asked, "1714979289.123456789");
    engine.close();
  });
});
