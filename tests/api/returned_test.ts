import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { NetworkInspect } from "../../src/types/networks.ts";
import * as api from "../../src/api/mod.ts";
import { type Call, recorded } from "./recorded.ts";

const TIMES = { CreatedAt: "2025-01-01T00:00:00Z", UpdatedAt: "2025-01-01T00:00:00Z" };
const META = { ID: "x", Version: { Index: 7 }, ...TIMES };

/** What inspections return: on the oldest version all of it is taken, and on a later one too. */
const NETWORK = {
  Name: "net",
  Id: "x",
  Created: "2025-01-01T00:00:00Z",
  Scope: "local" as const,
  Driver: "bridge",
  EnableIPv6: false,
  IPAM: {
    Driver: "default",
    Options: null,
    Config: [{ Subnet: "10.0.0.0/24", Gateway: "10.0.0.1" }],
  },
  Internal: false,
  Attachable: false,
  Ingress: false,
  ConfigFrom: { Network: "" },
  ConfigOnly: false,
  Containers: {
    c: { Name: "web", EndpointID: "e", MacAddress: "", IPv4Address: "", IPv6Address: "" },
  },
  Options: { mtu: "1400" },
  Labels: { color: "red" },
} satisfies NetworkInspect;
const ENDPOINT = {
  IPAMConfig: null,
  Links: null,
  Aliases: ["www"],
  MacAddress: "02:42:ac:11:00:02",
  DriverOpts: null,
  GwPriority: 0,
  NetworkID: "n",
  EndpointID: "e",
  Gateway: "10.0.0.1",
  IPAddress: "10.0.0.2",
  IPPrefixLen: 24,
  IPv6Gateway: "",
  GlobalIPv6Address: "",
  GlobalIPv6PrefixLen: 0,
  DNSNames: ["web"],
};
const VOLUME = {
  CreatedAt: "2025-01-01T00:00:00Z",
  Driver: "local",
  Labels: null,
  Mountpoint: "/var/lib/docker/volumes/data/_data",
  Name: "data",
  Options: { type: "tmpfs" },
  Scope: "local",
  Status: { a: "b" },
  UsageData: null,
} as const;
const SECRET = { ...META, Spec: { Name: "a", Labels: { b: "c" } } };
const CONFIG = { ...META, Spec: { Name: "a", Labels: { b: "c" }, Data: "eA==" } };
const SERVICE = {
  Name: "web",
  Labels: {},
  TaskTemplate: {
    ContainerSpec: {
      Image: "app",
      TTY: false,
      Init: null,
      Isolation: "" as "default",
      DNSConfig: {},
      Privileges: { CredentialSpec: null, SELinuxContext: null },
    },
    Resources: { Limits: {}, Reservations: {} },
    Placement: {},
    ForceUpdate: 0,
    Runtime: "",
  },
  Mode: { Replicated: { Replicas: 1 } },
  EndpointSpec: {},
};
const NODE = { Role: "manager", Availability: "active", Name: "", Labels: {} } as const;

/** A container's configuration as all inspections hold it. */
const CONFIG_OF = {
  Hostname: "1751bc2a3501",
  Domainname: "",
  User: "",
  AttachStdin: false,
  AttachStdout: true,
  AttachStderr: true,
  ExposedPorts: { "80/tcp": {} },
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: [],
  Cmd: ["true"],
  Image: "app",
  Volumes: null,
  WorkingDir: "",
  Entrypoint: null,
  OnBuild: null,
  Labels: {},
};
const { Hostname, ...NAMELESS } = CONFIG_OF;
const { ExposedPorts, ...BARE } = NAMELESS;
assert.ok(Hostname && ExposedPorts);
/** What a network that has a pattern shows: what is the pattern's cannot be asked for beside it. */
const PATTERNED = {
  ...NETWORK,
  EnableIPv4: true,
  EnableIPv6: true,
  ConfigFrom: { Network: "pattern" },
};

/** What every Engine fills in of a host configuration, at versions too that do not know it. */
const FILLED_IN = {
  ContainerIDFile: "",
  CgroupnsMode: "host",
  IpcMode: "shareable",
  MaskedPaths: ["/proc/acpi"],
  ReadonlyPaths: ["/proc/sys"],
  Init: null,
  ConsoleSize: [0, 0],
  AutoRemove: false,
};

/** The ways to give back what an inspection of a container returned. */
const CREATIONS: [name: string, create: (HostConfig: object) => Call][] = [
  [
    "createContainer()",
    (HostConfig) => (e) =>
      api.createContainer(e, "app", { ...CONFIG_OF, HostConfig, useConfigProxy: false }),
  ],
  [
    "createContainerFromConfig()",
    (HostConfig) => (e) => api.createContainerFromConfig(e, { ...CONFIG_OF, HostConfig }),
  ],
];
/** Whose namespaces a container has, and what of its configuration is its own then. */
const NAMESPACES: [host: object, config: object][] = [
  [{ NetworkMode: "container:1a" }, BARE],
  [{ UTSMode: "host" }, NAMELESS],
  [{ NetworkMode: "container:1a", UTSMode: "host" }, BARE],
  [{ NetworkMode: "host" }, CONFIG_OF],
  [{ NetworkMode: "bridge", UTSMode: "" }, CONFIG_OF],
  [{ PidMode: "container:1a", IpcMode: "container:1a" }, CONFIG_OF],
];

