import { describe, test } from "node:test";
import { ConfigReference } from "../../src/specs/config_reference.ts";
import { ContainerSpec } from "../../src/specs/container_spec.ts";
import { DNSConfig } from "../../src/specs/dns_config.ts";
import { DriverConfig } from "../../src/specs/driver_config.ts";
import { Mount } from "../../src/specs/mount.ts";
import { Resources } from "../../src/specs/resources.ts";
import { SecretReference } from "../../src/specs/secret_reference.ts";
import { TaskTemplate } from "../../src/specs/task_template.ts";
import { refuses } from "../convert/refusals.ts";
import { assertWire } from "./wire.ts";

test("ContainerSpec spells every option as the Engine does", () => {
  assertWire(new ContainerSpec("busybox"), { Image: "busybox" });
  assertWire(
    new ContainerSpec("busybox", {
      command: "sh -c 'sleep 5'",
      args: ["a b"],
      hostname: "web",
      env: { A: "1", B: null },
      workdir: "/srv",
      user: 1000,
      labels: ["label"],
      mounts: [new Mount("/data", "v"), "/a:/b:ro"],
      stopGracePeriod: "10s",
      secrets: [new SecretReference("s", "secret")],
      tty: true,
      groups: ["audio", 5],
      openStdin: true,
      readOnly: true,
      stopSignal: "SIGINT",
      healthcheck: { test: "true" },
      hosts: { web: "10.0.0.1" },
      dnsConfig: new DNSConfig({ search: ["a"] }),
      configs: [new ConfigReference("c", "config")],
      privileges: { selinuxType: "t" },
      isolation: "default",
      init: true,
      capAdd: ["NET_ADMIN"],
      capDrop: ["MKNOD"],
      sysctls: { "net.core.somaxconn": 1024 },
      ulimits: [{ name: "nofile", soft: 10, hard: 20 }],
      oomScoreAdj: -5,
    }),
    {
      Image: "busybox",
      Command: ["sh", "-c", "sleep 5"],
      Args: ["a b"],
      Hostname: "web",
      Env: ["A=1", "B"],
      Dir: "/srv",
      User: "1000",
      Labels: { label: "" },
      Mounts: [
        { Target: "/data", Source: "v", Type: "volume", ReadOnly: false },
        { Target: "/b", Source: "/a", Type: "bind", ReadOnly: true },
      ],
      StopGracePeriod: 10e9,
      Secrets: [{
        SecretID: "s",
        SecretName: "secret",
        File: { Name: "secret", UID: "0", GID: "0", Mode: 0o444 },
      }],
      TTY: true,
      Groups: ["audio", "5"],
      OpenStdin: true,
      ReadOnly: true,
      StopSignal: "SIGINT",
      Healthcheck: { Test: ["CMD-SHELL", "true"] },
      Hosts: ["10.0.0.1 web"],
      DNSConfig: { Search: ["a"] },
      Configs: [{
        ConfigID: "c",
        ConfigName: "config",
        File: { Name: "config", UID: "0", GID: "0", Mode: 0o444 },
      }],
      Privileges: { SELinuxContext: { Type: "t" } },
      Isolation: "default",
      Init: true,
      CapabilityAdd: ["NET_ADMIN"],
      CapabilityDrop: ["MKNOD"],
      Sysctls: { "net.core.somaxconn": "1024" },
      Ulimits: [{ Name: "nofile", Soft: 10, Hard: 20 }],
      OomScoreAdj: -5,
    },
  );
});

describe("ContainerSpec refuses other shapes", () => {
  const secret = new SecretReference("s", "secret");
  refuses([
    [
      () => new ContainerSpec(""),
      "TypeError",
      'Cannot use image "": expected a string that is not empty',
    ],
    [
      () => new ContainerSpec("x", { command: "echo 'a" }),
      "TypeError",
      `Cannot split command "***": the single quote at character 6 is not closed; ` +
      "a list of words needs no quoting",
    ],
    [
      () => new ContainerSpec("x", { secrets: secret as unknown as SecretReference[] }),
      "TypeError",
      'Cannot use secrets {"SecretID":"***","SecretName":"***","File":{"Name":"***","UID":"***","GID":"***...: expected a list',
    ],
    [
      () => new ContainerSpec("x", { dnsConfig: ["10.0.0.1"] as unknown as DNSConfig }),
      "TypeError",
      'Cannot use dnsConfig ["***"]: expected a DNSConfig or its options',
    ],
  ]);
});

test("TaskTemplate joins its parts", () => {
  const spec = new ContainerSpec("busybox");
  assertWire(new TaskTemplate(spec), { ContainerSpec: { Image: "busybox" } });
  assertWire(
    new TaskTemplate({ Image: "busybox" }, {
      resources: new Resources({ memLimit: 1 }),
      restartPolicy: { condition: "any" },
      placement: ["node.role == worker"],
      logDriver: new DriverConfig("local"),
      networks: ["net", { Target: "other", Aliases: ["x"] }],
      forceUpdate: 2,
      Runtime: "container",
    }),
    {
      ContainerSpec: { Image: "busybox" },
      Resources: { Limits: { MemoryBytes: 1 } },
      RestartPolicy: { Condition: "any", Delay: 0, MaxAttempts: 0, Window: 0 },
      Placement: { Constraints: ["node.role == worker"] },
      LogDriver: { Name: "local" },
      Networks: [{ Target: "net" }, { Target: "other", Aliases: ["x"] }],
      ForceUpdate: 2,
      Runtime: "container",
    },
  );
});

describe("TaskTemplate refuses", () => {
  const spec = new ContainerSpec("busybox");
  refuses([
    [
      () => new TaskTemplate("busybox" as unknown as ContainerSpec),
      "TypeError",
      'Cannot use containerSpec "busybox": expected a ContainerSpec',
    ],
    [
      () => new TaskTemplate(spec, { forceUpdate: "1" as unknown as number }),
      "TypeError",
      'Cannot use forceUpdate "1": expected a whole number',
    ],
    [
      () => new TaskTemplate(spec, { placement: "worker" as unknown as string[] }),
      "TypeError",
      'Cannot use placement "worker": expected a Placement, its options, or a list of constraints',
    ],
  ]);
});
