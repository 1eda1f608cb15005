import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type EngineFieldName, type HostConfigOptions, Mount } from "../../mod.ts";
import { containerdStore, EXPECTED, speaks } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { baseImage, labels, skip } from "./fixture.ts";
import { within } from "./sandbox.ts";
import { SEED } from "./seed.ts";

/** What an option becomes: `wire` (or what `matches`) as the Engine keeps it; a `refusal`, ours or the Engine's; a `warning`. */
interface Case {
  value: unknown;
  field?: string;
  wire?: unknown;
  matches?: RegExp;
  with?: HostConfigOptions;
  refusal?: [name: string, message: RegExp];
  warning?: RegExp;
}

/** What holds before an API version, and what from it on. */
function unlessSpoken(
  version: string,
  before: Omit<Case, "value">,
  after: Omit<Case, "value"> = {},
): Omit<Case, "value"> {
  return speaks(version) ? after : before;
}

const DEVICE_RATE = [{ Path: "/dev/null", Rate: 4096 }];

/** Every option of the seed and those that came later, with what this Engine makes of it. */
const CASES: {
  [Name in keyof HostConfigOptions as Name extends EngineFieldName | "extra" ? never : Name]-?:
    Case;
} = {
  annotations: {
    value: { a: "b" },
    field: "Annotations",
    ...unlessSpoken("1.43", {
      refusal: [
        "InvalidVersion",
        /option "annotations" \(HostConfig.Annotations\) needs API version 1.43/,
      ],
    }),
  },
  autoRemove: { value: true, field: "AutoRemove" },
  binds: {
    value: { "/tmp": { bind: "/mnt/a", mode: "ro" } },
    field: "Binds",
    wire: ["/tmp:/mnt/a:ro"],
  },
  blkioWeight: { value: 500, field: "BlkioWeight", warning: /Block I\/O weight/ },
  blkioWeightDevice: {
    value: [{ Path: "/dev/null", Weight: 300 }],
    field: "BlkioWeightDevice",
    warning: /Block I\/O weight_device/,
  },
  capAdd: { value: ["SYS_TIME"], field: "CapAdd" },
  capDrop: { value: ["MKNOD"], field: "CapDrop" },
  cgroupns: { value: "private", field: "CgroupnsMode" },
  cgroupParent: { value: "/longshore", field: "CgroupParent" },
  cpuCount: { value: 1, field: "CpuCount" },
  cpuPercent: { value: 10, field: "CpuPercent", warning: /does not support CPU percent/ },
  cpuPeriod: { value: 50000, field: "CpuPeriod" },
  cpuQuota: { value: 25000, field: "CpuQuota" },
  cpuRtPeriod: { value: 1000000, field: "CpuRealtimePeriod" },
  cpuRtRuntime: { value: 900000, field: "CpuRealtimeRuntime", with: { cpuRtPeriod: 1000000 } },
  cpuShares: { value: 512, field: "CpuShares" },
  cpusetCpus: { value: "0", field: "CpusetCpus" },
  cpusetMems: { value: "0", field: "CpusetMems" },
  deviceCgroupRules: { value: ["c 1:3 r"], field: "DeviceCgroupRules" },
  deviceReadBps: {
    value: [{ Path: "/dev/null", Rate: "4k" }],
    field: "BlkioDeviceReadBps",
    wire: DEVICE_RATE,
  },
  deviceReadIops: { value: DEVICE_RATE, field: "BlkioDeviceReadIOps" },
  deviceRequests: {
    value: [{ driver: "none", count: 1 }],
    field: "DeviceRequests",
    wire: [{ Driver: "none", Count: 1, DeviceIDs: null, Capabilities: null, Options: null }],
  },
  deviceWriteBps: { value: DEVICE_RATE, field: "BlkioDeviceWriteBps" },
  deviceWriteIops: { value: DEVICE_RATE, field: "BlkioDeviceWriteIOps" },
  devices: {
    value: ["/dev/null:/dev/xnull:rw"],
    field: "Devices",
    wire: [{ PathOnHost: "/dev/null", PathInContainer: "/dev/xnull", CgroupPermissions: "rw" }],
  },
  dns: { value: ["10.9.8.7"], field: "Dns" },
  dnsOpt: { value: ["ndots:3"], field: "DnsOptions" },
  dnsSearch: { value: ["a.example"], field: "DnsSearch" },
  extraHosts: { value: { db: "10.9.8.6" }, field: "ExtraHosts", wire: ["db:10.9.8.6"] },
  groupAdd: { value: [5], field: "GroupAdd", wire: ["5"] },
  init: { value: true, field: "Init" },
  initPath: {
    value: "/sbin/init",
    refusal: [
      "InvalidVersion",
      /option "initPath" \(HostConfig.InitPath\) is known up to API version 1.28 only, .*; use init/,
    ],
  },
  ipcMode: { value: "host", field: "IpcMode" },
  isolation: { value: "default", field: "Isolation" },
  kernelMemory: {
    value: "50m",
    ...unlessSpoken("1.42", { field: "KernelMemory", wire: 52428800, warning: /kernel memory/ }, {
      refusal: [
        "InvalidVersion",
        /option "kernelMemory" \(HostConfig.KernelMemory\) is known up to API version 1.41 only/,
      ],
    }),
  },
  links: { value: undefined },
  logConfig: {
    value: { type: "json-file", config: { "max-file": 3 } },
    field: "LogConfig",
    wire: { Type: "json-file", Config: { "max-file": "3" } },
  },
  lxcConf: {
    value: { "lxc.cgroup.cpuset.cpus": "0" },
    refusal: [
      "InvalidVersion",
      /option "lxcConf" \(HostConfig.LxcConf\) is known up to API version 1.21 only/,
    ],
  },
  maskedPaths: { value: ["/proc/kcore"], field: "MaskedPaths" },
  memLimit: { value: "64m", field: "Memory", wire: 67108864 },
  memReservation: { value: "32m", field: "MemoryReservation", wire: 33554432 },
  memSwappiness: { value: 50, field: "MemorySwappiness" },
  memswapLimit: { value: "128m", field: "MemorySwap", wire: 134217728, with: { memLimit: "64m" } },
  mounts: {
    value: [new Mount("/data", null, { type: "tmpfs", tmpfsSize: "1m" })],
    field: "Mounts",
    wire: [{ Type: "tmpfs", Target: "/data", TmpfsOptions: { SizeBytes: 1048576 } }],
  },
  nanoCpus: { value: 500000000, field: "NanoCpus" },
  networkMode: { value: "none", field: "NetworkMode" },
  oomKillDisable: {
    value: true,
    field: "OomKillDisable",
    wire: true,
    warning: /no memory limit is set/,
  },
  oomScoreAdj: { value: 500, field: "OomScoreAdj" },
  pidMode: { value: "host", field: "PidMode" },
  pidsLimit: { value: 50, field: "PidsLimit" },
  portBindings: {
    value: { 1111: ["127.0.0.1", 0] },
    field: "PortBindings",
    wire: { "1111/tcp": [{ HostIp: "127.0.0.1", HostPort: "0" }] },
  },
  privileged: { value: true, field: "Privileged" },
  publishAllPorts: { value: true, field: "PublishAllPorts" },
  readOnly: { value: true, field: "ReadonlyRootfs" },
  readonlyPaths: { value: ["/proc/sys"], field: "ReadonlyPaths" },
  restartPolicy: { value: { Name: "on-failure", MaximumRetryCount: 2 }, field: "RestartPolicy" },
  runtime: { value: "runc", field: "Runtime" },
  securityOpt: { value: ["no-new-privileges"], field: "SecurityOpt" },
  shmSize: { value: "1m", field: "ShmSize", wire: 1048576 },
  storageOpt: {
    value: { size: "1G" },
    field: "StorageOpt",
    // The Engine's own words; with a storage driver that has quotas it is kept.
    ...containerdStore ? {} : {
      refusal: [
        "ServerError",
        /--storage-opt is supported only for overlay over xfs with 'pquota' mount option/,
      ],
    },
  },
  sysctls: {
    value: { "net.core.somaxconn": 1024 },
    field: "Sysctls",
    wire: { "net.core.somaxconn": "1024" },
  },
  tmpfs: { value: ["/run:size=1m"], field: "Tmpfs", wire: { "/run": "size=1m" } },
  ulimits: {
    value: [{ name: "nofile", soft: 100, hard: 200 }],
    field: "Ulimits",
    wire: [{ Name: "nofile", Soft: 100, Hard: 200 }],
  },
  usernsMode: { value: "host", field: "UsernsMode" },
  utsMode: { value: "host", field: "UTSMode" },
  volumeDriver: { value: "local", field: "VolumeDriver" },
  volumesFrom: { value: undefined },
};

