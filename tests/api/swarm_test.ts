import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspectNode } from "../../src/api/nodes/inspect.ts";
import { nodes } from "../../src/api/nodes/list.ts";
import { removeNode } from "../../src/api/nodes/remove.ts";
import { updateNode } from "../../src/api/nodes/update.ts";
import { initSwarm } from "../../src/api/swarm/init.ts";
import { inspectSwarm } from "../../src/api/swarm/inspect.ts";
import { joinSwarm } from "../../src/api/swarm/join.ts";
import { leaveSwarm } from "../../src/api/swarm/leave.ts";
import { unlockSwarm } from "../../src/api/swarm/unlock.ts";
import { getUnlockKey } from "../../src/api/swarm/unlock_key.ts";
import { updateSwarm } from "../../src/api/swarm/update.ts";
import { createSwarmSpec } from "../../src/api/swarm/swarm_spec.ts";
import { SwarmSpec } from "../../src/specs/swarm_spec.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";
import { recorded, refuses, sends } from "./recorded.ts";

const NONE = undefined;
const TOKEN = "SWMTKN-1-secret";

describe("the methods of the swarm send what their parameters say", () => {
  sends([
    ["POST /v1.41/swarm/init", { ListenAddr: "0.0.0.0:2377" }, (e) => initSwarm(e)],
    [
      "POST /v1.41/swarm/init",
      {
        ListenAddr: "eth0:2000",
        AdvertiseAddr: "10.0.0.1",
        ForceNewCluster: true,
        Spec: { Raft: { SnapshotInterval: 7 }, Labels: { a: "b" } },
        DataPathAddr: "eth1",
        DataPathPort: 4790,
        DefaultAddrPool: ["10.20.0.0/16"],
        SubnetSize: 24,
        Availability: "drain",
      },
      (e) =>
        initSwarm(e, {
          listenAddr: "eth0:2000",
          advertiseAddr: "10.0.0.1",
          forceNewCluster: true,
          swarmSpec: { snapshotInterval: 7, Labels: { a: "b" } },
          dataPathAddr: "eth1",
          dataPathPort: 4790,
          defaultAddrPool: ["10.20.0.0/16"],
          subnetSize: 24,
          Availability: "drain",
        }),
    ],
    [
      "POST /v1.41/swarm/join",
      { ListenAddr: "0.0.0.0:2377", RemoteAddrs: ["10.0.0.1:2377"], JoinToken: TOKEN },
      (e) => joinSwarm(e, ["10.0.0.1:2377"], TOKEN),
    ],
    [
      "POST /v1.41/swarm/join",
      {
        ListenAddr: "eth0",
        AdvertiseAddr: "10.0.0.2",
        DataPathAddr: "eth1",
        RemoteAddrs: ["a", "b"],
        JoinToken: TOKEN,
      },
      (e) =>
        joinSwarm(e, ["a", "b"], ` ${TOKEN}\n`, {
          listenAddr: "eth0",
          advertiseAddr: "10.0.0.2",
          dataPathAddr: "eth1",
        }),
    ],
    ["GET /v1.41/swarm", NONE, (e) => inspectSwarm(e)],
    ["POST /v1.41/swarm/leave", NONE, (e) => leaveSwarm(e)],
    ["POST /v1.41/swarm/leave?force=1", NONE, (e) => leaveSwarm(e, { force: true })],
    ["GET /v1.41/swarm/unlockkey", NONE, (e) => getUnlockKey(e)],
    ["POST /v1.41/swarm/unlock", { UnlockKey: "k" }, (e) => unlockSwarm(e, "k")],
    ["POST /v1.41/swarm/unlock", { UnlockKey: "k" }, (e) => unlockSwarm(e, { UnlockKey: "k" })],
    [
      "POST /v1.41/swarm/update?version=7",
      { Labels: { a: "b" } },
      (e) => updateSwarm(e, 7, { swarmSpec: createSwarmSpec({ labels: { a: "b" } }) }),
    ],
    [
      "POST /v1.41/swarm/update?rotateWorkerToken=1&rotateManagerToken=1&rotateManagerUnlockKey=1&version=7",
      { Name: "default" },
      (e) =>
        updateSwarm(e, { Index: 7 }, {
          swarmSpec: { Name: "default" },
          rotateWorkerToken: true,
          rotateManagerToken: true,
          rotateManagerUnlockKey: true,
        }),
    ],
    ["GET /v1.41/nodes", NONE, (e) => nodes(e)],
    [
      "GET /v1.41/nodes?filters=%7B%22role%22%3A%5B%22worker%22%5D%7D",
      NONE,
      (e) => nodes(e, { filters: { role: "worker" } }),
    ],
    ["GET /v1.41/nodes/self", NONE, (e) => inspectNode(e, "self")],
    ["DELETE /v1.41/nodes/a", NONE, (e) => removeNode(e, { ID: "a" })],
    ["DELETE /v1.41/nodes/a?force=1", NONE, (e) => removeNode(e, "a", { force: true })],
    ["POST /v1.41/nodes/a/update?version=3", {}, (e) => updateNode(e, "a", 3)],
    [
      "POST /v1.41/nodes/a/update?version=3",
      { Role: "manager", Availability: "active" },
      (e) =>
        updateNode(e, "a", { Index: 3 }, {
          nodeSpec: { Role: "manager", Availability: "active" },
        }),
    ],
  ]);
});

test("updateSwarm() without settings sends those that the swarm has", async () => {
  const Spec = { Name: "default", Labels: { color: "red" } };
  const { sent, result } = await recorded(
    (e) => updateSwarm(e, 5, { rotateWorkerToken: true }),
    "1.41",
    [{ ID: "x", Version: { Index: 5 }, Spec }, {}],
  );
  assert.deepEqual(sent.map(({ line, json }) => [line, json]), [
    ["GET /v1.41/swarm", NONE],
    ["POST /v1.41/swarm/update?rotateWorkerToken=1&version=5", Spec],
  ]);
  assert.equal(result, true);
});

