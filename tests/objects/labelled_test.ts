import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { labelledObjects } from "../../src/objects/scope.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

const OTHERS = [{ app: "other" }, { application: "web" }, { App: "web" }, {}, null];

/** What an Engine lists that takes no notice of filters: what has the labels, and others of each kind. */
function lists(labels: object): Record<string, unknown> {
  const all = [labels, ...OTHERS];
  const named = all.map((Labels, index) => ({ Id: `${index}`, Name: `${index}`, Labels }));
  const specs = all.map((Labels, index) => ({
    ID: `${index}`,
    Spec: { Name: `${index}`, Labels },
  }));
  return {
    "/info": { Swarm: { ControlAvailable: true } },
    "/containers/json": named,
    "/networks": named,
    "/volumes": { Volumes: named },
    "/images/json": named,
    "/services": specs,
    "/secrets": specs,
    "/configs": specs,
  };
}

async function found(label: string, labels: object): Promise<string[]> {
  const answers = lists(labels);
  const peer = memoryPeer([async (connection) => {
    for (const _ of Object.keys(answers)) {
      const { target } = await connection.request();
      await connection.json(
        answers[new URL(target, "http://engine").pathname.slice("/v1.41".length)],
      );
    }
  }]);
  const engine = engineOver(peer.connector);
  const objects = await labelledObjects(engine, label, {});
  engine.close();
  await peer.done();
  return objects.map(({ kind, id }) => `${kind} ${id}`);
}

describe("what carries a label is, whatever the Engine lists,", () => {
  const KINDS = ["service", "container", "network", "volume", "secret", "config", "image"];
  for (
    const [label, labels] of [
      ["app=web", { app: "web" }],
      ["app=a=b", { app: "a=b" }],
      ["app=", { app: "" }],
      ["team", { team: "" }],
      ["team", { team: "x" }],
      ["__proto__", JSON.parse('{"__proto__":"x"}')],
    ] as const
  ) {
    it(`${label}: only what has ${JSON.stringify(labels)}`, async () => {
      assert.deepEqual(await found(label, labels), KINDS.map((kind) => `${kind} 0`));
    });
  }
  it("toString: nothing, which no object has of its own", async () => {
    assert.deepEqual(await found("toString", {}), []);
  });
});
