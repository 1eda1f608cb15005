import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { createHostConfig } from "../../../src/api/containers/host_config.ts";
import type { EngineFieldName } from "../../../src/operation/option.ts";
import type { HostConfigOptions } from "../../../src/specs/host_config.ts";
import { Mount } from "../../../src/specs/mount.ts";
import { refuses } from "../../convert/refusals.ts";

/** Every option with a value, and what the Engine is sent for it. */
const OPTIONS: {
  [Name in keyof HostConfigOptions as Name extends EngineFieldName | "extra" ? never : Name]-?: [
    HostConfigOptions[Name],
    string,
    unknown,
  ];
} = {
  annotations: [{ a: "b" }, "Annotations", { a: "b" }],
  autoRemove: [true, "AutoRemove", true],
  binds: [{ "/a": { bind: "/b", mode: "ro" } }, "Binds", ["/a:/b:ro"]],
  blkioWeight: [500, "BlkioWeight", 500],
  blkioWeightDevice: [
    [{ Path: "/dev/sda", Weight: 10 }],
    "BlkioWeightDevice",
    [{ Path: "/dev/sda", Weight: 10 }],
  ],
  capAdd: [["SYS_ADMIN"], "CapAdd", ["SYS_ADMIN"]],
  capDrop: [["MKNOD"], "CapDrop", ["MKNOD"]],
  cgroupns: ["private", "CgroupnsMode", "private"],
  cgroupParent: ["/parent", "CgroupParent", "/parent"],
  cpuCount: [2, "CpuCount", 2],
  cpuPercent: [50, "CpuPercent", 50],
  cpuPeriod: [100000, "CpuPeriod", 100000],
  cpuQuota: [-1, "CpuQuota", -1],
  cpuRtPeriod: [1000, "CpuRealtimePeriod", 1000],
  cpuRtRuntime: [900, "CpuRealtimeRuntime", 900],
  cpuShares: [512, "CpuShares", 512],
  cpusetCpus: ["0,1", "CpusetCpus", "0,1"],
  cpusetMems: ["0", "CpusetMems", "0"],
  deviceCgroupRules: [["c 1:3 r"], "DeviceCgroupRules", ["c 1:3 r"]],
  deviceReadBps: [
    [{ Path: "/dev/sda", Rate: "1m" }],
    "BlkioDeviceReadBps",
    [{ Path: "/dev/sda", Rate: 1048576 }],
  ],
  deviceReadIops: [
    [{ Path: "/dev/sda", Rate: 5 }],
    "BlkioDeviceReadIOps",
    [{ Path: "/dev/sda", Rate: 5 }],
  ],
  deviceRequests: [
    [{ driver: "nvidia", count: -1, capabilities: [["gpu"]], options: { a: 1 } }, {
      DeviceIDs: ["0"],
    }],
    "DeviceRequests",
    [{ Driver: "nvidia", Count: -1, Capabilities: [["gpu"]], Options: { a: "1" } }, {
      DeviceIDs: ["0"],
    }],
  ],
  deviceWriteBps: [
    [{ Path: "/dev/sda", Rate: 4096 }],
    "BlkioDeviceWriteBps",
    [{ Path: "/dev/sda", Rate: 4096 }],
  ],
  deviceWriteIops: [
    [{ Path: "/dev/sda", Rate: 0 }],
    "BlkioDeviceWriteIOps",
    [{ Path: "/dev/sda", Rate: 0 }],
  ],
  devices: [
    ["/dev/sda:/dev/xvda:rwm"],
    "Devices",
    [{ PathOnHost: "/dev/sda", PathInContainer: "/dev/xvda", CgroupPermissions: "rwm" }],
  ],
  dns: [["10.0.0.1"], "Dns", ["10.0.0.1"]],
  dnsOpt: [["ndots:3"], "DnsOptions", ["ndots:3"]],
  dnsSearch: [["a.example"], "DnsSearch", ["a.example"]],
  extraHosts: [{ db: "10.0.0.2" }, "ExtraHosts", ["db:10.0.0.2"]],
  groupAdd: [["audio", 5], "GroupAdd", ["audio", "5"]],
  init: [true, "Init", true],
  initPath: ["/init", "InitPath", "/init"],
  ipcMode: ["host", "IpcMode", "host"],
  isolation: ["default", "Isolation", "default"],
  kernelMemory: ["8m", "KernelMemory", 8388608],
  links: [{ db: "database" }, "Links", ["db:database"]],
  logConfig: [
    { type: "json-file", config: { "max-file": 3 } },
    "LogConfig",
    { Type: "json-file", Config: { "max-file": "3" } },
  ],
  lxcConf: [{ a: "b" }, "LxcConf", [{ Key: "a", Value: "b" }]],
  maskedPaths: [["/proc/kcore"], "MaskedPaths", ["/proc/kcore"]],
  memLimit: ["128m", "Memory", 134217728],
  memReservation: ["64m", "MemoryReservation", 67108864],
  memSwappiness: [50, "MemorySwappiness", 50],
  memswapLimit: [-1, "MemorySwap", -1],
  mounts: [
    [new Mount("/data", "v"), "/a:/b:ro"],
    "Mounts",
    [
      { Target: "/data", Source: "v", Type: "volume", ReadOnly: false },
      { Target: "/b", Source: "/a", Type: "bind", ReadOnly: true },
    ],
  ],
  nanoCpus: [500_000_000, "NanoCpus", 500_000_000],
  networkMode: ["container:db", "NetworkMode", "container:db"],
  oomKillDisable: [true, "OomKillDisable", true],
  oomScoreAdj: [-500, "OomScoreAdj", -500],
  pidMode: ["host", "PidMode", "host"],
  pidsLimit: [-1, "PidsLimit", -1],
  portBindings: [
    { "1111/udp": 4567, 2222: null },
    "PortBindings",
    {
      "1111/udp": [{ HostIp: "", HostPort: "4567" }],
      "2222/tcp": [{ HostIp: "", HostPort: "" }],
    },
  ],
  privileged: [true, "Privileged", true],
  publishAllPorts: [false, "PublishAllPorts", false],
  readOnly: [true, "ReadonlyRootfs", true],
  readonlyPaths: [["/proc/sys"], "ReadonlyPaths", ["/proc/sys"]],
  restartPolicy: [
    { Name: "on-failure", MaximumRetryCount: 5 },
    "RestartPolicy",
    { Name: "on-failure", MaximumRetryCount: 5 },
  ],
  runtime: ["runc", "Runtime", "runc"],
  securityOpt: [["no-new-privileges"], "SecurityOpt", ["no-new-privileges"]],
  shmSize: ["1G", "ShmSize", 1073741824],
  storageOpt: [{ size: "1G" }, "StorageOpt", { size: "1G" }],
  sysctls: [{ "net.core.somaxconn": 1024 }, "Sysctls", { "net.core.somaxconn": "1024" }],
  tmpfs: [["/run:size=1m"], "Tmpfs", { "/run": "size=1m" }],
  ulimits: [
    [{ name: "nofile", soft: 10, hard: 20 }],
    "Ulimits",
    [{ Name: "nofile", Soft: 10, Hard: 20 }],
  ],
  usernsMode: ["host", "UsernsMode", "host"],
  utsMode: ["host", "UTSMode", "host"],
  volumeDriver: ["local", "VolumeDriver", "local"],
  volumesFrom: [["db", "logs:ro"], "VolumesFrom", ["db", "logs:ro"]],
};

