/**
 * What an inspection returned, given to the method that makes or changes such an object: on Docker and on
 * Podman alike.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { APIClient, ContainerInspect } from "../../mod.ts";
import { labels, uniqueName } from "./fixture.ts";

/** What a round trip works with. */
export interface RoundTripTrial {
  /** A client of the engine. */
  client: APIClient;
  /** An image that is there. */
  image: string;
}

/** Makes and starts a container with something in each of its parts. */
async function makeContainer({ client, image }: RoundTripTrial): Promise<ContainerInspect> {
  const { Id } = await client.createContainer(image, {
    name: uniqueName("trip"),
    command: ["sh", "-c", "sleep 60"],
    labels: labels(),
    environment: { COLOR: "red" },
    ports: [81],
    volumes: ["/own"],
    workingDir: "/tmp",
    healthcheck: { test: "true", interval: "30s" },
    stopSignal: "SIGTERM",
    stopTimeout: 1,
    hostConfig: {
      memLimit: "64m",
      portBindings: { 80: ["127.0.0.1", 0] },
      tmpfs: ["/scratch"],
      restartPolicy: { Name: "on-failure", MaximumRetryCount: 2 },
      capDrop: ["NET_RAW"],
      extraHosts: { one: "10.1.1.1" },
    },
  });
  await client.start(Id);
  return await client.inspectContainer(Id);
}

async function remove({ client }: RoundTripTrial, id: string): Promise<void> {
  await client.kill(id).catch(() => {});
  await client.removeContainer(id, { force: true, v: true });
}

/** Does something with a container and removes it, and what was made of it. */
async function withContainer(
  trial: RoundTripTrial,
  remake: (container: ContainerInspect) => Promise<string>,
): Promise<void> {
  const first = await makeContainer(trial);
  // Podman returns the ports that it chose: they have to be free again.
  await remove(trial, first.Id);
  const id = await remake(first);
  try {
    await trial.client.start(id);
    const second = await trial.client.inspectContainer(id);
    for (const part of ["Config", "HostConfig"] as const) {
      assert.deepEqual(comparable(second[part]), comparable(first[part]), part);
    }
  } finally {
    await remove(trial, id);
  }
}

/** What belongs to one container alone does not count. */
function comparable(part: object): object {
  const { PortBindings, ...rest } = part as Record<string, unknown>;
  // Podman adds some of its own, in any order.
  if (Array.isArray(rest.Env)) {
    rest.Env = rest.Env.filter((one: string) => !/^(HOME|HOSTNAME|container)=/.test(one)).sort();
  }
  for (const name of ["ContainerIDFile", "CreateCommand", "MacAddress", "Annotations"]) {
    delete rest[name];
  }
  return PortBindings === undefined
    ? rest
    : { ...rest, Ports: Object.keys(PortBindings as object) };
}

/** The round trips, by what is given back. */
export const ROUND_TRIPS: Readonly<Record<string, (trial: RoundTripTrial) => Promise<void>>> = {
  "a container's Config, HostConfig and networks to createContainer()": async (trial) => {
    const { client } = trial;
    await withContainer(trial, async ({ Config, HostConfig, NetworkSettings }) => {
      const { Id } = await client.createContainer(Config.Image!, {
        ...Config,
        hostConfig: HostConfig,
        networkingConfig: { EndpointsConfig: NetworkSettings.Networks },
        name: uniqueName("trip"),
      });
      return Id;
    });
  },

  "a container's Config, HostConfig and networks to createContainerFromConfig()": async (trial) => {
    const { client } = trial;
    await withContainer(trial, async ({ Config, HostConfig, NetworkSettings }) => {
      const { Id } = await client.createContainerFromConfig({
        ...Config,
        HostConfig,
        NetworkingConfig: { EndpointsConfig: NetworkSettings.Networks },
      }, { name: uniqueName("trip") });
      return Id;
    });
  },

  "an image's Config to createContainer() and commit()": async (trial) => {
    const { client, image } = trial;
    const { Config } = await client.inspectImage(image);
    const { Id } = await client.createContainer(image, {
      ...Config,
      Cmd: ["true"],
      Labels: labels(),
    });
    try {
      const made = await client.inspectContainer(Id);
      assert.deepEqual(made.Config.Cmd, ["true"]);
      const repository = uniqueName("trip");
      const { Id: committed } = await client.commit(Id, { repository, conf: made.Config });
      try {
        const again = await client.inspectImage(repository);
        assert.deepEqual(again.Config?.Cmd, ["true"]);
      } finally {
        await client.removeImage(committed, { force: true });
      }
    } finally {
      await remove(trial, Id);
    }
  },

  "a volume to createVolume()": async ({ client }) => {
    const name = uniqueName("trip");
    await client.createVolume({
      name,
      labels: labels(),
      driverOpts: { type: "tmpfs", device: "tmpfs" },
    });
    const first = await client.inspectVolume(name);
    await client.removeVolume(name);
    await client.createVolume(first);
    const second = await client.inspectVolume(name);
    await client.removeVolume(name);
    for (const part of ["Name", "Driver", "Labels", "Options", "Scope"] as const) {
      assert.deepEqual(second[part], first[part], part);
    }
  },

  "a network to createNetwork()": async ({ client }) => {
    const name = uniqueName("trip");
    await client.createNetwork(name, {
      labels: labels(),
      internal: true,
      ipam: { poolConfigs: [{ subnet: "10.123.45.0/24", gateway: "10.123.45.1" }] },
    });
    const first = await client.inspectNetwork(name);
    await client.removeNetwork(name);
    await client.createNetwork(name, first);
    const second = await client.inspectNetwork(name);
    await client.removeNetwork(name);
    for (const part of ["Name", "Driver", "Labels", "Options", "IPAM", "Internal"] as const) {
      assert.deepEqual(second[part], first[part], part);
    }
  },

  "a container's endpoint to connectContainerToNetwork()": async (trial) => {
    const { client } = trial;
    const name = uniqueName("trip");
    await client.createNetwork(name, { labels: labels() });
    const { Id } = await makeContainer(trial);
    try {
      await client.connectContainerToNetwork(Id, name, { aliases: ["one"] });
      const { NetworkSettings } = await client.inspectContainer(Id);
      await client.disconnectContainerFromNetwork(Id, name);
      await client.connectContainerToNetwork(Id, name, NetworkSettings.Networks![name]);
      const again = (await client.inspectContainer(Id)).NetworkSettings.Networks![name]!;
      assert.ok(again.Aliases?.includes("one"));
    } finally {
      await remove(trial, Id);
      await client.removeNetwork(name);
    }
  },
};
