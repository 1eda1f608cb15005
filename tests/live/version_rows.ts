/**
 * Options and the API version from which a real Engine heeds them.
 *
 * @module
 */
import * as api from "../../src/api/mod.ts";
import {
  type ContainerConfigOptions,
  type ContainerInspect,
  type Engine,
  InvalidVersion,
  type ServiceSpec,
} from "../../mod.ts";
import { hasBegun } from "./building.ts";
import { baseImage, labels, uniqueName } from "./fixture.ts";

/** An option and what it does. */
export interface VersionRow {
  /** The first version that knows it. */
  since: `1.${number}`;
  /** What is tried. */
  what: string;
  /** Whether the newest Engines heed it below that version too: the option is older than its row. */
  ungated?: true;
  /** Makes the call; tells whether the option had its effect. */
  heeded(engine: Engine): Promise<boolean>;
}

/** Makes a container, looks at it, and removes it. */
async function withContainer<T>(
  engine: Engine,
  options: ContainerConfigOptions,
  body: (id: string) => Promise<T>,
): Promise<T> {
  const { Id } = await api.createContainer(engine, baseImage, {
    command: "sleep 60",
    labels: labels(),
    ...options,
  });
  try {
    return await body(Id);
  } finally {
    await api.removeContainer(engine, Id, { force: true, v: true });
  }
}

/** A row of an option of a new container. */
function container(
  since: VersionRow["since"],
  what: string,
  options: ContainerConfigOptions,
  heeded: (container: ContainerInspect) => boolean,
  ungated?: true,
): VersionRow {
  return {
    since,
    what: `createContainer's ${what}`,
    ...ungated && { ungated },
    heeded: (engine) =>
      withContainer(engine, options, async (id) => heeded(await api.inspectContainer(engine, id))),
  };
}

/** A row of an exec's option: the output tells. */
function exec(
  since: VersionRow["since"],
  what: string,
  cmd: string[],
  options: Parameters<typeof api.execCreate>[3],
  output: RegExp,
  ungated?: true,
): VersionRow {
  return {
    since,
    what: `execCreate's ${what}`,
    ...ungated && { ungated },
    heeded: (engine) =>
      withContainer(engine, {}, async (id) => {
        await api.start(engine, id);
        const { Id } = await api.execCreate(engine, id, cmd, options);
        return output.test(String(await api.execStart(engine, Id, { tty: options?.tty })));
      }),
  };
}

/** Runs a call and tells whether it is refused so. */
async function refused(call: Promise<unknown>, words: RegExp): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    if (error instanceof InvalidVersion) throw error;
    return words.test((error as Error).message);
  }
}

const endpoint = { bridge: { MacAddress: "02:42:ac:11:00:77" } };