test("initSwarm() returns the node's id", async () => {
  const { result } = await recorded((e) => initSwarm(e), "1.41", ["node1"]);
  assert.equal(result, "node1");
});

test("createSwarmSpec() makes a SwarmSpec", () => {
  const spec = createSwarmSpec({ autolockManagers: true });
  assert.ok(spec instanceof SwarmSpec);
  assert.deepEqual({ ...spec }, { EncryptionConfig: { AutoLockManagers: true } });
});

test("leaveSwarm() with force is content when there is no swarm to leave", async () => {
  const outside = "This node is not part of a swarm";
  const leave = async (force: boolean, status: number, message: string): Promise<unknown> => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.json({ message }, status);
    }]);
    const engine = engineOver(peer.connector);
    try {
      return await leaveSwarm(engine, { force });
    } catch (error) {
      return (error as Error).message;
    } finally {
      engine.close();
      await peer.done();
    }
  };
  assert.equal(await leave(true, 503, outside), true);
  assert.equal(await leave(true, 406, outside), true);
  assert.equal(
    await leave(false, 503, outside),
    `Cannot leave the swarm: ${outside} (503, POST /v1.41/swarm/leave)`,
  );
  assert.equal(
    await leave(true, 503, "no leader"),
    "Cannot leave the swarm: no leader (503, POST /v1.41/swarm/leave)",
  );
});

describe("the methods of the swarm refuse bad input, and never show what is secret", () => {
  const empty = "it is empty; expected an id or name, or an object with Id or ID";
  const version = "expected a version number, or the Version of an inspection";
  refuses([
    ["NullResource", `Cannot use nodeId: ${empty}`, (e) => inspectNode(e, "")],
    ["NullResource", `Cannot use nodeId: ${empty}`, (e) => removeNode(e, " ")],
    [
      "TypeError",
      `Cannot use version "7": ${version}`,
      (e) => updateNode(e, "a", "7" as unknown as number),
    ],
    [
      "TypeError",
      `Cannot use version {}: ${version}`,
      (e) => updateSwarm(e, {} as { Index: number }),
    ],
    [
      "TypeError",
      'Cannot use nodeSpec "drain": expected an object with Role, Availability, Name and Labels',
      (e) => updateNode(e, "a", 7, { nodeSpec: "drain" as unknown as Record<string, never> }),
    ],
    [
      "TypeError",
      "Cannot join the swarm: joinToken is empty or no string",
      (e) => joinSwarm(e, ["a"], ""),
    ],
    [
      "TypeError",
      "Cannot join the swarm: joinToken is empty or no string",
      (e) => joinSwarm(e, ["a"], { Worker: TOKEN } as unknown as string),
    ],
    [
      "TypeError",
      'Cannot use remoteAddrs []: expected the address of a manager, e.g. ["10.0.0.1:2377"]',
      (e) => joinSwarm(e, [], TOKEN),
    ],
    [
      "TypeError",
      'Cannot use remoteAddrs "a": expected a list of strings',
      (e) => joinSwarm(e, "a" as unknown as string[], TOKEN),
    ],
    [
      "TypeError",
      "Cannot unlock the swarm: expected key to be the unlock key, or an object with UnlockKey",
      (e) => unlockSwarm(e, ""),
    ],
    [
      "RangeError",
      "Cannot use dataPathPort 70000: expected a whole number from 0 to 65535",
      (e) => initSwarm(e, { dataPathPort: 70000 }),
    ],
    [
      "TypeError",
      'Cannot make a swarm: unknown option "advertiseAddress"; did you mean "advertiseAddr"?',
      (e) => initSwarm(e, { advertiseAddress: "x" } as Record<string, unknown>),
    ],
    [
      "TypeError",
      "Cannot use swarmSpec []: expected a SwarmSpec or its options",
      (e) => updateSwarm(e, 1, { swarmSpec: [] as unknown as Record<string, unknown> }),
    ],
  ]);
});

describe("the methods of the swarm refuse what the API version in use does not know", () => {
  refuses([
    [
      "InvalidVersion",
      'Cannot make a swarm: option "defaultAddrPool" (DefaultAddrPool) needs API version 1.39, and 1.38 is in use',
      (e) => initSwarm(e, { defaultAddrPool: ["10.0.0.0/8"] }),
      "1.38",
    ],
    [
      "InvalidVersion",
      'Cannot make a swarm: option "signingCaCert" (Spec.CAConfig.SigningCACert) needs API version 1.30, and 1.29 is in use',
      (e) => initSwarm(e, { swarmSpec: { signingCaCert: "x" } }),
      "1.29",
    ],
    [
      "InvalidVersion",
      'Cannot update the swarm: option "caForceRotate" (CAConfig.ForceRotate) needs API version 1.30, and 1.29 is in use',
      (e) => updateSwarm(e, 1, { swarmSpec: { caForceRotate: 1 } }),
      "1.29",
    ],
    [
      "InvalidVersion",
      'Cannot join the swarm: option "dataPathAddr" (DataPathAddr) needs API version 1.30, and 1.29 is in use',
      (e) => joinSwarm(e, ["a"], TOKEN, { dataPathAddr: "x" }),
      "1.29",
    ],
    [
      "InvalidVersion",
      "Cannot list nodes: GET /nodes needs API version 1.24, and 1.23 is in use",
      (e) => nodes(e),
      "1.23",
    ],
  ]);
});
