import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { APIClient, SwarmExternalCA, type SwarmInspect, SwarmSpec } from "../../mod.ts";
import { freePort } from "../harness/free_port.ts";
import { type BareEngine, startBareEngine } from "../harness/private_engine.ts";
import { eventually, inSequence } from "./eventually.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { skipUnlessPrivate } from "./fixture.ts";

/** Makes a certificate authority; swarms want one that is valid for more than a year. */
function makeAuthority(): { cert: string; key: string } {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-ca-"));
  try {
    const [cert, key] = [path.join(directory, "cert.pem"), path.join(directory, "key.pem")];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const uses = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    const files = ["-keyout", key, "-out", cert];
    const rest = ["-nodes", "-subj", "/CN=longshore", "-days", "3650"];
    execFileSync("openssl", ["req", "-x509", ...curve, ...uses, ...rest, ...files], {
      stdio: "ignore",
    });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Whether the engine has its node's key on disk only under the swarm's unlock key. */
function isLocked(dockerRoot: string): boolean {
  const key = path.join(dockerRoot, "swarm", "certificates", "swarm-node.key");
  return readFileSync(key, "utf8").includes("BEGIN ENCRYPTED");
}

describe("outside a swarm", { skip: skipUnlessPrivate }, () => {
  it("all that needs a swarm shows the engine's refusal", async () => {
    await using client = new APIClient({ ...connection });
    const reason = /This node is not a swarm manager|This node is not part of a swarm/;
    for (
      const call of [
        () => client.inspectSwarm(),
        () => client.nodes(),
        () => client.services(),
        () => client.tasks(),
        () => client.secrets(),
        () => client.configs(),
        () => client.leaveSwarm(),
        () => client.createSecret("x", "y"),
      ]
    ) {
      await assert.rejects(call, { name: "ServerError", status: 503, explanation: reason });
    }
    assert.equal(await client.leaveSwarm({ force: true }), true);
  });

  it("initSwarm() refuses a name that is not the default one, and bad addresses", async () => {
    await using client = new APIClient({ ...connection });
    await assert.rejects(
      client.initSwarm({ advertiseAddr: "127.0.0.1", swarmSpec: new SwarmSpec({ name: "other" }) }),
      {
        name: "BadRequest",
        message:
          /^Cannot make a swarm: swarm spec must be named "default" \(400, POST \/v.*\/swarm\/init\)$/,
      },
    );
    await assert.rejects(client.initSwarm({ listenAddr: "nowhere:port" }), {
      name: "BadRequest",
      message: /^Cannot make a swarm: .*(advertise|listen) address/,
    });
    await assert.rejects(client.joinSwarm(["127.0.0.1:1"], "wrong"), (error: Error) => {
      assert.match(error.message, /^Cannot join the swarm: invalid join token/);
      return true;
    });
  });
});

describe("a swarm", { skip: skipUnlessPrivate }, () => {
  const client = new APIClient({ ...connection });
  let port = 0;
  let nodeId = "";

  before(async () => {
    port = await freePort("127.0.0.1");
    nodeId = await client.initSwarm({
      advertiseAddr: "127.0.0.1",
      listenAddr: `127.0.0.1:${port}`,
      swarmSpec: client.createSwarmSpec({
        taskHistoryRetentionLimit: 3,
        snapshotInterval: 5000,
        keepOldSnapshots: 2,
        logEntriesForSlowFollowers: 400,
        heartbeatTick: 2,
        electionTick: 20,
        dispatcherHeartbeatPeriod: "6s",
        nodeCertExpiry: 2_592_000_000_000_000,
        name: "default",
        labels: { color: "blue" },
        autolockManagers: true,
        caForceRotate: 1,
      }),
    });
  });

  after(async () => {
    await client.leaveSwarm({ force: true });
    client.close();
  });

  /** Changes the swarm's settings and returns what they have become. */
  async function change(
    settings: (swarm: SwarmInspect) => Partial<SwarmInspect["Spec"]>,
  ): Promise<SwarmInspect> {
    const updated = await inSequence(async () => {
      const swarm = await client.inspectSwarm();
      const swarmSpec = { ...swarm.Spec, ...settings(swarm) };
      return await client.updateSwarm(swarm.Version, { swarmSpec });
    });
    assert.equal(updated, true);
    return await client.inspectSwarm();
  }

  it("initSwarm() made it with all that it was told", async () => {
    assert.match(nodeId, /^[0-9a-z]{25}$/);
    const { Spec } = await client.inspectSwarm();
    assert.deepEqual(Spec, {
      Name: "default",
      Labels: { color: "blue" },
      Orchestration: { TaskHistoryRetentionLimit: 3 },
      Raft: {
        SnapshotInterval: 5000,
        KeepOldSnapshots: 2,
        LogEntriesForSlowFollowers: 400,
        ElectionTick: 20,
        HeartbeatTick: 2,
      },
      Dispatcher: { HeartbeatPeriod: 6_000_000_000 },
      CAConfig: { NodeCertExpiry: 2_592_000_000_000_000, ForceRotate: 1 },
      EncryptionConfig: { AutoLockManagers: true },
      TaskDefaults: {},
    });
    const [node] = await client.nodes();
    assert.equal(node?.ID, nodeId);
    assert.equal(node.ManagerStatus?.Addr, `127.0.0.1:${port}`);
    const { UnlockKey } = await client.getUnlockKey();
    assert.match(UnlockKey, /^SWMKEY-1-/);
    const seen = ["taskHistoryRetentionLimit", "snapshotInterval", "keepOldSnapshots"];
    seen.push("logEntriesForSlowFollowers", "heartbeatTick", "electionTick", "nodeCertExpiry");
    seen.push("dispatcherHeartbeatPeriod", "name", "labels", "autolockManagers");
    seen.push("caForceRotate");
    exercised("createSwarmSpec", ...seen);
    exercised("SwarmSpec", ...seen);
    exercised("initSwarm", "advertiseAddr", "listenAddr", "swarmSpec");
    exercised("inspectSwarm");
  });

  it("initSwarm() refuses a second swarm, and begins the first anew when forced", async () => {
    // A locked manager would ask for its key, and it is not at once that the lock is taken off.
    const before = await change(() => ({ EncryptionConfig: { AutoLockManagers: false } }));
    assert.equal((await client.getUnlockKey()).UnlockKey, "");
    const { DockerRootDir } = await client.info();
    await eventually(() => Promise.resolve(isLocked(DockerRootDir) ? undefined : true));
    await assert.rejects(client.unlockSwarm("SWMKEY-1-x"), {
      name: "Conflict",
      message: /^Cannot unlock the swarm: swarm is not locked/,
    });
    await assert.rejects(client.initSwarm({ advertiseAddr: "127.0.0.1" }), {
      name: "ServerError",
      message: /^Cannot make a swarm: This node is already part of a swarm/,
    });
    const options = { advertiseAddr: "127.0.0.1", listenAddr: `127.0.0.1:${port}` };
    // Between the old manager and the new one the port is anybody's.
    const again = await eventually(() =>
      client.initSwarm({ ...options, forceNewCluster: true }).catch((error: Error) => {
        assert.match(error.message, /address already in use/);
        return undefined;
      })
    );
    assert.equal(again, nodeId);
    const { ID, Spec } = await client.inspectSwarm();
    assert.equal(ID, before.ID);
    assert.deepEqual([Spec.Labels, Spec.Raft], [before.Spec.Labels, before.Spec.Raft]);
    exercised("initSwarm", "forceNewCluster");
  });

  it("updateSwarm() changes the settings, and refuses a version that is past", async () => {
    const { Spec, Version } = await change(() => ({ Labels: { color: "red" } }));
    assert.deepEqual(Spec.Labels, { color: "red" });
    assert.equal(Spec.Raft?.SnapshotInterval, 5000);
    await assert.rejects(client.updateSwarm(Version.Index - 1, { swarmSpec: Spec }), {
      name: "ServerError",
      message:
        /^Cannot update the swarm: rpc error: .* update out of sequence \(500, POST \/v.*\/swarm\/update\)$/,
    });
    exercised("updateSwarm", "version", "swarmSpec");
  });

  it("updateSwarm() makes new tokens and leaves the settings alone", async () => {
    const one = await client.inspectSwarm();
    await client.updateSwarm(one.Version, { rotateWorkerToken: true });
    const two = await client.inspectSwarm();
    assert.notEqual(two.JoinTokens.Worker, one.JoinTokens.Worker);
    assert.equal(two.JoinTokens.Manager, one.JoinTokens.Manager);
    await client.updateSwarm(two.Version, { rotateManagerToken: true });
    const three = await client.inspectSwarm();
    assert.equal(three.JoinTokens.Worker, two.JoinTokens.Worker);
    assert.notEqual(three.JoinTokens.Manager, two.JoinTokens.Manager);
    assert.deepEqual(three.Spec, one.Spec);
    exercised("updateSwarm", "rotateWorkerToken", "rotateManagerToken");
  });

  it("an Engine joins, shows among the nodes, is drained, leaves and is removed", async () => {
    let second: BareEngine | undefined;
    try {
      second = await startBareEngine();
      await using other = new APIClient({ baseUrl: second.host });
      const { JoinTokens } = await client.inspectSwarm();
      const listenAddr = `127.0.0.2:${await freePort("127.0.0.2")}`;
      assert.equal(
        await other.joinSwarm([`127.0.0.1:${port}`], JoinTokens.Worker, {
          listenAddr,
          advertiseAddr: "127.0.0.2",
        }),
        true,
      );
      const { Swarm } = await other.info();
      assert.equal(Swarm.LocalNodeState, "active");
      assert.equal(Swarm.NodeAddr, "127.0.0.2");
      assert.deepEqual(Swarm.RemoteManagers, [{ NodeID: nodeId, Addr: `127.0.0.1:${port}` }]);
      const id = Swarm.NodeID;
      const ids = async (filters: Record<string, string>): Promise<string[]> => {
        return (await client.nodes({ filters })).map(({ ID }) => ID);
      };
      assert.deepEqual(await ids({ role: "worker" }), [id]);
      assert.deepEqual(await ids({ role: "manager" }), [nodeId]);
      assert.deepEqual(await ids({ id }), [id]);
      const joined = await eventually(async () => {
        const node = await client.inspectNode({ ID: id });
        return node.Status.State === "ready" ? node : undefined;
      });
      assert.equal(joined.ManagerStatus, undefined);
      exercised("nodes", "filters");
      exercised("inspectNode", "nodeId");
      exercised("joinSwarm", "remoteAddrs", "joinToken", "advertiseAddr");

      const nodeSpec = { ...joined.Spec, Availability: "drain" as const, Labels: { rack: "7" } };
      assert.equal(await client.updateNode(id, joined.Version, { nodeSpec }), true);
      const drained = await client.inspectNode(id);
      assert.equal(drained.Spec.Availability, "drain");
      assert.deepEqual(drained.Spec.Labels, { rack: "7" });
      assert.deepEqual(await ids({ "node.label": "rack=7" }), [id]);
      await assert.rejects(client.updateNode(id, joined.Version.Index, { nodeSpec }), {
        name: "ServerError",
        message: /^Cannot update node ".*": rpc error: .* update out of sequence/,
      });
      await assert.rejects(client.updateNode(id, drained.Version), {
        name: "BadRequest",
        message: /^Cannot update node ".*": invalid Role: ""/,
      });
      exercised("updateNode", "nodeId", "version", "nodeSpec");

      // As a manager it tells where it listens.
      await client.updateNode(id, drained.Version, { nodeSpec: { ...nodeSpec, Role: "manager" } });
      const status = await eventually(async () => {
        const { ManagerStatus } = await client.inspectNode(id);
        return ManagerStatus?.Reachability === "reachable" ? ManagerStatus : undefined;
      });
      assert.equal(status.Addr, listenAddr);
      exercised("joinSwarm", "listenAddr");
      await inSequence(async () => {
        const promoted = await client.inspectNode(id);
        return await client.updateNode(id, promoted.Version, { nodeSpec });
      });
      await eventually(async () => {
        return (await other.info()).Swarm.ControlAvailable ? undefined : true;
      });

      await assert.rejects(client.removeNode(id), (error: Error) => {
        assert.match(error.message, /^Cannot remove node ".*": rpc error: .* is not down/);
        return true;
      });
      // It may still be on its way down from manager.
      const left = await eventually(() =>
        other.leaveSwarm().catch((error: Error) => {
          assert.match(error.message, /participating as a manager/);
          return undefined;
        })
      );
      assert.equal(left, true);
      assert.equal((await other.info()).Swarm.LocalNodeState, "inactive");
      assert.equal(await client.removeNode(id, { force: true }), true);
      await assert.rejects(client.inspectNode(id), {
        name: "NotFound",
        message: /^Cannot inspect node ".*": node .* not found \(404, GET \/v.*\/nodes\/.*\)$/,
      });
      exercised("removeNode", "nodeId", "force");
    } finally {
      await second?.stop();
    }
  });

  it("updateSwarm() takes certificate authorities of its own and outside ones", async () => {
    const { cert, key } = makeAuthority();
    const outside = await change(({ TLSInfo }) => ({
      CAConfig: {
        ExternalCAs: [
          new SwarmExternalCA("https://127.0.0.1:1/sign", {
            protocol: "cfssl",
            options: { depth: "1" },
            caCert: TLSInfo!.TrustRoot,
          }),
        ],
      },
    }));
    assert.deepEqual(outside.Spec.CAConfig?.ExternalCAs, [{
      Protocol: "cfssl",
      URL: "https://127.0.0.1:1/sign",
      Options: { depth: "1" },
      CACert: outside.TLSInfo!.TrustRoot,
    }]);
    exercised("SwarmExternalCA", "url", "protocol", "options", "caCert");
    exercised("createSwarmSpec", "externalCas");
    exercised("SwarmSpec", "externalCas");

    const stranger = new SwarmSpec({ signingCaCert: cert, signingCaKey: makeAuthority().key });
    await assert.rejects(change(() => ({ CAConfig: stranger.CAConfig })), {
      name: "BadRequest",
      message: /^Cannot update the swarm: rpc error: .* desc = .*key/,
    });
    const { CAConfig } = new SwarmSpec({ signingCaCert: cert, signingCaKey: key });
    const own = await change(() => ({ CAConfig }));
    // The subject's bytes hold the common name as text.
    assert.match(atob(own.TLSInfo?.CertIssuerSubject ?? ""), /longshore$/);
    assert.equal(own.RootRotationInProgress, true);
    exercised("createSwarmSpec", "signingCaCert", "signingCaKey");
    exercised("SwarmSpec", "signingCaCert", "signingCaKey");
  });

  it("leaveSwarm() lets a manager go only when forced", async () => {
    await assert.rejects(client.leaveSwarm(), {
      name: "ServerError",
      message: /^Cannot leave the swarm: You are attempting to leave the swarm on a node that is/,
    });
    assert.equal(await client.leaveSwarm({ force: true }), true);
    assert.equal((await client.info()).Swarm.LocalNodeState, "inactive");
    exercised("leaveSwarm", "force");
  });
});

describe("a locked swarm", { skip: skipUnlessPrivate }, () => {
  it("unlockSwarm() opens it with its key and no other", async () => {
    const engine = await startBareEngine();
    try {
      await using client = new APIClient({ baseUrl: engine.host });
      const nodeId = await client.initSwarm({
        advertiseAddr: "127.0.0.1",
        listenAddr: `127.0.0.1:${await freePort("127.0.0.1")}`,
        swarmSpec: { EncryptionConfig: { AutoLockManagers: true } },
      });
      const key = await client.getUnlockKey();
      const { DockerRootDir } = await client.info();
      await eventually(() => Promise.resolve(isLocked(DockerRootDir) || undefined));
      await engine.restart();
      const state = async (): Promise<string | undefined> => {
        return (await client.info()).Swarm.LocalNodeState;
      };
      assert.equal(await state(), "locked");
      await assert.rejects(client.inspectSwarm(), {
        name: "ServerError",
        message: /^Cannot inspect the swarm: Swarm is encrypted and needs to be unlocked/,
      });
      const other = key.UnlockKey.replace(/.{9}$/, "AAAAAAAAA");
      await assert.rejects(client.unlockSwarm(other), {
        name: "Unauthorized",
        message: /^Cannot unlock the swarm: swarm could not be unlocked: invalid key provided/,
      });
      assert.equal(await client.unlockSwarm(key), true);
      assert.equal(await state(), "active");
      assert.equal((await client.inspectNode(nodeId)).Spec.Role, "manager");
    } finally {
      await engine.stop();
    }
  });
});
