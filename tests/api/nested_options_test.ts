/** What stands within an option's value is the caller's word as well: nothing of it is passed over. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type Field, Fields } from "../../src/operation/fields.ts";
import type { Option } from "../../src/operation/option.ts";
import { jsonText } from "../../src/text/json_text.ts";
import { ConfigReference } from "../../src/specs/config_reference.ts";
import type { IPAMPoolOptions } from "../../src/specs/ipam_pool.ts";
import { toServiceMode } from "../../src/specs/service_mode.ts";
import { findDeclarations, optionsByFunction } from "../operation/declarations.ts";
import { CALLS } from "./every_call.ts";
import { type Refusal, refuses, sends } from "./recorded.ts";
import { recordingEngine } from "./recording_engine.ts";

/** Values of which those are tried that an option takes. */
const SAMPLES: unknown[] = [
  [{ name: "nofile", soft: 1, hard: 2 }],
  [{ Name: "nofile", Soft: 1, Hard: 2 }],
  [{ Path: "/dev/sda", Rate: 5 }],
  [{ Path: "/dev/sda", Weight: 50 }],
  [{ capabilities: [["gpu"]], count: 1, options: { a: "b" } }],
  [{ PathOnHost: "/dev/sda", PathInContainer: "/dev/sdb", CgroupPermissions: "r" }],
  [{ Target: "/a", Source: "v", Type: "volume", VolumeOptions: { Labels: { a: "b" } } }],
  [{ Key: "a", Value: "b" }],
  [{ Name: "network", Description: "", Value: ["host"] }],
  [{ TargetPort: 80, PublishedPort: 80 }],
  ["db:10.0.0.1", "a:10.0.0.2"],
  ["/a:/b", "/c:/d"],
  ["/a", "/b:size=1m"],
  ["a", "b"],
  ["A=1", "B=2"],
  [["a", "b"], ["c", "d"]],
  [80, "53/udp"],
  { os: "linux", architecture: "arm64" },
  [{ os: "linux", architecture: "arm64" }],
  { username: "u", password: "p" },
  { "r.example": { username: "u", password: "p" } },
  { test: ["CMD", "x"], interval: 1e9 },
  { Test: ["CMD", "x"], Interval: 1e9 },
  { memLimit: "64m", ulimits: [{ name: "nofile", soft: 1, hard: 2 }] },
  { portBindings: { 80: [["127.0.0.1", 80], 81] }, restartPolicy: { Name: "always" } },
  { logConfig: { type: "json-file", config: { "max-size": "1m" } }, tmpfs: { "/a": "size=1m" } },
  { binds: { "/a": { bind: "/b", mode: "ro" } }, devices: [{ PathOnHost: "/dev/sda" }] },
  { Binds: ["/a:/b"], LogConfig: { Type: "json-file", Config: { "max-size": "1m" } } },
  { driver: "default", poolConfigs: [{ subnet: "10.0.0.0/8", auxAddresses: { a: "10.0.0.9" } }] },
  { Driver: "default", Config: [{ Subnet: "10.0.0.0/8" }] },
  { EndpointsConfig: { net: { Aliases: ["x"], IPAMConfig: { IPv4Address: "10.0.0.5" } } } },
  { EndpointsConfig: { net: { aliases: ["x"], ipv4Address: "10.0.0.5" } } },
  { parallelism: 1, delay: 5e9 },
  { Parallelism: 1, Delay: 5e9 },
  { mode: "vip", ports: { 1: [2, "tcp"] } },
  { Mode: "vip", Ports: [{ TargetPort: 80, PublishedPort: 80 }] },
  { type: "json-file", config: { a: "b" } },
  { Name: "json-file", Options: { a: "b" } },
  { Replicated: { Replicas: 1 } },
  { condition: "any", maxAttempts: 1 },
  { Role: "worker", Availability: "active" },
  { scope: "single", sharing: "none", secrets: [{ Key: "a", Secret: "b" }] },
  { taskHistoryRetentionLimit: 5, externalCas: [{ url: "https://ca.example" }] },
  { Orchestration: { TaskHistoryRetentionLimit: 5 } },
  { ContainerSpec: { Image: "app", Env: ["A=1"] }, RestartPolicy: { Condition: "any" } },
  { stdin: true, stdout: true },
  { memory: 5_000_000, memswap: -1 },
  { type: "local", dest: "/tmp/never" },
  [{ type: "local", dest: "/tmp/never" }],
  [{ type: "registry", ref: "app:cache" }],
  { key: { file: "/tmp/key" } },
  { key: { env: "KEY" } },
  { default: { keys: ["/tmp/key"] } },
  { "/a": { bind: "/b", mode: "ro" } },
  { "/a": "size=1m", "/b": null },
  { db: "10.0.0.1" },
  { db: "alias" },
  { "80/tcp": {} },
  { "/data": {} },
  { label: ["a=b"] },
  { until: "10m" },
  { head: 5, idle: 5 },
  { A: "1" },
  { Index: 5 },
  { Network: "net" },
];
/** What may be the Engine's own as a whole, whatever is in it, with what it is. */
const WHOLE: Readonly<Record<string, unknown[]>> = {
  conf: [{ Env: ["A=1"], Labels: { a: "b" }, Healthcheck: { Test: ["NONE"] } }],
  updateConfig: [{ Parallelism: 1, Delay: 5e9 }],
  rollbackConfig: [{ Parallelism: 1, Delay: 5e9 }],
  endpointSpec: [{ Mode: "vip", Ports: [{ TargetPort: 80, PublishedPort: 80 }] }],
  endpointConfig: [{ Mode: "vip", Ports: [{ TargetPort: 80, PublishedPort: 80 }] }],
  mode: [{ Replicated: { Replicas: 1 } }],
  swarmSpec: [{ Orchestration: { TaskHistoryRetentionLimit: 5 } }],
  clusterVolumeSpec: [{ AccessMode: { Scope: "single" }, CapacityRange: { LimitBytes: 5 } }],
  taskTemplate: [{
    ContainerSpec: { Image: "app", Env: ["A=1"] },
    RestartPolicy: { Condition: "any" },
  }],
  ipam: [{ Driver: "default", Config: [{ Subnet: "10.0.0.0/8" }] }],
  restartPolicy: [{ Condition: "any", MaxAttempts: 1 }],
  resources: [{ Limits: { MemoryBytes: 5 } }],
  privileges: [{ SELinuxContext: { User: "u" } }],
  placement: [{ Constraints: ["node.role==worker"], Preferences: [] }],
  dnsConfig: [{ Nameservers: ["10.0.0.1"] }],
  ContainerSpec: [{ Image: "app", Env: ["A=1"] }],
  poolConfigs: [],
  type: [{ Scope: "single", BlockVolume: {} }],
  "AccessMode.MountVolume": [{ FsType: "ext4", MountFlags: ["ro"] }],
  nodeSpec: [{ Role: "worker", Availability: "active" }],
};
/** Where the names within are the caller's own: by the option, and the path within its value. */
const OWN_NAMES: readonly RegExp[] = [
  /\.(labels|Labels|Options|options|config|Config|auxAddresses|environment|env|filters)$/,
  /\.(buildargs|driverOpts?|storageOpt|sysctls|annotations|tmpfs|binds|links|extraHosts)$/,
  /\.(EndpointsConfig|authConfigs|DriverOpts|auxAddresses|opts|tmpfsOptions|ssh|secrets|hosts)$/,
  /\.(portBindings|ports|volumes|lxcConf|topologyRequired\.\d|topologyPreferred\.\d|extra)$/,
  // A profile is the caller's own JSON.
  /^\.seccompProfile/,
  /\.(Data|Segments|headers|attrs|contexts|buildContexts|genericResources)$/,
];

