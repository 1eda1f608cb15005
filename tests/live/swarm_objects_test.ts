import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  APIClient,
  ConfigReference,
  ContainerSpec,
  type ContainerSpecOptions,
  Mount,
  type MountOptions,
  type NetworkInspect,
  Resources,
  SecretReference,
  type SwarmInspect,
  type SwarmNode,
  type Task,
  TaskTemplate,
} from "../../mod.ts";
import { compareVersions } from "../../src/engine/version.ts";
import { freePort } from "../harness/free_port.ts";
import { connection } from "./connection.ts";
import { eventually } from "./eventually.ts";
import { baseImage, labels, skipUnlessPrivate, uniqueName } from "./fixture.ts";

const client = new APIClient({ ...connection });
const WAIT = "trap exit TERM INT; while :; do sleep 1 & wait; done";

async function listenAddr(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}

/** Makes a swarm, looks at it, and leaves it. */
async function withSwarm(
  options: Parameters<APIClient["initSwarm"]>[0],
  body: (swarm: SwarmInspect) => Promise<void>,
): Promise<void> {
  await client.initSwarm({
    advertiseAddr: "127.0.0.1",
    listenAddr: await listenAddr(),
    ...options,
  });
  try {
    await body(await client.inspectSwarm());
  } finally {
    await client.leaveSwarm({ force: true });
  }
}

/** The only node. */
async function ownNode(): Promise<SwarmNode> {
  const [node] = await client.nodes();
  return await client.inspectNode(node!.ID);
}

/** The one running task of a service. */
async function running(service: string): Promise<Task> {
  let seen: string[] = [];
  try {
    return await eventually(async () => {
      const tasks = await client.tasks({ filters: { service } });
      seen = tasks.map(({ Status: { State, Err } }) => `${State} ${Err ?? ""}`);
      return tasks.find(({ Status }) => Status.State === "running");
    });
  } catch (cause) {
    throw new Error(`no task runs: ${seen.join("; ")}`, { cause });
  }
}

function template(script: string, spec: ContainerSpecOptions = {}): TaskTemplate {
  return new TaskTemplate(
    new ContainerSpec(baseImage, { command: ["sh", "-c", script], ...spec }),
    { restartPolicy: { condition: "none" } },
  );
}

/** Runs a test where the API version is known to the engine; elsewhere the refusal is the test. */
async function since(version: string, body: () => Promise<void>): Promise<void> {
  await client.ping();
  const inUse = client.apiVersion!;
  if (compareVersions(inUse, version) >= 0) return await body();
  await assert.rejects(body(), {
    name: "InvalidVersion",
    message: new RegExp(`needs API version [\\d.]+, and ${inUse} is in use$`),
  });
}

describe("a new swarm", { skip: skipUnlessPrivate }, () => {
  for (
    const [options, pool, size] of [
      [{ defaultAddrPool: ["10.77.0.0/16"] }, ["10.77.0.0/16"], 24],
      [{ subnetSize: 26 }, ["10.0.0.0/8"], 26],
    ] as const
  ) {
    it(`with ${JSON.stringify(options)} starts tasks in networks of its pool`, async () => {
      await withSwarm(options, async ({ DefaultAddrPool, SubnetSize }) => {
        assert.deepEqual(DefaultAddrPool, pool);
        assert.equal(SubnetSize, size);
        const net = uniqueName("overlay");
        await client.createNetwork(net, { driver: "overlay", labels: labels() });
        const { ID } = await client.createService(template(WAIT), {
          name: uniqueName("service"),
          labels: labels(),
          networks: [net],
        });
        const { NetworksAttachments } = await running(ID);
        const { Network, Addresses } = NetworksAttachments![0]!;
        assert.equal(Network?.Spec?.Name, net);
        assert.equal(Network?.DriverState?.Name, "overlay");
        assert.match(Network!.IPAMOptions!.Configs![0]!.Subnet!, new RegExp(`/${size}$`));
        assert.match(Addresses![0]!, new RegExp(`^10\\..*/${size}$`));
        await client.removeService(ID);
        // An Engine that leaves while a task is on the network keeps the network's interface.
        const label = `com.docker.swarm.service.id=${ID}`;
        await eventually(async () => {
          const left = await client.containers({ all: true, filters: { label } });
          return left.length === 0 || undefined;
        });
        await eventually(() => client.removeNetwork(net).catch(() => undefined));
      });
    });
  }

  it("locks its managers, whichever way it is asked to", async () => {
    for (const options of [{ autoLockManagers: true }, { swarmSpec: { autolockManagers: true } }]) {
      await withSwarm(options, async ({ Spec }) => {
        assert.equal(Spec.EncryptionConfig?.AutoLockManagers, true);
        assert.match((await client.getUnlockKey()).UnlockKey, /^SWMKEY-1-/);
      });
    }
  });

  it("has a first node that takes on what was said", async () => {
    await withSwarm({ availability: "drain" }, async () => {
      const { Spec, Description } = await ownNode();
      assert.equal(Spec.Availability, "drain");
      assert.ok(Description.Platform?.OS);
    });
  });
});

