import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type ContainerConfigOptions,
  createContainerConfig,
} from "../../../src/api/containers/container_config.ts";
import {
  createEndpointConfig,
  createNetworkingConfig,
} from "../../../src/api/containers/networking_config.ts";
import { refuses } from "../../convert/refusals.ts";

const ATTACHED = {
  ...{ Image: "busybox", Tty: false, OpenStdin: false, StdinOnce: false },
  ...{ AttachStdin: false, AttachStdout: true, AttachStderr: true },
};

test("createContainerConfig() attaches as the command line does", () => {
  assert.deepEqual(createContainerConfig("busybox"), ATTACHED);
  assert.deepEqual(createContainerConfig({ Id: "sha256:1" }).Image, "sha256:1");
  assert.deepEqual(createContainerConfig("busybox", { stdinOpen: true, tty: true }), {
    ...ATTACHED,
    ...{ OpenStdin: true, StdinOnce: true, AttachStdin: true, Tty: true },
  });
  assert.deepEqual(createContainerConfig("busybox", { stdinOpen: true, detach: true }), {
    ...ATTACHED,
    ...{ OpenStdin: true, AttachStdout: false, AttachStderr: false },
  });
  assert.equal(createContainerConfig("busybox", { AttachStderr: false }).AttachStderr, false);
});

test("createContainerConfig() spells every option as the Engine does", () => {
  const options: ContainerConfigOptions = {
    command: "sh -c 'exit 3'",
    hostname: "web",
    user: 1000,
    ports: [1111, [2222, "udp"]],
    environment: { A: "1" },
    volumes: "/data",
    networkDisabled: false,
    entrypoint: ["/bin/sh", "-c"],
    workingDir: "/srv",
    domainname: "example.org",
    hostConfig: { memLimit: "128m", Privileged: true },
    macAddress: "02:42:ac:11:00:02",
    labels: ["label1"],
    stopSignal: "SIGINT",
    networkingConfig: { EndpointsConfig: { front: {} } },
    healthcheck: { test: "true", interval: "1s" },
    stopTimeout: 5,
    runtime: "runc",
    dns: ["10.0.0.1"],
    volumesFrom: "db",
    memLimit: "64m",
    memswapLimit: -1,
    cpuShares: 10,
    cpuset: "0",
    volumeDriver: "local",
    Shell: ["/bin/sh"],
  };
  assert.deepEqual(JSON.parse(JSON.stringify(createContainerConfig("busybox", options))), {
    ...ATTACHED,
    Cmd: ["sh", "-c", "exit 3"],
    Hostname: "web",
    User: "1000",
    ExposedPorts: { "1111/tcp": {}, "2222/udp": {} },
    Env: ["A=1"],
    Volumes: { "/data": {} },
    NetworkDisabled: false,
    Entrypoint: ["/bin/sh", "-c"],
    WorkingDir: "/srv",
    Domainname: "example.org",
    HostConfig: { Memory: 134217728, Privileged: true, Runtime: "runc" },
    MacAddress: "02:42:ac:11:00:02",
    Labels: { label1: "" },
    StopSignal: "SIGINT",
    NetworkingConfig: { EndpointsConfig: { front: {} } },
    Healthcheck: { Test: ["CMD-SHELL", "true"], Interval: 1e9 },
    StopTimeout: 5,
    Dns: ["10.0.0.1"],
    VolumesFrom: ["db"],
    Memory: 67108864,
    MemorySwap: -1,
    CpuShares: 10,
    Cpuset: "0",
    VolumeDriver: "local",
    Shell: ["/bin/sh"],
  });
});

describe("createContainerConfig() refuses what it cannot send", () => {
  function refused(options: Record<string, unknown>, image: unknown = "busybox"): () => unknown {
    return () => createContainerConfig(image as string, options);
  }
  refuses([
    [
      refused({}, " "),
      "NullResource",
      "Cannot use image: it is empty; expected an id or name, or an object with Id or ID",
    ],
    [
      refused({ cmd: "true" }),
      "TypeError",
      'Cannot create a container configuration: unknown option "cmd"; did you mean "command"?',
    ],
    [refused({ detach: 1 }), "TypeError", "Cannot use detach 1: expected true or false"],
    [
      refused({ hostConfig: { memLimti: 1 } }),
      "TypeError",
      'Cannot create a host configuration: unknown option "memLimti"; did you mean "memLimit"?',
    ],
    [
      refused({ hostConfig: "host" }),
      "TypeError",
      'Cannot use hostConfig "***": expected what createHostConfig() returns, or its options',
    ],
    [
      refused({ networkingConfig: { front: {} } }),
      "TypeError",
      'Cannot use networkingConfig {"front":{}}: expected what createNetworkingConfig() returns',
    ],
    [
      refused({ runtime: "crun", hostConfig: { runtime: "runc" } }),
      "TypeError",
      'Cannot create a container configuration: runtime is "crun" and hostConfig\'s "runc"',
    ],
    [
      refused({ command: "echo 'hello" }),
      "TypeError",
      `Cannot split command "***": the single quote at character 6 is not closed; ` +
      "a list of words needs no quoting",
    ],
    [
      refused({ user: {} }),
      "TypeError",
      "Cannot use user {}: expected a string or a whole number",
    ],
  ]);
});

test("createEndpointConfig() and createNetworkingConfig() spell the Engine's fields", () => {
  const endpoint = createEndpointConfig({
    aliases: ["web", "app"],
    links: ["app_db"],
    ipv4Address: "132.65.0.123",
    ipv6Address: "2001:db8::1",
    linkLocalIps: ["169.254.34.68"],
    driverOpt: { a: 1 },
    macAddress: "02:42:ac:11:00:02",
    gwPriority: -5,
  });
  const wire = {
    Aliases: ["web", "app"],
    Links: ["app_db"],
    IPAMConfig: {
      IPv4Address: "132.65.0.123",
      IPv6Address: "2001:db8::1",
      LinkLocalIPs: ["169.254.34.68"],
    },
    DriverOpts: { a: "1" },
    MacAddress: "02:42:ac:11:00:02",
    GwPriority: -5,
  };
  assert.deepEqual(endpoint, wire);
  assert.deepEqual(
    createNetworkingConfig({ front: endpoint, back: { aliases: ["x"] }, plain: null }),
    { EndpointsConfig: { front: wire, back: { Aliases: ["x"] }, plain: {} } },
  );
  assert.deepEqual(createNetworkingConfig(), { EndpointsConfig: {} });
});

describe("createEndpointConfig() and createNetworkingConfig() refuse", () => {
  refuses([
    [
      () => createEndpointConfig({ aliases: "web" as unknown as string[] }),
      "TypeError",
      'Cannot use aliases "web": expected a list of strings',
    ],
    [
      () => createNetworkingConfig(["front"] as unknown as Record<string, null>),
      "TypeError",
      'Cannot use endpoints ["***"]: expected an object from network to endpoint configuration',
    ],
    [
      () => createNetworkingConfig({ front: "x" as unknown as null }),
      "TypeError",
      'Cannot use endpoints["front"] "x": expected what createEndpointConfig() returns, its options, or null',
    ],
  ]);
});