const rows: [name: string, call: Call, version: string, body: unknown][] = [
  ["createNetwork() takes a network", (e) => api.createNetwork(e, "copy", NETWORK), "1.24", {
    Name: "copy",
    Scope: "local",
    Driver: "bridge",
    EnableIPv6: false,
    IPAM: NETWORK.IPAM,
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigOnly: false,
    Options: { mtu: "1400" },
    Labels: { color: "red" },
  }],
  [
    "createNetwork() takes a network that has a pattern",
    (e) => {
      return api.createNetwork(e, "copy", PATTERNED);
    },
    "1.30",
    {
      Name: "copy",
      Scope: "local",
      Driver: "bridge",
      Internal: false,
      Attachable: false,
      Ingress: false,
      ConfigOnly: false,
      ConfigFrom: { Network: "pattern" },
    },
  ],
  [
    "createNetwork() takes a network that is a pattern",
    (e) => {
      return api.createNetwork(e, "copy", { ...NETWORK, ConfigOnly: true });
    },
    "1.30",
    {
      Name: "copy",
      Driver: "bridge",
      EnableIPv6: false,
      IPAM: NETWORK.IPAM,
      Internal: false,
      Attachable: false,
      Ingress: false,
      ConfigOnly: true,
      Options: { mtu: "1400" },
      Labels: { color: "red" },
    },
  ],
  [
    "createNetwork() takes a swarm's network, which tells more than its version knows",
    (e) => {
      return api.createNetwork(e, "copy", {
        ...NETWORK,
        EnableIPv4: true,
        Scope: "swarm",
        Driver: "overlay",
      });
    },
    "1.41",
    {
      Name: "copy",
      Scope: "swarm",
      Driver: "overlay",
      EnableIPv4: true,
      EnableIPv6: false,
      IPAM: NETWORK.IPAM,
      Internal: false,
      Attachable: false,
      Ingress: false,
      ConfigOnly: false,
      Options: { mtu: "1400" },
      Labels: { color: "red" },
    },
  ],
  [
    "createNetwork() takes a network of Podman's, which knows more than its version",
    (e) => api.createNetwork(e, "copy", { ...NETWORK, EnableIPv4: false }),
    "1.44",
    {
      Name: "copy",
      Scope: "local",
      Driver: "bridge",
      EnableIPv4: false,
      EnableIPv6: false,
      IPAM: NETWORK.IPAM,
      Internal: false,
      Attachable: false,
      Ingress: false,
      ConfigOnly: false,
      Options: { mtu: "1400" },
      Labels: { color: "red" },
    },
  ],
  [
    "createNetwork() takes a network's addresses with what only a newer Engine returns",
    (e) => {
      const ipam = { ...NETWORK.IPAM, Later: 1 };
      return api.createNetwork(e, "copy", { ipam });
    },
    "1.41",
    { Name: "copy", IPAM: { ...NETWORK.IPAM, Later: 1 } },
  ],
  [
    "connectContainerToNetwork() takes a container's place",
    (e) => api.connectContainerToNetwork(e, "web", "net", ENDPOINT),
    "1.25",
    { Container: "web", EndpointConfig: ENDPOINT },
  ],
  ["createVolume() takes a volume", (e) => api.createVolume(e, VOLUME), "1.24", {
    Driver: "local",
    Labels: null,
    Name: "data",
    DriverOpts: { type: "tmpfs" },
  }],
  [
    "createVolume() takes a swarm's volume",
    (e) => {
      const Spec = { Group: "g", AccessMode: { Scope: "single", Sharing: "none" } } as const;
      return api.createVolume(e, { ...VOLUME, ClusterVolume: { ...META, Spec } } as object);
    },
    "1.42",
    {
      Driver: "local",
      Labels: null,
      Name: "data",
      DriverOpts: { type: "tmpfs" },
      ClusterVolumeSpec: { Group: "g", AccessMode: { Scope: "single", Sharing: "none" } },
    },
  ],
  [
    "createSecret() takes a secret's specification",
    (e) => api.createSecret(e, "copy", "x", SECRET.Spec),
    "1.25",
    { Name: "copy", Labels: { b: "c" }, Data: "eA==" },
  ],
  [
    "createConfig() takes a config's specification",
    (e) => api.createConfig(e, "copy", "y", CONFIG.Spec),
    "1.30",
    { Name: "copy", Labels: { b: "c" }, Data: "eQ==" },
  ],
  [
    "createService() takes a service's specification",
    (e) => api.createService(e, SERVICE.TaskTemplate, SERVICE),
    "1.24",
    SERVICE,
  ],
  ...(["createService", "updateService"] as const).map((name): [string, Call, string, unknown] => {
    const ContainerSpec = { Image: "app", Isolation: "default" } as const;
    const options = { Name: "web", TaskTemplate: { ContainerSpec } };
    return [
      `${name}() takes the isolation that an Engine filled in`,
      (e) =>
        name === "createService"
          ? api.createService(e, options.TaskTemplate, options)
          : api.updateService(e, "web", 4, options),
      "1.30",
      options,
    ];
  }),
  [
    "updateSecret() takes a secret's specification",
    (e) => api.updateSecret(e, "a", SECRET.Version, SECRET.Spec),
    "1.26",
    SECRET.Spec,
  ],
  [
    "updateConfig() takes a config's specification",
    (e) => api.updateConfig(e, "a", CONFIG.Version, CONFIG.Spec),
    "1.30",
    CONFIG.Spec,
  ],
  [
    "updateNode() takes a node's specification",
    (e) => api.updateNode(e, "a", 7, { nodeSpec: NODE }),
    "1.24",
    NODE,
  ],
  [
    "updateNode() takes what only a newer Engine returns of a node",
    (e) => api.updateNode(e, "a", 7, { nodeSpec: { ...NODE, Later: 1 } as object }),
    "1.24",
    { ...NODE, Later: 1 },
  ],
];