describe("what a swarm returns, it takes", { skip: skipUnlessPrivate }, () => {
  before(async () => {
    await client.initSwarm({ advertiseAddr: "127.0.0.1", listenAddr: await listenAddr() });
  });

  after(async () => {
    await client.leaveSwarm({ force: true });
    client.close();
  });

  it("secrets and configs, whose labels change", async () => {
    const name = uniqueName("secret");
    const { ID } = await client.createSecret(name, "s3cret", { labels: labels() });
    const { Version, Spec } = await client.inspectSecret(ID);
    await client.updateSecret(ID, Version, { labels: { ...Spec.Labels, a: "b" } });
    const changed = await client.inspectSecret(ID);
    assert.deepEqual(changed.Spec, { Name: name, Labels: { ...labels(), a: "b" } });
    await client.updateSecret(ID, changed.Version, changed.Spec);
    await assert.rejects(client.updateSecret(ID, Version, { labels: {} }), {
      message: /update out of sequence/,
    });
    const config = await client.createConfig(uniqueName("config"), "x", changed.Spec);
    const made = await client.inspectConfig(config);
    assert.deepEqual(made.Spec.Labels, { ...labels(), a: "b" });
    await client.updateConfig(config, made.Version, { labels: labels() });
    const updated = await client.inspectConfig(config);
    assert.deepEqual(updated.Spec, { ...made.Spec, Labels: labels() });
    await client.updateConfig(config, updated.Version, { ...updated.Spec });
    assert.equal(await client.removeConfig(config), true);
    assert.equal(await client.removeSecret(ID), true);
  });

  it("the swarm and its node", async () => {
    const swarm = await client.inspectSwarm();
    assert.equal(await client.updateSwarm(swarm.Version, { swarmSpec: swarm.Spec }), true);
    assert.deepEqual((await client.inspectSwarm()).Spec, swarm.Spec);
    const { ID, Version, Spec } = await ownNode();
    await client.updateNode(ID, Version, { nodeSpec: { ...Spec, Labels: { rack: "1" } } });
    const changed = await client.inspectNode(ID);
    assert.deepEqual(changed.Spec, { ...Spec, Labels: { rack: "1" } });
    await client.updateNode(ID, changed.Version, {
      nodeSpec: { role: "manager", availability: "active", labels: {} },
    });
    assert.deepEqual((await client.inspectNode(ID)).Spec.Labels, {});
  });

  it("a service, created anew and updated, whole and in part", async () => {
    const secret = await client.createSecret(uniqueName("secret"), "s3cret", { labels: labels() });
    const { Spec: { Name: secretName } } = await client.inspectSecret(secret);
    const config = await client.createConfig(uniqueName("config"), "x", { labels: labels() });
    const { Spec: { Name: configName } } = await client.inspectConfig(config);
    const task = new TaskTemplate(
      new ContainerSpec(baseImage, {
        command: ["sh", "-c", `echo one; ${WAIT}`],
        env: { COLOR: "red" },
        healthcheck: { test: "true", interval: "5s" },
        mounts: [new Mount("/scratch", null, { type: "tmpfs", tmpfsSize: "1m" })],
        secrets: [new SecretReference(secret, secretName!)],
        configs: [new ConfigReference(config, configName!)],
      }),
      { resources: new Resources({ memLimit: "64m" }), restartPolicy: { condition: "none" } },
    );
    const { ID } = await client.createService(task, {
      name: uniqueName("service"),
      labels: labels(),
      updateConfig: { parallelism: 0 },
    });
    await running(ID);
    const { Spec } = await client.inspectService(ID);

    const { TaskTemplate: made, ...rest } = Spec;
    const copy = await client.createService(made!, { ...rest, Name: uniqueName("service") });
    const copied = await client.inspectService(copy);
    assert.deepEqual(copied.Spec, { ...Spec, Name: copied.Spec.Name });
    await client.removeService(copy);

    /** Updates the service and returns its specification. */
    const update = async (options: Parameters<APIClient["updateService"]>[2]) => {
      await eventually(async () => {
        const { Version } = await client.inspectService(ID);
        return await client.updateService(ID, Version, options).catch((error: Error) => {
          assert.match(error.message, /update out of sequence/);
          return undefined;
        });
      });
      return (await client.inspectService(ID)).Spec;
    };
    assert.deepEqual(await update({ ...Spec }), Spec);
    assert.deepEqual(await update({ fetchCurrentSpec: true, registryAuthFrom: "spec" }), Spec);
    const forced = await update({ fetchCurrentSpec: true, taskTemplate: { ForceUpdate: 1 } });
    assert.deepEqual(forced.TaskTemplate, { ...Spec.TaskTemplate, ForceUpdate: 1 });
    const changed = await update({
      fetchCurrentSpec: true,
      taskTemplate: {
        ContainerSpec: {
          Env: ["COLOR=blue"],
          Command: undefined,
          Healthcheck: { Test: ["NONE"] },
        },
      },
    });
    assert.deepEqual(changed.TaskTemplate?.ContainerSpec, {
      ...Spec.TaskTemplate?.ContainerSpec,
      Env: ["COLOR=blue"],
      Healthcheck: { Test: ["NONE"] },
    });
    await client.removeService(ID);
    await eventually(async () => {
      return await client.removeSecret(secret).catch(() => undefined);
    });
    await eventually(async () => {
      return await client.removeConfig(config).catch(() => undefined);
    });
  });

  it("a network of its own", async () => {
    const net = uniqueName("overlay");
    await client.createNetwork(net, {
      driver: "overlay",
      attachable: true,
      labels: labels(),
      ipam: { poolConfigs: [{ subnet: "10.78.0.0/24" }] },
    });
    // Nothing is known of it before the swarm has made it.
    const inspect = (): Promise<NetworkInspect> =>
      eventually(async () => {
        const network = await client.inspectNetwork(net);
        return network.Driver === "overlay" && network.IPAM.Config?.length ? network : undefined;
      });
    const found = await inspect();
    await client.removeNetwork(net);
    await eventually(() => client.createNetwork(net, found).catch(() => undefined));
    const made = await inspect();
    for (const name of ["Scope", "Driver", "Attachable", "IPAM", "Labels"] as const) {
      assert.deepEqual(made[name], found[name], name);
    }
    await client.removeNetwork(net);
  });

  it("taskLogs() reads what one task wrote", async () => {
    const { ID } = await client.createService(template(`echo out; echo err >&2; ${WAIT}`), {
      name: uniqueName("service"),
      labels: labels(),
    });
    const task = await running(ID);
    const read = async (options: { tail?: number }): Promise<string> => {
      let text = "";
      const stream = await client.taskLogs(task, { stdout: true, ...options, demux: true });
      for await (const { stream: name, data } of stream) {
        text += `${name}: ${new TextDecoder().decode(data)}`;
      }
      return text;
    };
    await eventually(async () => await read({}) === "stdout: out\n" || undefined);
    assert.equal(await read({ tail: 0 }), "");
    await client.removeService(ID);
    await assert.rejects(client.taskLogs("nosuchtask", { stdout: true }), {
      name: "NotFound",
      message: /^Cannot read the logs of task "nosuchtask": /,
    });
  });

  it("what security modules allow reaches the container", async () => {
    await since("1.44", async () => {
      const privileges = {
        seccompMode: "unconfined",
        appArmorMode: "disabled",
        noNewPrivileges: true,
      } as const;
      const { ID } = await client.createService(template(WAIT, { privileges }), {
        name: uniqueName("service"),
        labels: labels(),
      });
      try {
        const { Status } = await running(ID);
        const { HostConfig } = await client.inspectContainer(Status.ContainerStatus!.ContainerID!);
        assert.deepEqual(HostConfig.SecurityOpt?.toSorted(), [
          "apparmor=unconfined",
          "no-new-privileges=true",
          "seccomp=unconfined",
        ]);
      } finally {
        await client.removeService(ID);
      }
    });
  });

  it("a volume of the swarm wants a storage plugin, and says so", async () => {
    await since("1.42", async () => {
      const name = uniqueName("volume");
      const clusterVolumeSpec = { type: "mount", requiredBytes: "1m" } as const;
      await client.createVolume({ name, driver: "nosuchplugin", clusterVolumeSpec });
      const { ClusterVolume } = await client.inspectVolume(name);
      assert.deepEqual(ClusterVolume?.Spec?.CapacityRange, {
        RequiredBytes: 2 ** 20,
        LimitBytes: 0,
      });
      await client.updateVolume(name, ClusterVolume!.Version!, { availability: "drain" });
      const changed = await client.inspectVolume(name);
      assert.equal(changed.ClusterVolume?.Spec?.Availability, "drain");
      await client.removeVolume(name, { force: true });
    });
  });
});

