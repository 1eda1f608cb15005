import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { remembersEvent } from "../../../src/api/common/remembered_event.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { pinged, told } from "../../harness/remembering.ts";
import { memoryPeer, type PeerConnection } from "../../scripted_peer.ts";

const FILTERS = { event: ["attach", "die"] };

async function remembers(
  script: (connection: PeerConnection) => Promise<void>,
  isIt: (action: string) => boolean = () => true,
): Promise<boolean> {
  const peer = memoryPeer([script]);
  const engine = engineOver(peer.connector);
  const answer = await remembersEvent(engine, FILTERS, ({ Action }) => isIt(Action), {});
  engine.close();
  await peer.done();
  return answer;
}

describe("remembersEvent()", () => {
  it("looks at what the Engine told until now, the oldest first, no further than to what it seeks", async () => {
    const seen: string[] = [];
    const answer = await remembers(async (connection) => {
      await pinged(connection);
      await told(connection, ["attach", "die", "attach"], FILTERS);
    }, (action) => seen.push(action) === 2);
    assert.equal(answer, true);
    assert.deepEqual(seen, ["attach", "die"]);
  });

  for (const [count, answer] of [[0, false], [255, false], [256, true]] as const) {
    it(`is ${answer} of what is none of the ${count} events that the Engine remembers`, async () => {
      const found = await remembers(async (connection) => {
        await pinged(connection);
        await told(connection, ["die"], FILTERS);
        await told(connection, Array(count).fill("start"));
      }, (action) => action === "attach");
      assert.equal(found, answer);
    });
  }

  it("cannot tell on Podman, nor without the Engine's clock, nor where events are refused", async () => {
    assert.equal(await remembers((peer) => pinged(peer, { "Libpod-Api-Version": "5.4.2" })), true);
    assert.equal(await remembers((peer) => pinged(peer, { Date: "soon" })), true);
    const refused = await remembers(async (connection) => {
      await pinged(connection);
      await connection.request();
      await connection.json({ message: "no" }, 403);
    });
    assert.equal(refused, true);
  });
});