/** What needs no swarm. */
export const VERSION_ROWS: VersionRow[] = [
  exec("1.25", "environment", ["sh", "-c", "echo $A"], { environment: { A: "one" } }, /one/, true),
  exec("1.35", "workdir", ["pwd"], { workdir: "/tmp" }, /\/tmp/, true),
  exec("1.42", "consoleSize", ["stty", "size"], { tty: true, consoleSize: [31, 87] }, /31 87/),
  {
    since: "1.42",
    what: "stop's stopSignal",
    heeded: (engine) => {
      const script = "trap 'exit 7' USR1; echo ready; while :; do sleep 0.1; done";
      return withContainer(engine, { command: ["sh", "-c", script] }, async (id) => {
        await api.start(engine, id);
        for await (const _ of await api.logs(engine, id, { stream: true, follow: true })) break;
        await api.stop(engine, id, { stopSignal: "SIGUSR1", timeout: 5 });
        return (await api.inspectContainer(engine, id)).State.ExitCode === 7;
      });
    },
  },
  {
    since: "1.35",
    what: "logs' until",
    heeded: (engine) =>
      withContainer(engine, { command: "echo late" }, async (id) => {
        await api.start(engine, id);
        await api.wait(engine, id);
        return await api.logs(engine, id, { until: 1000 }) === "";
      }),
    ungated: true,
  },
  {
    since: "1.41",
    what: "createContainer's platform",
    heeded: (engine) => {
      const made = api.createContainer(engine, baseImage, { platform: "linux/s390x" });
      return refused(
        made.then(({ Id }) => api.removeContainer(engine, Id)),
        /platform|does not match|No such image|not found/i,
      );
    },
  },
  container("1.25", "stopTimeout", { stopTimeout: 77 }, ({ Config }) => {
    return Config.StopTimeout === 77;
  }, true),
  container(
    "1.29",
    "healthcheck.startPeriod",
    {
      healthcheck: { test: "true", startPeriod: "7s" },
    },
    ({ Config }) => Config.Healthcheck?.StartPeriod === 7e9,
    true,
  ),
  container("1.44", "healthcheck.startInterval", {
    healthcheck: { test: "true", startInterval: "7s" },
  }, ({ Config }) => Config.Healthcheck?.StartInterval === 7e9),
  container(
    "1.43",
    "hostConfig.annotations",
    { hostConfig: { annotations: { a: "b" } } },
    (one) => {
      return one.HostConfig.Annotations?.a === "b";
    },
  ),
  container("1.41", "hostConfig.cgroupns", { hostConfig: { cgroupns: "private" } }, (one) => {
    return one.HostConfig.CgroupnsMode === "private";
  }, true),
  container("1.44", "networkingConfig's macAddress", {
    networkingConfig: { EndpointsConfig: endpoint },
  }, ({ NetworkSettings }) => {
    return NetworkSettings.Networks?.bridge?.MacAddress === endpoint.bridge.MacAddress;
  }),
  {
    since: "1.40",
    what: "updateContainer's pidsLimit",
    heeded: (engine) =>
      withContainer(engine, {}, async (id) => {
        await api.updateContainer(engine, id, { pidsLimit: 77 });
        return (await api.inspectContainer(engine, id)).HostConfig.PidsLimit === 77;
      }),
  },
  {
    since: "1.42",
    what: "images' sharedSize",
    heeded: async (engine) => {
      const [one] = await api.images(engine, { sharedSize: true });
      return one!.SharedSize !== -1;
    },
  },
  {
    since: "1.42",
    what: "df's type",
    heeded: async (engine) => (await api.df(engine, { type: ["image"] })).Volumes == null,
  },
  {
    since: "1.31",
    what: "inspectNetwork's scope",
    heeded: (engine) => {
      return refused(api.inspectNetwork(engine, "bridge", { scope: "swarm" }), /not found/i);
    },
    ungated: true,
  },
  {
    since: "1.48",
    what: "createNetwork's enableIpv4",
    heeded: async (engine) => {
      const name = uniqueName("ipv4");
      await api.createNetwork(engine, name, {
        enableIpv4: false,
        enableIpv6: true,
        ipam: { poolConfigs: [{ subnet: "fd77::/64" }] },
        labels: labels(),
      });
      const { EnableIPv4 } = await api.inspectNetwork(engine, name);
      await api.removeNetwork(engine, name);
      return EnableIPv4 === false;
    },
  },
  {
    since: "1.39",
    what: "build's buildId",
    heeded: async (engine) => {
      const buildId = uniqueName("build");
      const fileobj = `FROM ${baseImage}\nRUN echo begun; sleep 30\n`;
      const stream = await api.build(engine, {
        fileobj,
        version: "2",
        buildId,
        nocache: true,
        decode: true,
      });
      for await (const record of stream) {
        if (hasBegun(record)) return await api.cancelBuild(engine, buildId);
      }
      return false;
    },
    ungated: true,
  },
  {
    since: "1.54",
    what: "connectContainerToNetwork's macAddress",
    heeded: async (engine) => {
      const name = uniqueName("mac");
      await api.createNetwork(engine, name, { labels: labels() });
      try {
        return await withContainer(engine, {}, async (id) => {
          await api.connectContainerToNetwork(engine, id, name, endpoint.bridge);
          await api.start(engine, id);
          const { NetworkSettings } = await api.inspectContainer(engine, id);
          return NetworkSettings.Networks?.[name]?.MacAddress === endpoint.bridge.MacAddress;
        });
      } finally {
        await api.removeNetwork(engine, name);
      }
    },
  },
];