describe("mounts", { skip: skipUnlessPrivate }, () => {
  const rows: [version: string, source: string | null, options: MountOptions, line: RegExp][] = [
    ["1.46", null, { type: "tmpfs", tmpfsOptions: { noexec: true } }, /noexec/],
    [
      "1.44",
      "/usr/share",
      { type: "bind", readOnly: true, readOnlyNonRecursive: true },
      / \/mounted .*\bro\b/,
    ],
    ["1.40", "/usr/share", { type: "bind", nonRecursive: true }, / \/mounted /],
  ];
  for (const [version, source, options, line] of rows) {
    it(`${JSON.stringify(options)} reaches the container, from API ${version}`, async () => {
      await using own = new APIClient({ ...connection });
      await own.ping();
      const mounts = [new Mount("/mounted", source, options)];
      const created = own.createContainer(baseImage, {
        command: ["grep", " /mounted ", "/proc/mounts"],
        hostConfig: own.createHostConfig({ mounts }),
        labels: labels(),
      });
      if (compareVersions(own.apiVersion!, version) < 0) {
        await assert.rejects(created, { name: "InvalidVersion" });
        return;
      }
      const { Id } = await created;
      try {
        await own.start(Id);
        await own.wait(Id);
        assert.match(await own.logs(Id), line);
      } finally {
        await own.removeContainer(Id, { force: true });
      }
    });
  }
});