/** Tells whether a sample is spelt as options are, and no whole of the Engine's. */
function hasOptions(sample: unknown): boolean {
  return !Array.isArray(sample) && /^[a-z]/.test(Object.keys(sample as object)[0]!);
}

type Path = (string | number)[];
type Sent = string[] | undefined;

/** Lists the objects and lists within a value. */
function* within(value: unknown, path: Path = []): Generator<[path: Path, one: object]> {
  if (typeof value !== "object" || value === null) return;
  yield [path, value];
  for (const [name, item] of Object.entries(value)) yield* within(item, [...path, name]);
}

/** Copies a value, with a change at one place. */
function changed(value: unknown, path: Path, change: (at: never) => void): unknown {
  const copy = structuredClone(value);
  change(path.reduce((at, name) => (at as Record<string, unknown>)[name], copy) as never);
  return copy;
}

/** What a call sends; undefined where it is refused before anything is sent. */
async function sent(call: (engine: Engine) => unknown): Promise<Sent> {
  const { engine, requests } = recordingEngine("1.51");
  try {
    const result = await call(engine);
    if (result instanceof ReadableStream) await result.cancel();
    if (requests.length === 0) return [jsonText("Cannot send", result)];
  } catch (error) {
    assert.ok(error instanceof Error);
    if (requests.length === 0) return undefined;
  } finally {
    engine.close();
  }
  return requests.map(({ method, target, headers, body }) => {
    return `${method} ${target} ${JSON.stringify(headers)} ${new TextDecoder().decode(body)}`;
  });
}

