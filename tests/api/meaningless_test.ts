/** What an Engine takes no notice of, or takes for something else, without a word. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { IPAMConfig } from "../../src/specs/ipam_config.ts";
import { IPAMPool } from "../../src/specs/ipam_pool.ts";
import { UpdateConfig } from "../../src/specs/update_config.ts";
import { recorded, type Refusal, refuses, type Sending, sends } from "./recorded.ts";

const TEST = 'expected ["CMD", ...words], ["CMD-SHELL", line], ["NONE"] or []';
const V6 = "fd77::/64";
const NEEDS_V6 = 'Cannot create network "net": the subnet "fd77::/64" needs enableIpv6: true';
const LATER = "since is later than until";
const inspected = { Driver: "default", Options: null, Config: [{ Subnet: V6 }] };

describe("refused is", () => {
  refuses([
    [
      "TypeError",
      'Cannot create a host configuration: portBindings means nothing where networkMode is "none"',
      (e) =>
        api.createContainer(e, "app", {
          hostConfig: { networkMode: "none", portBindings: { 80: 8080 } },
        }),
    ],
    [
      "TypeError",
      'Cannot create a host configuration: publishAllPorts means nothing where networkMode is "none"',
      (e) =>
        api.createContainer(e, "app", {
          hostConfig: { networkMode: "none", publishAllPorts: true },
        }),
    ],
    ...["none", "host"].flatMap((networkMode): Refusal[] => [
      [
        "TypeError",
        `Cannot create a host configuration: publishAllPorts means nothing where networkMode is "${networkMode}"`,
        (e) =>
          api.createContainer(e, "app", { hostConfig: { networkMode, publishAllPorts: true } }),
      ],
      [
        "TypeError",
        `Cannot create a container configuration: macAddress means nothing where networkMode is "${networkMode}"`,
        (e) =>
          api.createContainer(e, "app", {
            macAddress: "02:00:00:00:00:01",
            hostConfig: { networkMode },
          }),
      ],
    ]),
    ...["host", "none", "container:db"].flatMap((networkMode): Refusal[] => [
      [
        "TypeError",
        `Cannot create a container configuration: networkingConfig means nothing where networkMode is "${networkMode}"`,
        (e) => {
          const networkingConfig = api.createNetworkingConfig({ front: {} });
          return api.createContainer(e, "app", { networkingConfig, hostConfig: { networkMode } });
        },
      ],
    ]),
    [
      "TypeError",
      'Cannot create a container configuration: domainname means nothing where networkMode is "container:db"',
      (e) => {
        const hostConfig = { networkMode: "container:db" };
        return api.createContainer(e, "app", { domainname: "x.example", hostConfig });
      },
    ],
    ...["dnsSearch", "dnsOpt"].map((option): Refusal => [
      "TypeError",
      `Cannot create a host configuration: ${option} means nothing where networkMode is "container:db"`,
      (e) => {
        const hostConfig = { networkMode: "container:db", [option]: ["x"] };
        return api.createContainer(e, "app", { hostConfig });
      },
    ]),
    ...["host", "container:db"].map((pidMode): Refusal => [
      "TypeError",
      `Cannot create a host configuration: init means nothing where pidMode is "${pidMode}"`,
      (e) => api.createContainer(e, "app", { hostConfig: { pidMode, init: true } }),
    ]),
    ...Object.entries({
      dns: ["10.0.0.1"],
      dnsSearch: ["x"],
      dnsOpt: ["ndots:3"],
      extraHosts: { a: "10.0.0.1" },
    }).map(([option, value]): Refusal => [
      "TypeError",
      `Cannot create a container configuration: ${option} means nothing with networkDisabled`,
      (e) => {
        const hostConfig = { [option]: value };
        return api.createContainer(e, "app", { networkDisabled: true, hostConfig });
      },
    ]),
    [
      "TypeError",
      "Cannot create a container configuration: networkingConfig means nothing with networkDisabled",
      (e) => {
        const networkingConfig = api.createNetworkingConfig({ front: {} });
        return api.createContainer(e, "app", { networkDisabled: true, networkingConfig });
      },
    ],
    ...["none", "host", "container:db"].map((ipcMode): Refusal => [
      "TypeError",
      `Cannot create a host configuration: shmSize means nothing where ipcMode is "${ipcMode}"`,
      (e) => api.createContainer(e, "app", { hostConfig: { ipcMode, shmSize: "8m" } }),
    ]),
    // The container would have all capabilities.
    ...[{ privileged: true }, { Privileged: true }].map((privileged): Refusal => [
      "TypeError",
      "Cannot create a host configuration: capDrop means nothing where privileged is true",
      (e) => api.createContainer(e, "app", { hostConfig: { ...privileged, capDrop: ["ALL"] } }),
    ]),
    [
      "RangeError",
      'Cannot use scope "nonsense": expected one of "local", "global", "swarm"',
      (e) => api.createNetwork(e, "net", { scope: "nonsense" as never }),
    ],
    [
      "TypeError",
      "Cannot create a container configuration: networkDisabled leaves nothing to publish ports of",
      (e) =>
        api.createContainer(e, "app", {
          networkDisabled: true,
          hostConfig: { portBindings: { 80: 8080 } },
        }),
    ],
    ["TypeError", NEEDS_V6, (e) => {
      return api.createNetwork(e, "net", { ipam: { poolConfigs: [{ subnet: V6 }] } });
    }],
    ["TypeError", NEEDS_V6, (e) => {
      const ipam = new IPAMConfig({ poolConfigs: [new IPAMPool({ subnet: V6 })] });
      return api.createNetwork(e, "net", { ipam, enableIpv6: false });
    }],
    ["TypeError", NEEDS_V6, (e) => {
      return api.createNetwork(e, "net", { ipam: { Config: [{ Subnet: V6 }] } });
    }],
    [
      "RangeError",
      `Cannot read the logs of container "web": ${LATER}`,
      (e) => api.logs(e, "web", { since: 100.5, until: "100.25" }),
    ],
    [
      "RangeError",
      `Cannot read the logs of container "web": ${LATER}`,
      (e) => api.logs(e, "web", { since: "5m", until: "10m", stream: true }),
    ],
    ...[["echo", "x"], [""], ["CMD"], ["CMD-SHELL"], ["NONE", "x"], ["cmd", "x"]].map((test) =>
      [
        "TypeError",
        `Cannot use test ${JSON.stringify(test.map((word) => word && "***"))}: ${TEST}`,
        (e: Engine) => api.createContainer(e, "app", { healthcheck: { test } }),
      ] satisfies Refusal
    ),
    ...[{}, { tty: false }, { Tty: false }, { tty: null }].map((tty) =>
      [
        "TypeError",
        'Cannot set up a command in container "web": consoleSize means nothing without tty',
        (e: Engine) => api.execCreate(e, "web", "date", { ...tty, consoleSize: [24, 80] }),
        "1.47",
      ] satisfies Refusal
    ),
    [
      "TypeError",
      'Cannot start exec "1a": consoleSize means nothing without tty',
      (e) => api.execStart(e, "1a", { consoleSize: [24, 80], stream: true }),
      "1.47",
    ],
    [
      "TypeError",
      'Cannot use logConfig.config: it means nothing where the type is "none"',
      (e) => {
        const logConfig = { type: "none", config: { "max-size": "10m" } };
        return api.createContainer(e, "app", { hostConfig: { logConfig } });
      },
    ],
    [
      "TypeError",
      'Cannot use test "": expected a command',
      (e) => api.createContainer(e, "app", { healthcheck: { test: "" } }),
    ],
    [
      "TypeError",
      'Cannot use groupAdd[1] "": expected the name or number of a group',
      (e) => api.createContainer(e, "app", { hostConfig: { groupAdd: [5, ""] } }),
    ],
    [
      "TypeError",
      'Cannot commit container "web": unknown field "Entrypont"; did you mean "Entrypoint"?',
      (e) => api.commit(e, "web", { conf: { Entrypont: ["x"] } as never }),
    ],
    [
      "TypeError",
      'Cannot use posixSignal NaN: expected a name such as "SIGTERM" or "term", or a number such as 15',
      (e) => api.kill(e, "web", NaN),
    ],
    [
      "RangeError",
      'Cannot use tail 1e+21: expected a number of lines or "all"',
      (e) => api.logs(e, "web", { tail: 1e21 }),
    ],
    [
      "TypeError",
      "Cannot use version -1: expected a version number, or the Version of an inspection",
      (e) => api.updateNode(e, "node", -1),
    ],
    [
      "TypeError",
      'Cannot use the option "timeouts": expected an object such as { connect: 5, head: 60, idle: 60 }',
      (e) => api.pause(e, "web", { timeouts: new Map([["head", 5]]) as never }),
    ],
  ]);
});

describe("a range of addresses is refused", () => {
  const pool = (iprange: string, subnet?: string) => (e: Engine) =>
    api.createNetwork(e, "net", { ipam: { poolConfigs: [{ iprange, subnet }] } });
  const start = "Cannot create an IPAM pool: ";
  refuses([
    ["TypeError", `${start}iprange means nothing without subnet`, pool("10.77.0.0/24")],
    [
      "RangeError",
      `${start}the iprange "10.99.0.0/24" is no part of "10.77.0.0/16"`,
      pool("10.99.0.0/24", "10.77.0.0/16"),
    ],
    [
      "RangeError",
      `${start}the iprange "10.0.0.0/8" is no part of "10.77.0.0/16"`,
      pool("10.0.0.0/8", "10.77.0.0/16"),
    ],
  ]);
});

describe("taken is", () => {
  const attached = { AttachStdout: true, AttachStderr: true, AttachStdin: false, StdinOnce: false };
  const container = { Image: "app", Tty: false, OpenStdin: false, ...attached };
  sends([
    // What inspections of such containers return.
    ...["none", "host"].map((mode): Sending => [
      "POST /v1.41/containers/create",
      {
        ...container,
        HostConfig: { NetworkMode: mode, Dns: [], DnsSearch: null },
        NetworkingConfig: { EndpointsConfig: { [mode]: { NetworkID: "1a" } } },
      },
      (e) => {
        const hostConfig = { NetworkMode: mode, Dns: [], DnsSearch: null } as never;
        const networkingConfig = { EndpointsConfig: { [mode]: { NetworkID: "1a" } } };
        const more = { hostConfig, networkingConfig, useConfigProxy: false };
        return api.createContainer(e, "app", more);
      },
    ]),
    [
      "POST /v1.41/networks/create",
      { Name: "net", IPAM: inspected, EnableIPv6: false },
      (e) => api.createNetwork(e, "net", { IPAM: inspected, EnableIPv6: false }),
    ],
    [
      "POST /v1.41/networks/create",
      {
        Name: "net",
        IPAM: { Driver: "default", Config: [{ Subnet: V6 }] },
        EnableIPv6: true,
      },
      (e) => {
        return api.createNetwork(e, "net", {
          ipam: { poolConfigs: [{ subnet: V6 }] },
          enableIpv6: true,
        });
      },
    ],
  ]);
});

describe("an update tells what Docker's Engine takes no notice of", () => {
  const idle = {
    cgroupParent: "/x",
    cpuCount: 1,
    cpuPercent: 5,
    deviceCgroupRules: ["c 1:3 r"],
    deviceRequests: [{ capabilities: [["gpu"]] }],
    devices: ["/dev/null"],
    memSwappiness: 5,
    oomKillDisable: true,
    ulimits: [{ name: "nofile", soft: 5 }],
  };
  const warningsOf = async (options: object, version: string): Promise<string[]> => {
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    await recorded((e) => api.updateContainer(e, "web", options), version, [{}], { onWarning });
    return warnings;
  };
  for (const [name, value] of Object.entries(idle)) {
    it(`which ${name} is`, async () => {
      assert.deepEqual(await warningsOf({ [name]: value, memLimit: "64m" }, "1.51"), [
        `Docker's Engine takes no notice of ${name} in an update of container "web"`,
      ]);
    });
  }

  it("and nothing of what it changes, or of later versions, which are not known", async () => {
    assert.deepEqual(await warningsOf({ memLimit: "64m", cpuShares: 5 }, "1.51"), []);
    assert.deepEqual(await warningsOf(idle, "1.52"), []);
  });
});

describe("what fails while a change is taken back is not taken back again", () => {
  const task = { ContainerSpec: { Image: "app" } };
  const failureAction = "rollback";
  const message =
    'Cannot use rollbackConfig.failureAction "rollback": expected one of "continue", "pause"';
  const given = [{ failureAction } as const, new UpdateConfig({ failureAction })];
  refuses(given.flatMap((rollbackConfig): Refusal[] => [
    ["RangeError", message, (e) => api.createService(e, task, { rollbackConfig })],
    [
      "RangeError",
      message,
      (e) => api.updateService(e, "web", 1, { taskTemplate: task, rollbackConfig }),
    ],
  ]));
  // What an inspection returned is taken as it was, and an update is taken back.
  sends([
    ["POST /v1.41/services/create", {
      TaskTemplate: task,
      RollbackConfig: { Parallelism: 1, FailureAction: "rollback" },
    }, (e) => {
      const RollbackConfig = { Parallelism: 1, FailureAction: "rollback" } as const;
      return api.createService(e, task, { RollbackConfig });
    }],
    ["POST /v1.41/services/create", {
      TaskTemplate: task,
      UpdateConfig: { Parallelism: 0, FailureAction: "rollback" },
    }, (e) => api.createService(e, task, { updateConfig: { failureAction } })],
  ]);
});
