import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient, type APIError } from "../../mod.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, skip, skipUnlessPrivate, uniqueName } from "./fixture.ts";

interface Context {
  client: APIClient;
  volume(options?: Parameters<APIClient["createVolume"]>[0]): Promise<string>;
  /** Runs a command in a container that has the volume at `/data`. */
  run(volume: string, command: string): Promise<string>;
  /** A container, not started, that has the volume at `/data`. */
  container(volume: string, command: string): Promise<string>;
}

/** Runs a test with helpers whose volumes and containers are removed behind it. */
async function within(body: (context: Context) => Promise<void>): Promise<void> {
  const client = new APIClient({ ...connection });
  const containers: string[] = [];
  const volumes: string[] = [];
  const container = async (volume: string, command: string): Promise<string> => {
    const { Id } = await client.createContainer(baseImage, {
      command: ["sh", "-c", command],
      labels: labels(),
      hostConfig: { NetworkMode: "none", Binds: [`${volume}:/data`] },
    });
    containers.push(Id);
    return Id;
  };
  try {
    await body({
      client,
      async volume(options = {}): Promise<string> {
        const { Name } = await client.createVolume({ labels: labels(), ...options });
        volumes.push(Name);
        return Name;
      },
      container,
      async run(volume: string, command: string): Promise<string> {
        const id = await container(volume, command);
        await client.start(id);
        await client.wait(id);
        return await client.logs(id);
      },
    });
  } finally {
    const gone = (error: APIError): void => assert.equal(error.status, 404, error.message);
    for (const id of containers) await client.removeContainer(id, { force: true }).catch(gone);
    for (const name of volumes) await client.removeVolume(name).catch(gone);
    client.close();
  }
}

describe("volumes", { skip }, () => {
  it("createVolume() makes a volume with all that it is told", async () => {
    await within(async ({ client, volume, run }) => {
      const name = uniqueName("volume");
      const driverOpts = { type: "tmpfs", device: "tmpfs", o: "size=1m" };
      const created = await volume({
        name,
        driver: "local",
        driverOpts,
        labels: { ...labels(), color: "blue" },
      });
      assert.equal(created, name);
      const inspected = await client.inspectVolume({ Name: name });
      assert.equal(inspected.Name, name);
      assert.equal(inspected.Driver, "local");
      assert.deepEqual(inspected.Options, driverOpts);
      assert.deepEqual(inspected.Labels, { ...labels(), color: "blue" });
      assert.match(
        await run(name, "grep ' /data ' /proc/mounts"),
        /^tmpfs \/data tmpfs .*size=1024k/,
      );
      exercised("createVolume", "name", "driver", "driverOpts", "labels");
      exercised("inspectVolume", "name");
    });
  });

  it("createVolume() without a name makes one up, and twice with one gives the same volume", async () => {
    await within(async ({ client, volume, run }) => {
      const nameless = await volume();
      assert.match(nameless, /^[0-9a-f]{64}$/);
      assert.equal(await run(nameless, "echo kept > /data/file"), "");
      assert.equal((await client.createVolume({ name: nameless })).Name, nameless);
      assert.equal(await run(nameless, "cat /data/file"), "kept\n");
    });
  });

  it("createVolume() shows the engine's refusals", async () => {
    await within(async ({ client }) => {
      await assert.rejects(client.createVolume({ name: "no spaces" }), {
        name: "BadRequest",
        message:
          /^Cannot create volume "no spaces": create no spaces: "no spaces" includes invalid characters/,
      });
    });
  });

  it("volumes() filters", async () => {
    await within(async ({ client, volume, container }) => {
      const used = await volume({ name: uniqueName("volume") });
      const unused = await volume({ name: uniqueName("volume") });
      await container(used, "true");
      const names = async (filters?: Record<string, string | boolean>): Promise<string[]> => {
        const { Volumes } = await client.volumes({ filters });
        return (Volumes ?? []).map(({ Name }) => Name).filter((name) =>
          [used, unused].includes(name)
        );
      };
      const both = [used, unused].sort();
      const [label] = Object.entries(labels()).map(([key, value]) => `${key}=${value}`);
      assert.deepEqual((await names()).sort(), both);
      assert.deepEqual((await names({ label: label! })).sort(), both);
      assert.deepEqual(await names({ name: used }), [used]);
      assert.deepEqual(await names({ dangling: true, driver: "local" }), [unused]);
      assert.deepEqual(await names({ dangling: false }), [used]);
      await assert.rejects(client.volumes({ filters: { color: "red" } }), {
        name: "BadRequest",
        message: /^Cannot list volumes: .*[Ii]nvalid filter 'color'/,
      });
      exercised("volumes", "filters");
    });
  });

  it("removeVolume() removes a volume that no container has; with force, one that is gone too", async () => {
    await within(async ({ client, volume, container }) => {
      const name = await volume({ name: uniqueName("volume") });
      const id = await container(name, "true");
      await assert.rejects(client.removeVolume(name), {
        name: "Conflict",
        message: new RegExp(`^Cannot remove volume "${name}": remove ${name}: volume is in use - `),
      });
      await client.removeContainer(id);
      assert.equal(await client.removeVolume(name), true);
      await assert.rejects(client.removeVolume(name), {
        name: "NotFound",
        message: new RegExp(`^Cannot remove volume "${name}": get ${name}: no such volume \\(404`),
      });
      assert.equal(await client.removeVolume(name, { force: true }), true);
      await assert.rejects(client.inspectVolume(name), { name: "NotFound" });
      exercised("removeVolume", "name", "force");
    });
  });
});

describe("volumes of a private engine", { skip: skipUnlessPrivate }, () => {
  it("pruneVolumes() removes unused volumes that match", async () => {
    await within(async ({ client, volume, container }) => {
      const key = uniqueName("prune");
      const marked = { ...labels(), [key]: "" };
      const unused = await volume({ labels: marked });
      const used = await volume({ labels: marked });
      const other = await volume();
      await container(used, "true");
      const report = await client.pruneVolumes({ filters: { label: key } });
      assert.deepEqual(report, { VolumesDeleted: [unused], SpaceReclaimed: 0 });
      await client.inspectVolume(used);
      await client.inspectVolume(other);
      exercised("pruneVolumes", "filters");
    });
  });
});