/** Tries all changes of a value that a call takes. */
async function tryChanges(
  name: string,
  call: Taker,
  value: unknown,
): Promise<string[]> {
  const faults: string[] = [];
  const asGiven = await sent((engine) => call(engine, structuredClone(value) as never));
  if (asGiven === undefined) return faults;
  const attempt = async (what: string, other: unknown, isFine: (got: Sent) => boolean) => {
    const got = await sent((engine) => call(engine, other as never));
    if (!isFine(got)) faults.push(`${what} of ${JSON.stringify(value)} sent ${got?.at(-1)}`);
  };
  const isRefused = (got: Sent) => got === undefined;
  for (const [path, one] of within(value)) {
    const place = ["", name, ...path].join(".");
    if (Array.isArray(one)) {
      // Of a service's port, protocol and mode may be left out.
      if (/\.ports\.\d+$/.test(place)) continue;
      const longer = changed(value, path, (at: unknown[]) => at.length++);
      await attempt(`a gap in ${place}`, longer, isRefused);
      continue;
    }
    const withUndefined = changed(value, path, (at: Record<string, unknown>) => at.zzz = undefined);
    await attempt(`undefined in ${place}`, withUndefined, (got) => {
      return got === undefined || JSON.stringify(got) === JSON.stringify(asGiven);
    });
    if (OWN_NAMES.some((names) => names.test(place))) continue;
    for (const key of Object.keys(one)) {
      const misspelt = changed(value, path, (at: Record<string, unknown>) => {
        at[`${key}z`] = at[key];
        delete at[key];
      });
      await attempt(`${key}z in ${place}`, misspelt, isRefused);
      const further = changed(
        value,
        path,
        (at: Record<string, unknown>) => at[`${key}z`] = at[key],
      );
      await attempt(`${key}z too in ${place}`, further, isRefused);
    }
  }
  return faults;
}

/** Takes an option's value, wherever it is declared. */
type Taker = (engine: Engine, options: never) => unknown;

const found = await findDeclarations();
const declared = optionsByFunction(found);
const rows = new Map<string, [taker: Taker, option: string, values: unknown[]]>();

function addRows(name: string, taker: Taker, options: Iterable<[string, Option | Field]>): void {
  for (const [option, { convert, ...more }] of options) {
    if ("details" in more && more.details.isAnswer) continue;
    const own = WHOLE[option];
    const samples = [...SAMPLES.filter(own === undefined ? () => true : hasOptions), ...own ?? []];
    const values = samples.filter((sample) => {
      try {
        return convert(structuredClone(sample), option) !== undefined;
      } catch {
        return false;
      }
    });
    if (values.length > 0) rows.set(`${name}'s ${option}`, [taker, option, values]);
  }
}

for (const [name, call] of Object.entries(CALLS)) {
  const { options = new Map(), fields = new Map() } = declared.get(name) ?? {};
  addRows(name, call, [...options, ...fields]);
}
for (const { place, options, declared: fields } of found) {
  if (!place.startsWith("src/specs/") || !(fields instanceof Fields)) continue;
  const set = (_: Engine, given: never) => {
    const body = {};
    fields.set(body, "Cannot set", given);
    return body;
  };
  addRows(options, set, Object.entries(fields.declared));
}