/** A row of an option of a service's task, seen in its specification. */
function service(
  since: VersionRow["since"],
  what: string,
  template: object,
  spec: object,
  heeded: (spec: ServiceSpec) => boolean,
  ungated?: true,
): VersionRow {
  return {
    since,
    what: `createService's ${what}`,
    ...ungated && { ungated },
    heeded: async (engine) => {
      const { ContainerSpec = {}, ...rest } = template as { ContainerSpec?: object };
      const { ID } = await api.createService(engine, {
        ContainerSpec: { Image: baseImage, Command: ["sleep", "60"], ...ContainerSpec },
        ...rest,
      }, {
        name: uniqueName("service"),
        labels: labels(),
        mode: { Replicated: { Replicas: 0 } },
        ...spec,
      });
      try {
        return heeded((await api.inspectService(engine, ID)).Spec);
      } finally {
        await api.removeService(engine, ID);
      }
    },
  };
}

/** What needs a swarm. */
export const SWARM_ROWS: VersionRow[] = [
  service("1.40", "Sysctls", { ContainerSpec: { Sysctls: { "net.ipv4.ip_forward": "1" } } }, {}, (
    { TaskTemplate },
  ) => TaskTemplate?.ContainerSpec?.Sysctls !== undefined),
  service("1.40", "MaxReplicas", { Placement: { MaxReplicas: 2 } }, {}, ({ TaskTemplate }) => {
    return TaskTemplate?.Placement?.MaxReplicas === 2;
  }),
  service("1.41", "CapabilityAdd", { ContainerSpec: { CapabilityAdd: ["CAP_NET_RAW"] } }, {}, (
    { TaskTemplate },
  ) => TaskTemplate?.ContainerSpec?.CapabilityAdd?.length === 1),
  service(
    "1.41",
    "Ulimits",
    {
      ContainerSpec: { Ulimits: [{ Name: "nofile", Soft: 100, Hard: 200 }] },
    },
    {},
    ({ TaskTemplate }) => TaskTemplate?.ContainerSpec?.Ulimits?.length === 1,
  ),
  service(
    "1.41",
    "Limits.Pids",
    { Resources: { Limits: { Pids: 77 } } },
    {},
    ({ TaskTemplate }) => {
      return TaskTemplate?.Resources?.Limits?.Pids === 77;
    },
  ),
  service(
    "1.44",
    "Healthcheck.StartInterval",
    {
      ContainerSpec: { Healthcheck: { Test: ["NONE"], StartInterval: 7e9 } },
    },
    {},
    ({ TaskTemplate }) => {
      return TaskTemplate?.ContainerSpec?.Healthcheck?.StartInterval === 7e9;
    },
  ),
  service(
    "1.44",
    "Privileges.NoNewPrivileges",
    {
      ContainerSpec: { Privileges: { NoNewPrivileges: true } },
    },
    {},
    ({ TaskTemplate }) => {
      return TaskTemplate?.ContainerSpec?.Privileges?.NoNewPrivileges === true;
    },
  ),
  service("1.46", "OomScoreAdj", { ContainerSpec: { OomScoreAdj: 77 } }, {}, ({ TaskTemplate }) => {
    return TaskTemplate?.ContainerSpec?.OomScoreAdj === 77;
  }),
  {
    since: "1.41",
    what: "services' status",
    heeded: async (engine) => {
      const { ID } = await api.createService(engine, {
        ContainerSpec: { Image: baseImage, Command: ["sleep", "60"] },
      }, {
        name: uniqueName("service"),
        labels: labels(),
        mode: { Replicated: { Replicas: 0 } },
      });
      try {
        const [one] = await api.services(engine, { filters: { id: ID }, status: true });
        return one!.ServiceStatus != null;
      } finally {
        await api.removeService(engine, ID);
      }
    },
  },
];
