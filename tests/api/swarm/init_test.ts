import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { initSwarm, type InitSwarmOptions } from "../../../src/api/swarm/init.ts";
import { joinSwarm } from "../../../src/api/swarm/join.ts";
import { SwarmSpec } from "../../../src/specs/swarm_spec.ts";
import { recorded, refuses } from "../recorded.ts";

const LOCK = { EncryptionConfig: { AutoLockManagers: true } };

describe("initSwarm()", () => {
  const rows: [options: InitSwarmOptions, body: object][] = [
    [{ defaultAddrPool: ["10.20.0.0/16"] }, { DefaultAddrPool: ["10.20.0.0/16"], SubnetSize: 24 }],
    [{ DefaultAddrPool: ["10.20.0.0/16"] }, { DefaultAddrPool: ["10.20.0.0/16"], SubnetSize: 24 }],
    [{ subnetSize: 26 }, { SubnetSize: 26, DefaultAddrPool: ["10.0.0.0/8"] }],
    [{ SubnetSize: 26, DefaultAddrPool: [] }, { SubnetSize: 26, DefaultAddrPool: ["10.0.0.0/8"] }],
    [
      { defaultAddrPool: ["10.20.0.0/16"], subnetSize: 20 },
      { DefaultAddrPool: ["10.20.0.0/16"], SubnetSize: 20 },
    ],
    [{ DefaultAddrPool: null, SubnetSize: 0 }, { DefaultAddrPool: null, SubnetSize: 0 }],
    [{ autoLockManagers: true }, { AutoLockManagers: true, Spec: LOCK }],
    [{ swarmSpec: { autolockManagers: true } }, { Spec: LOCK, AutoLockManagers: true }],
    [
      { swarmSpec: new SwarmSpec({ name: "default" }), autoLockManagers: true },
      { Spec: { Name: "default", ...LOCK }, AutoLockManagers: true },
    ],
    [{ autoLockManagers: false }, { AutoLockManagers: false }],
    [{ availability: "drain" }, { Availability: "drain" }],
    [{ swarmSpec: null, listenAddr: undefined }, {}],
  ];
  for (const [options, body] of rows) {
    it(`sends all that ${JSON.stringify(options)} needs`, async () => {
      const { sent } = await recorded((engine) => initSwarm(engine, options));
      assert.deepEqual(sent[0]!.json, { ListenAddr: "0.0.0.0:2377", ...body });
    });
  }

  it("takes what an inspection returned of a swarm, zeros included", async () => {
    const Spec = {
      Name: "default",
      Labels: {},
      Orchestration: { TaskHistoryRetentionLimit: 5 },
      Raft: { SnapshotInterval: 10000, ElectionTick: 10, HeartbeatTick: 1 },
      Dispatcher: { HeartbeatPeriod: 5e9 },
      CAConfig: { NodeCertExpiry: 7776e12, ExternalCAs: null, ForceRotate: 0 },
      TaskDefaults: {},
      EncryptionConfig: { AutoLockManagers: false },
      Later: 1,
    };
    const { sent } = await recorded((engine) => initSwarm(engine, { swarmSpec: Spec }), "1.24");
    assert.deepEqual(sent[0]!.json, { ListenAddr: "0.0.0.0:2377", Spec });
  });

  describe("refuses what contradicts itself, or has no such value", () => {
    refuses([
      [
        "TypeError",
        "Cannot make a swarm: autoLockManagers is false, and in swarmSpec it is true",
        (engine) => {
          return initSwarm(engine, { autoLockManagers: false, swarmSpec: new SwarmSpec(LOCK) });
        },
      ],
      [
        "RangeError",
        'Cannot use availability "paused": expected one of "active", "pause", "drain"',
        (engine) => initSwarm(engine, { availability: "paused" as "pause" }),
      ],
      [
        "TypeError",
        'Cannot use autoLockManagers "true": expected true or false',
        (engine) => initSwarm(engine, { autoLockManagers: "true" as never }),
      ],
      [
        "TypeError",
        'Cannot use swarmSpec: unknown field "Raft.SnapshotIntervall"; did you mean "SnapshotInterval"?',
        (engine) => {
          return initSwarm(engine, { swarmSpec: { Raft: { SnapshotIntervall: 5 } } as object });
        },
      ],
      [
        "TypeError",
        'Cannot use swarmSpec: unknown field "CAconfig"; did you mean "CAConfig"?',
        (engine) => initSwarm(engine, { swarmSpec: { CAconfig: {} } as object }),
      ],
      [
        "InvalidVersion",
        'Cannot make a swarm: option "autoLockManagers" (AutoLockManagers) needs API version 1.25, and 1.24 is in use',
        (engine) => initSwarm(engine, { autoLockManagers: true }),
        "1.24",
      ],
    ]);
  });
});

describe("joinSwarm()", () => {
  it("says what the node takes on", async () => {
    const { sent } = await recorded((engine) => {
      return joinSwarm(engine, ["a"], "token", { availability: "pause" });
    });
    assert.deepEqual(sent[0]!.json, {
      ListenAddr: "0.0.0.0:2377",
      RemoteAddrs: ["a"],
      JoinToken: "token",
      Availability: "pause",
    });
  });
});