describe("nothing within an option is passed over", () => {
  for (const [name, [taker, option, values]] of rows) {
    it(name, async () => {
      const faults: string[] = [];
      for (const value of values) {
        const call: Taker = (engine, one) => taker(engine, { [option]: one } as never);
        faults.push(...await tryChanges(option, call, value));
      }
      assert.deepEqual(faults, []);
    });
  }
});

const IMAGE = 'Cannot create a container of image "app"';

describe("what means nothing where it stands is refused", () => {
  refuses([
    [
      "TypeError",
      'Cannot use ports["80"] 8080: expected {}; where a port is published goes into hostConfig\'s portBindings',
      (e) => api.createContainer(e, "app", { ports: { 80: 8080 } as never }),
    ],
    [
      "TypeError",
      'Cannot use volumes["/srv"] {"bind":"***"}: expected {}; a place of the host goes into hostConfig\'s binds',
      (e) => api.createContainer(e, "app", { volumes: { "/srv": { bind: "/data" } } }),
    ],
    [
      "TypeError",
      `${IMAGE}: unknown field "hostconfig"; did you mean "HostConfig"?`,
      (e) => {
        const hostconfig = { portbindings: { "80/tcp": [{ hostip: "localhost" }] } };
        return api.createContainerFromConfig(e, { Image: "app", hostconfig } as never);
      },
    ],
    ...([
      [{ environment: ["A=1"] }, 'unknown field "environment"; did you mean "Env"?'],
      [
        { HostConfig: { portBindings: {} } },
        'HostConfig: unknown field "portBindings"; did you mean "PortBindings"?',
      ],
      [
        { NetworkingConfig: { EndpointsConfig: { net: { ipv4Address: "10.0.0.5" } } } },
        'NetworkingConfig: EndpointsConfig.net: unknown field "ipv4Address"; did you mean ' +
        '"IPAMConfig.IPv4Address"?',
      ],
    ] as const).map(([config, message]): Refusal => [
      "TypeError",
      `${IMAGE}: ${message}`,
      (e) => api.createContainerFromConfig(e, { Image: "app", ...config } as never),
    ]),
    [
      "TypeError",
      'Cannot commit container "web": unknown field "environment"; did you mean "Env"?',
      (e) => api.commit(e, "web", { conf: { environment: ["A=1"] } as never }),
    ],
    [
      "TypeError",
      'Cannot commit container "web": unknown field "labels"; did you mean "Labels"?',
      (e) => api.commit(e, "web", { conf: { labels: { a: "b" } } as never }),
    ],
    [
      "TypeError",
      'Cannot commit container "web": unknown field "later"; conf has the Engine\'s own fields',
      (e) => api.commit(e, "web", { conf: { later: 1 } as never }),
    ],
    [
      "TypeError",
      'Cannot use configFrom {"Network":"***","scope":"***"}: expected { Network }',
      (e) => api.createNetwork(e, "net", { configFrom: { Network: "a", scope: "b" } as never }),
    ],
    [
      "TypeError",
      'Cannot use runtime {"a":"***"}: expected {}',
      () => Promise.resolve(new ConfigReference("1a", "b", { runtime: { a: "b" } as never })),
    ],
    [
      "TypeError",
      'Cannot use Global {"Replicas":3}: expected {}',
      () => Promise.resolve(toServiceMode({ Global: { Replicas: 3 }, mode: "x" }, "mode")),
    ],
    [
      "TypeError",
      'Cannot send credentials: "password" has half a surrogate pair, which JSON cannot hold',
      (e) => {
        const authConfig = { username: "u", password: "\ud800" };
        return api.pull(e, "registry.example/app", { authConfig });
      },
    ],
  ]);
});