describe("createHostConfig() on the engine", { skip }, () => {
  it("sends each option so that inspect shows it, or it is refused or warned of by name", async () => {
    await within(async ({ client, container }) => {
      const other = await container("true");
      const cases: Record<string, Case> = {
        ...CASES,
        links: {
          value: { [other]: "other" },
          field: "Links",
          matches: /^\["\/\S+:\/\S+\/other"\]$/,
        },
        volumesFrom: { value: [`${other}:ro`], field: "VolumesFrom" },
      };
      for (const [name, one] of Object.entries(cases)) {
        const hostConfig = client.createHostConfig({ ...one.with, [name]: one.value });
        const creation = client.createContainer(baseImage, {
          command: "true",
          labels: labels(),
          hostConfig,
        });
        if (one.refusal !== undefined) {
          const [error, message] = one.refusal;
          await assert.rejects(creation, { name: error, message }, name);
        } else {
          const { Id, Warnings } = await creation;
          try {
            const { HostConfig } = await client.inspectContainer(Id);
            const seen = HostConfig[one.field! as keyof typeof HostConfig];
            if (one.warning === undefined) assert.deepEqual(Warnings ?? [], [], name);
            else assert.match(String(Warnings), one.warning, name);
            if (one.matches !== undefined) {
              assert.match(JSON.stringify(seen), one.matches, name);
            } else if (one.warning === undefined || one.wire !== undefined) {
              assert.deepEqual(seen, one.wire ?? one.value, name);
            }
          } finally {
            await client.removeContainer(Id, { v: true });
          }
        }
        if (SEED.containers!.createHostConfig!.includes(name)) exercised("createHostConfig", name);
      }
    });
  });

  it("sets resources, files and names so that the process sees them", async () => {
    await within(async ({ client, run, volume }) => {
      const data = await volume();
      const hostConfig = client.createHostConfig({
        memLimit: "64m",
        shmSize: "2m",
        tmpfs: { "/scratch": "size=1m,mode=1777" },
        mounts: [
          new Mount("/data", data),
          new Mount("/mem", null, { type: "tmpfs", tmpfsSize: 65536 }),
        ],
        binds: { "/tmp": { bind: "/mnt/host", mode: "ro" } },
        dns: ["10.9.8.7"],
        dnsSearch: ["a.example"],
        dnsOpt: ["ndots:3"],
        extraHosts: { db: "10.9.8.6" },
        ulimits: [{ name: "nofile", soft: 100, hard: 200 }],
        sysctls: { "net.core.somaxconn": 77 },
        devices: ["/dev/null:/dev/xnull:rw"],
        groupAdd: [12345],
        capDrop: ["CHOWN"],
        oomScoreAdj: 123,
        init: true,
        readOnly: true,
        restartPolicy: { Name: "no" },
      });
      const { output, code } = await run(
        [
          "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null",
          "df -k /dev/shm | tail -1 | awk '{ print $2 }'",
          "grep -c ' /scratch tmpfs .*size=1024k' /proc/mounts",
          "grep -c ' /mem tmpfs .*size=64k' /proc/mounts",
          "echo kept > /data/file && cat /data/file",
          "touch /mnt/host/x 2>/dev/null || echo read-only bind",
          "touch /x 2>/dev/null || echo read-only root",
          "cat /etc/resolv.conf | grep -v '^#'",
          "grep -w db /etc/hosts",
          "ulimit -n; ulimit -Hn",
          "cat /proc/sys/net/core/somaxconn",
          "test -c /dev/xnull && echo device",
          "id -G | grep -o 12345",
          "chown 1 /scratch 2>/dev/null || echo no chown",
          "cat /proc/self/oom_score_adj",
          "cat /proc/1/comm",
        ].join("; "),
        { hostConfig },
      );
      assert.equal(code, 0, output);
      const lines = output.trim().split("\n");
      const resolver = lines.splice(7, lines.indexOf("10.9.8.6\tdb") - 7);
      assert.deepEqual(resolver.filter((line) => line !== "").sort(), [
        "nameserver 10.9.8.7",
        "options ndots:3",
        "search a.example",
      ]);
      assert.deepEqual(lines, [
        ...["67108864", "2048", "1", "1", "kept", "read-only bind", "read-only root"],
        ...[
          "10.9.8.6\tdb",
          "100",
          "200",
          "77",
          "device",
          "12345",
          "no chown",
          "123",
          "docker-init",
        ],
      ]);
    });
  });

  it("publishes ports in all notations, which port() finds", async () => {
    await within(async ({ client, running }) => {
      const container = await running("httpd -p 1111; echo listening; sleep 60", {
        ports: [1111, [2222, "udp"], "3333/tcp", "4444-4445", 5555, 6666],
        hostConfig: client.createHostConfig({
          portBindings: {
            1111: null,
            "2222/udp": ["127.0.0.1"],
            3333: ["127.0.0.1", 0],
            "4444-4445": ["127.0.0.1", null],
            5555: EXPECTED.portAddresses.map((HostIp) => ({ HostIp, HostPort: "" })),
            6666: [["127.0.0.1", 0], ["127.0.0.2", 0]],
          },
        }),
      });
      const one = await client.port(container, 1111);
      assert.equal(one?.[0]?.HostIp, "0.0.0.0");
      for await (const _ of await client.logs(container, { stream: true })) break;
      const response = await fetch(`http://127.0.0.1:${one[0].HostPort}/`);
      assert.equal(response.status, 404);
      await response.body?.cancel();
      const udp = await client.port(container, 2222);
      assert.deepEqual(udp?.map(({ HostIp }) => HostIp), ["127.0.0.1"]);
      assert.deepEqual(await client.port(container, "2222/udp"), udp);
      assert.deepEqual(await client.port(container, [2222, "udp"]), udp);
      assert.equal(await client.port(container, "2222/tcp"), null);
      assert.equal(await client.port(container, 7777), null);
      for (const port of [3333, 4444, 4445]) {
        const places = await client.port(container, port);
        assert.deepEqual(places?.map(({ HostIp }) => HostIp), ["127.0.0.1"], String(port));
        assert.ok(Number(places?.[0]?.HostPort) > 0);
      }
      const two = (await client.port(container, 5555))!.filter(({ HostIp }) => HostIp !== "::");
      assert.deepEqual(two.map(({ HostIp }) => HostIp).sort(), EXPECTED.portAddresses);
      const addresses = (await client.port(container, "6666"))?.map(({ HostIp }) => HostIp);
      assert.deepEqual(addresses?.sort(), ["127.0.0.1", "127.0.0.2"]);
      exercised("port", "container", "privatePort");
      await assert.rejects(client.port(container, "http"), {
        name: "TypeError",
        message: 'Cannot use privatePort "http": expected a port such as 1111, "1111/udp" or ' +
          '[1111, "udp"], or a range such as "8000-8010"',
      });
    });
  });

  it("takes volumes, processes and network from other containers", async () => {
    await within(async ({ client, running, run }) => {
      const first = await running("echo shared > /data/file; exec sleep 60", {
        volumes: ["/data"],
        hostConfig: client.createHostConfig({ networkMode: "bridge" }),
      });
      const { Name } = await client.inspectContainer(first);
      const second = await run("cat /data/file; touch /data/x 2>/dev/null || echo read-only; ps", {
        hostConfig: client.createHostConfig({
          volumesFrom: [`${first}:ro`],
          pidMode: `container:${first}`,
          networkMode: `container:${Name.slice(1)}`,
        }),
      });
      assert.match(second.output, /^shared\nread-only\n/);
      assert.match(second.output, /sleep 60/);
      const linked = await run("grep -w friend /etc/hosts", {
        hostConfig: client.createHostConfig({ links: [[Name.slice(1), "friend"]] }),
      });
      assert.equal(linked.code, 0);
    });
  });
});