describe("createHostConfig() spells every option as the Engine does", () => {
  for (const [name, [value, field, wire]] of Object.entries(OPTIONS)) {
    it(name, () => {
      const config = createHostConfig({ [name]: value });
      assert.deepEqual(Object.keys(config), [field], name);
      assert.deepEqual(
        JSON.parse(JSON.stringify(config[field as keyof typeof config])),
        wire,
        name,
      );
    });
  }
});

test("createHostConfig() sends nothing that was not asked for and takes its own result", () => {
  assert.deepEqual(createHostConfig(), {});
  assert.deepEqual(createHostConfig({ memLimit: undefined }), {});
  const config = createHostConfig({ capDrop: ["MKNOD"], privileged: false, PidMode: "host" });
  assert.deepEqual(config, { CapDrop: ["MKNOD"], Privileged: false, PidMode: "host" });
  assert.deepEqual(createHostConfig(config), config);
});

describe("createHostConfig() refuses unknown options and wrong values", () => {
  function refused(options: Record<string, unknown>): () => unknown {
    return () => createHostConfig(options);
  }
  const rate = '{ Path: "/dev/sda", Rate: 1000 } with a whole number of operations a second';
  refuses([
    [
      refused({ memlimit: "128m" }),
      "TypeError",
      'Cannot create a host configuration: unknown option "memlimit"; did you mean "memLimit"?',
    ],
    [
      refused({ Memlimit: 5 }),
      "TypeError",
      'Cannot create a host configuration: unknown option "Memlimit"; what this client does not know goes into extra',
    ],
    [
      refused({ extra: 5 }),
      "TypeError",
      "Cannot create a host configuration: expected extra to be an object of the Engine's own fields",
    ],
    [
      refused({ extra: { Memory: 5 }, memLimit: 6 }),
      "TypeError",
      'Cannot create a host configuration: "Memory" is in extra and among the options; give one',
    ],
    [
      refused({ Memory: 5, memLimit: 6 }),
      "TypeError",
      'Cannot create a host configuration: "Memory" and "memLimit" set the same field; give one of them',
    ],
    [
      () => createHostConfig("privileged" as unknown as HostConfigOptions),
      "TypeError",
      "Cannot create a host configuration: expected an object of options, not a string",
    ],
    [
      refused({ privileged: "yes" }),
      "TypeError",
      'Cannot use privileged "yes": expected true or false',
    ],
    [
      refused({ memSwappiness: 101 }),
      "RangeError",
      "Cannot use memSwappiness 101: expected a whole number from -1 to 100",
    ],
    [
      refused({ blkioWeight: 5 }),
      "RangeError",
      "Cannot use blkioWeight 5: expected a weight from 10 to 1000, or 0 for none",
    ],
    [
      refused({ blkioWeightDevice: [{ Path: "/dev/sda", Rate: 5 }] }),
      "TypeError",
      'Cannot use blkioWeightDevice[0] {"Path":"***","Rate":5}: ' +
      'expected { Path: "/dev/sda", Weight: 500 }',
    ],
    [
      refused({ deviceReadIops: [{ Path: "/dev/sda", Rate: "1k" }] }),
      "TypeError",
      `Cannot use deviceReadIops[0] {"Path":"***","Rate":"***"}: expected ${rate}`,
    ],
    [
      refused({ deviceRequests: ["gpu"] }),
      "TypeError",
      'Cannot use deviceRequests[0] "gpu": expected { driver, count or deviceIds, capabilities: [["gpu"]] }',
    ],
    [
      refused({ lxcConf: ["a=b"] }),
      "TypeError",
      'Cannot use lxcConf ["***"]: expected an object of strings or a list of { Key: "", Value: "" }',
    ],
    [
      refused({ usernsMode: "private" }),
      "RangeError",
      'Cannot use usernsMode "private": expected one of "host", ""',
    ],
    [
      refused({ dns: "10.0.0.1" }),
      "TypeError",
      'Cannot use dns "10.0.0.1": expected a list of strings',
    ],
    [
      refused({ oomScoreAdj: 1001 }),
      "RangeError",
      "Cannot use oomScoreAdj 1001: expected a whole number from -1000 to 1000",
    ],
  ]);
});