describe("what is undefined is not there", () => {
  const create = (hostConfig: object) => (e: Engine) =>
    api.createContainer(e, "app", { hostConfig, useConfigProxy: false });
  const attached = { AttachStdout: true, AttachStderr: true, AttachStdin: false, StdinOnce: false };
  const container = { Image: "app", Tty: false, OpenStdin: false, ...attached };
  sends([
    [
      "POST /v1.41/containers/create",
      { ...container, HostConfig: { Links: ["a:b"], Tmpfs: { "/a": "" } } },
      create({ links: { a: "b", c: undefined }, tmpfs: { "/a": null, "/b": undefined } }),
    ],
    [
      "POST /v1.41/containers/create",
      { ...container, Volumes: { "/a": {} }, ExposedPorts: { "80/tcp": {} } },
      (e) => {
        const volumes = { "/a": {}, "/b": undefined };
        const ports = { "80/tcp": {}, "81/tcp": undefined };
        return api.createContainer(e, "app", { volumes, ports, useConfigProxy: false } as never);
      },
    ],
    [
      "POST /v1.41/containers/create",
      {
        ...container,
        NetworkingConfig: {
          EndpointsConfig: {
            a: { Aliases: ["x"], IPAMConfig: { IPv4Address: "10.0.0.5" } },
            b: { Aliases: null, NetworkID: "" },
            c: {},
          },
        },
      },
      (e) => {
        const EndpointsConfig = {
          a: { aliases: ["x"], ipv4Address: "10.0.0.5" },
          b: { Aliases: null, NetworkID: "" },
          c: null,
          d: undefined,
        };
        const networkingConfig = { EndpointsConfig } as never;
        return api.createContainer(e, "app", { networkingConfig, useConfigProxy: false });
      },
    ],
  ]);
});

describe("an address that is none is refused before anything is sent", () => {
  const BAD = [
    "nonsense",
    "10.77.0.999",
    "010.77.0.1",
    "10.77.1",
    "fe80::1%eth0",
    "10.77.0.1/16",
    "",
  ];
  const pool = (options: IPAMPoolOptions) => (e: Engine) =>
    api.createNetwork(e, "net", { ipam: { poolConfigs: [options] } });
  const shown = (text: string) => JSON.stringify(text);
  const subnet = "10.77.0.0/16";
  refuses(BAD.flatMap((bad): Refusal[] => [
    [
      "TypeError",
      `Cannot use gateway ${shown(bad)}: expected an IP address`,
      pool({ subnet, gateway: bad }),
    ],
    // Engine 20.10 never frees the range of a network that this made impossible.
    [
      "TypeError",
      `Cannot use auxAddresses["a"] ${shown(bad)}: expected an IP address`,
      pool({ subnet, auxAddresses: { a: bad } }),
    ],
    ...["ipv4Address", "ipv6Address"].map((option): Refusal => [
      "TypeError",
      `Cannot use ${option} ${shown(bad)}: expected an IP address`,
      (e) => api.connectContainerToNetwork(e, "web", "net", { [option]: bad }),
    ]),
    [
      "TypeError",
      `Cannot use linkLocalIps[0] ${shown(bad)}: expected an IP address`,
      (e) => api.connectContainerToNetwork(e, "web", "net", { linkLocalIps: [bad] }),
    ],
  ]));
  const RANGE = "a range of addresses such as 10.0.0.0/8 or fd00::/64";
  refuses(["10.77.0.0", "10.77.0.0/33", "10.77/16", "[fd00::]/64", "fd00::/129", "x/8", ""].flatMap(
    (bad): Refusal[] => [
      ["TypeError", `Cannot use subnet ${shown(bad)}: expected ${RANGE}`, pool({ subnet: bad })],
      [
        "TypeError",
        `Cannot use iprange ${shown(bad)}: expected ${RANGE}`,
        pool({ subnet, iprange: bad }),
      ],
    ],
  ));
  refuses(["x", "02:42:ac:11:00", "02:42-ac:11:00:02", "0242ac110002", "02:42:ac:11:00:0g"].flatMap(
    (bad): Refusal[] => [
      [
        "TypeError",
        `Cannot use macAddress ${shown(bad)}: expected an address such as 02:42:ac:11:00:02`,
        (e) => api.createContainer(e, "app", { macAddress: bad }),
      ],
      [
        "TypeError",
        `Cannot use macAddress ${shown(bad)}: expected an address such as 02:42:ac:11:00:02`,
        () => Promise.resolve(api.createEndpointConfig({ macAddress: bad })),
      ],
    ],
  ));
});
