import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ContainerCollection } from "../../src/objects/containers.ts";
import { NetworkCollection } from "../../src/objects/networks.ts";
import { ServiceCollection } from "../../src/objects/services.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

const WORDS = ["it does otherwise", "and so"];
const TOLD = [
  ["container", "c", ContainerCollection, { Id: "c", Warnings: WORDS }, WORDS],
  ["container", "c", ContainerCollection, { Id: "c", Warnings: null }, []],
  ["service", "s", ServiceCollection, { ID: "s", Warnings: WORDS }, WORDS],
  ["service", "s", ServiceCollection, { ID: "s" }, []],
  ["network", "app", NetworkCollection, { Id: "n", Warning: WORDS[0] }, [WORDS[0]]],
  ["network", "app", NetworkCollection, { Id: "n", Warning: "" }, []],
] as const;

describe("what the Engine warns of at a creation", () => {
  for (const [kind, name, Kind, made, words] of TOLD) {
    it(`is told of a ${kind} that was answered ${JSON.stringify(made)}`, async () => {
      const peer = memoryPeer([async (connection) => {
        for (const answer of [made, made]) {
          await connection.request();
          await connection.json(answer);
        }
      }]);
      const told: string[] = [];
      const engine = engineOver(peer.connector, { onWarning: (text) => void told.push(text) });
      await new Kind(engine).create("app");
      assert.deepEqual(told, words.map((word) => `The engine warns of ${kind} "${name}": ${word}`));
      engine.close();
    });
  }
});