describe("what an inspection returned", () => {
  for (const [name, call, version, body] of rows) {
    it(`${name}, at API ${version}`, async () => {
      const { sent } = await recorded(call, version);
      assert.deepEqual(sent[0]!.json, body);
    });
  }
  for (const [name, create] of CREATIONS) {
    for (const [host, config] of NAMESPACES) {
      it(`${name} takes a container with ${JSON.stringify(host)}`, async () => {
        const { sent } = await recorded(create(host));
        assert.deepEqual(sent[0]!.json, { ...config, HostConfig: host });
      });
    }
  }

  for (const [name, create] of CREATIONS) {
    it(`${name} takes what an Engine filled in, at API 1.24`, async () => {
      const { sent } = await recorded(create(FILLED_IN), "1.24");
      assert.deepEqual(sent[0]!.json, { ...CONFIG_OF, HostConfig: FILLED_IN });
    });
  }

  it("does not hold an enableIpv4 for returned that a caller asks for", async () => {
    const options = { enableIpv4: false, ingress: false, configOnly: false };
    const call: Call = (e) => api.createNetwork(e, "net", options);
    await assert.rejects(recorded(call, "1.41"), { name: "InvalidVersion" });
  });

  // The Engine refuses a name there, and says so: it is not lost without a word.
  for (const HostConfig of [{ UTSMode: "host" }, { NetworkMode: "container:1a" }]) {
    it(`keeps a host name that a caller writes beside ${JSON.stringify(HostConfig)}`, async () => {
      const written = { Image: "app", Hostname: "web", Domainname: "x", User: "1", Entrypoint: [] };
      const config = { ...written, HostConfig };
      const { sent } = await recorded((e) => api.createContainerFromConfig(e, config));
      assert.deepEqual(sent[0]!.json, config);
    });
  }

  it("keeps a host name among the options beside the host's UTS namespace", async () => {
    const hostConfig = api.createHostConfig({ utsMode: "host" });
    const options = { hostname: "web", domainname: "x.org", entrypoint: ["run"], hostConfig };
    const { sent } = await recorded((e) =>
      api.createContainer(e, "app", { ...options, useConfigProxy: false })
    );
    assert.equal((sent[0]!.json as { Hostname?: string }).Hostname, "web");
  });

  for (const field of ["CgroupnsMode", "IpcMode", "MaskedPaths", "ReadonlyPaths"] as const) {
    it(`does not hold a ${field} for filled in that a caller asks for`, async () => {
      const HostConfig = { [field]: FILLED_IN[field] } as object;
      const call: Call = (e) => api.createContainerFromConfig(e, { Image: "app", HostConfig });
      await assert.rejects(recorded(call, "1.24"), { name: "InvalidVersion" });
    });
  }

  it("leaves what a caller wrote as it is, for the Engine to refuse", async () => {
    const HostConfig = { UTSMode: "host" };
    const { sent } = await recorded((e) =>
      api.createContainerFromConfig(e, { Image: "app", Hostname: "h", HostConfig })
    );
    assert.deepEqual(sent[0]!.json, { Image: "app", Hostname: "h", HostConfig });
    const network = await recorded((e) =>
      api.createNetwork(e, "net", { configFrom: "pattern", labels: { a: "b" } })
    );
    assert.deepEqual(network.sent[0]!.json, {
      Name: "net",
      ConfigFrom: { Network: "pattern" },
      Labels: { a: "b" },
    });
  });
});
