import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigReference } from "../../src/specs/config_reference.ts";
import { DNSConfig } from "../../src/specs/dns_config.ts";
import { DriverConfig } from "../../src/specs/driver_config.ts";
import { EndpointSpec } from "../../src/specs/endpoint_spec.ts";
import { Healthcheck } from "../../src/specs/healthcheck.ts";
import { IPAMConfig } from "../../src/specs/ipam_config.ts";
import { IPAMPool } from "../../src/specs/ipam_pool.ts";
import { Placement } from "../../src/specs/placement.ts";
import { Privileges } from "../../src/specs/privileges.ts";
import { Resources } from "../../src/specs/resources.ts";
import { RestartPolicy } from "../../src/specs/restart_policy.ts";
import { SecretReference } from "../../src/specs/secret_reference.ts";
import { ServiceMode, toServiceMode } from "../../src/specs/service_mode.ts";
import { SwarmExternalCA } from "../../src/specs/swarm_external_ca.ts";
import { SwarmSpec } from "../../src/specs/swarm_spec.ts";
import { UpdateConfig } from "../../src/specs/update_config.ts";
import { refuses } from "../convert/refusals.ts";
import { assertWire } from "./wire.ts";

test("ConfigReference and SecretReference name a file", () => {
  assertWire(new ConfigReference("c1", "settings"), {
    ConfigID: "c1",
    ConfigName: "settings",
    File: { Name: "settings", UID: "0", GID: "0", Mode: 0o444 },
  });
  assertWire(
    new ConfigReference({ ID: "c1" }, "settings", {
      filename: "/a",
      uid: 5,
      gid: "6",
      mode: 0o400,
    }),
    {
      ConfigID: "c1",
      ConfigName: "settings",
      File: { Name: "/a", UID: "5", GID: "6", Mode: 0o400 },
    },
  );
  assertWire(new SecretReference("s1", "password", { mode: 0o440 }), {
    SecretID: "s1",
    SecretName: "password",
    File: { Name: "password", UID: "0", GID: "0", Mode: 0o440 },
  });
});

describe("ConfigReference and SecretReference refuse", () => {
  refuses([
    [
      () => new ConfigReference("", "settings"),
      "NullResource",
      "Cannot use configId: it is empty; expected an id or name, or an object with Id or ID",
    ],
    [
      () => new SecretReference("s1", ""),
      "TypeError",
      'Cannot use secretName "": expected a string that is not empty',
    ],
    [
      () => new SecretReference("s1", "x", { mode: 0o10000 }),
      "RangeError",
      "Cannot use mode 4096: expected a whole number from 0 to 4095",
    ],
  ]);
});

test("DriverConfig, DNSConfig and SwarmExternalCA spell the Engine's fields", () => {
  assertWire(new DriverConfig("local"), { Name: "local" });
  assertWire(new DriverConfig("json-file", { options: { "max-file": 3 } }), {
    Name: "json-file",
    Options: { "max-file": "3" },
  });
  const dns = { nameservers: ["10.0.0.1"], search: ["a.example"], options: ["ndots:3"] };
  assertWire(new DNSConfig(dns), {
    Nameservers: ["10.0.0.1"],
    Search: ["a.example"],
    Options: ["ndots:3"],
  });
  assertWire(new DNSConfig(), {});
  assertWire(new SwarmExternalCA("https://ca"), { URL: "https://ca", Protocol: "cfssl" });
  assertWire(
    new SwarmExternalCA("https://ca", { protocol: "cfssl", options: { a: 1 }, caCert: "PEM" }),
    { URL: "https://ca", Protocol: "cfssl", Options: { a: "1" }, CACert: "PEM" },
  );
});

describe("DriverConfig and DNSConfig refuse", () => {
  refuses([
    [
      () => new DNSConfig({ search: "a" as unknown as string[] }),
      "TypeError",
      'Cannot use search "a": expected a list of strings',
    ],
    [
      () => new DriverConfig("", {}),
      "TypeError",
      'Cannot use name "": expected a string that is not empty',
    ],
  ]);
});

test("EndpointSpec publishes ports in the vip mode", () => {
  assertWire(new EndpointSpec(), {});
  assertWire(new EndpointSpec({ mode: "vip", ports: { 8080: 80, 5353: [53, "udp"] } }), {
    Mode: "vip",
    Ports: [
      { Protocol: "udp", TargetPort: 53, PublishedPort: 5353 },
      { Protocol: "tcp", TargetPort: 80, PublishedPort: 8080 },
    ],
  });
  assertWire(new EndpointSpec({ mode: "dnsrr", ports: { 80: [80, "tcp", "host"] } }), {
    Mode: "dnsrr",
    Ports: [{ Protocol: "tcp", TargetPort: 80, PublishMode: "host", PublishedPort: 80 }],
  });
});

describe("EndpointSpec refuses", () => {
  refuses([
    [
      () => new EndpointSpec({ mode: "dnsrr", ports: { 80: 80 } }),
      "TypeError",
      'Cannot create an endpoint specification: the mode "dnsrr" has no shared address; ' +
      'publish ports in the mode "vip", or on each node: { 8080: [80, "tcp", "host"] }',
    ],
  ]);
});

test("Healthcheck reads tests and times", () => {
  assertWire(new Healthcheck({ test: "true" }), { Test: ["CMD-SHELL", "true"] });
  assertWire(new Healthcheck({ test: [] }), { Test: [] });
  assertWire(
    new Healthcheck({
      test: ["CMD", "true"],
      interval: 1_000_000,
      timeout: "3s",
      retries: 2,
      startPeriod: 0,
      startInterval: "500ms",
    }),
    {
      Test: ["CMD", "true"],
      Interval: 1_000_000,
      Timeout: 3e9,
      Retries: 2,
      StartPeriod: 0,
      StartInterval: 5e8,
    },
  );
});

describe("Healthcheck refuses", () => {
  refuses([
    [
      () => new Healthcheck({ interval: 999_999 }),
      "RangeError",
      "Cannot use interval 999999: expected 0 or at least 1000000 nanoseconds (1 ms)",
    ],
    [
      () => new Healthcheck({ interval: "10 seconds" }),
      "TypeError",
      'Cannot use interval "10 seconds": expected a whole number of nanoseconds or a string such as "1m30s" or "500ms"',
    ],
    [
      () => new Healthcheck({ test: 5 as unknown as string }),
      "TypeError",
      "Cannot use test 5: expected a list of strings",
    ],
  ]);
});

test("IPAMConfig and IPAMPool describe ranges", () => {
  assertWire(new IPAMConfig(), { Driver: "default", Config: [] });
  const pool = new IPAMPool({
    subnet: "124.42.0.0/16",
    iprange: "124.42.0.0/24",
    gateway: "124.42.0.254",
    auxAddresses: { reserved1: "124.42.1.1" },
  });
  const wire = {
    Subnet: "124.42.0.0/16",
    IPRange: "124.42.0.0/24",
    Gateway: "124.42.0.254",
    AuxiliaryAddresses: { reserved1: "124.42.1.1" },
  };
  assertWire(pool, wire);
  assertWire(
    new IPAMConfig({
      driver: "x",
      poolConfigs: [pool, { subnet: "10.0.0.0/8" }],
      options: { a: "b" },
    }),
    { Driver: "x", Config: [wire, { Subnet: "10.0.0.0/8" }], Options: { a: "b" } },
  );
});

describe("IPAMConfig refuses", () => {
  refuses([
    [
      () => new IPAMConfig({ poolConfigs: ["10.0.0.0/8" as IPAMPool & string] }),
      "TypeError",
      'Cannot use poolConfigs[0] "***": expected an IPAMPool or its options',
    ],
  ]);
});

test("Placement reads constraints, preferences and platforms", () => {
  assertWire(
    new Placement({
      constraints: ["node.role == worker"],
      preferences: [["spread", "node.labels.rack"], { Spread: { SpreadDescriptor: "x" } }],
      platforms: [["x86_64", "linux"], { Architecture: "arm64", OS: "linux" }],
      maxreplicas: 2,
    }),
    {
      Constraints: ["node.role == worker"],
      Preferences: [
        { Spread: { SpreadDescriptor: "node.labels.rack" } },
        { Spread: { SpreadDescriptor: "x" } },
      ],
      Platforms: [{ Architecture: "x86_64", OS: "linux" }, { Architecture: "arm64", OS: "linux" }],
      MaxReplicas: 2,
    },
  );
});

describe("Placement refuses", () => {
  type Platforms = [string, string][];
  refuses([
    [
      () => new Placement({ preferences: [["pack" as "spread", "x"]] }),
      "TypeError",
      'Cannot use preferences[0] ["***","***"]: expected the strategy "spread"',
    ],
    [
      () => new Placement({ platforms: ["linux"] as unknown as Platforms }),
      "TypeError",
      'Cannot use platforms[0] "linux": expected ["x86_64", "linux"] or { Architecture, OS }',
    ],
    [
      () => new Placement({ constraints: "node.role == worker" as unknown as string[] }),
      "TypeError",
      'Cannot use constraints "node.role == worker": expected a list of strings',
    ],
  ]);
});

test("Privileges holds one account and SELinux labels", () => {
  assertWire(
    new Privileges({
      credentialspecFile: "spec.json",
      selinuxDisable: false,
      selinuxUser: "u",
      selinuxRole: "r",
      selinuxType: "t",
      selinuxLevel: "l",
    }),
    {
      CredentialSpec: { File: "spec.json" },
      SELinuxContext: { Disable: false, User: "u", Role: "r", Type: "t", Level: "l" },
    },
  );
  assertWire(new Privileges({ credentialspecRegistry: "key", NoNewPrivileges: true }), {
    CredentialSpec: { Registry: "key" },
    NoNewPrivileges: true,
  });
});

describe("Privileges refuses", () => {
  refuses([
    [
      () => new Privileges({ credentialspecFile: "a", credentialspecRegistry: "b" }),
      "TypeError",
      "Cannot create privileges: credentialspecFile, credentialspecRegistry and " +
      "credentialspecConfig exclude each other",
    ],
  ]);
});

test("Resources reads limits and reservations", () => {
  assertWire(
    new Resources({
      cpuLimit: 500_000_000,
      memLimit: "128m",
      pidsLimit: 10,
      cpuReservation: 1,
      memReservation: 4096,
      genericResources: { SSD: 3, GPU: "UUID1" },
    }),
    {
      Limits: { NanoCPUs: 500_000_000, MemoryBytes: 134217728, Pids: 10 },
      Reservations: {
        NanoCPUs: 1,
        MemoryBytes: 4096,
        GenericResources: [
          { DiscreteResourceSpec: { Kind: "SSD", Value: 3 } },
          { NamedResourceSpec: { Kind: "GPU", Value: "UUID1" } },
        ],
      },
    },
  );
});

describe("Resources refuses", () => {
  refuses([
    [
      () => new Resources({ cpuLimit: 0.5 }),
      "TypeError",
      "Cannot use cpuLimit 0.5: expected a whole number",
    ],
    [
      () => new Resources({ genericResources: { SSD: true as unknown as number } }),
      "TypeError",
      'Cannot use genericResources["SSD"] true: expected a whole number or a string',
    ],
  ]);
});

test("RestartPolicy and UpdateConfig have the documented defaults", () => {
  assertWire(new RestartPolicy(), { Condition: "none", Delay: 0, MaxAttempts: 0, Window: 0 });
  assertWire(
    new RestartPolicy({ condition: "on-failure", delay: "5s", maxAttempts: 3, window: 1e9 }),
    { Condition: "on-failure", Delay: 5e9, MaxAttempts: 3, Window: 1e9 },
  );
  assertWire(new UpdateConfig(), { Parallelism: 0, FailureAction: "continue" });
  assertWire(
    new UpdateConfig({
      parallelism: 2,
      delay: "10s",
      failureAction: "pause",
      monitor: 5e9,
      maxFailureRatio: 0.5,
      order: "start-first",
    }),
    {
      Parallelism: 2,
      Delay: 10e9,
      FailureAction: "pause",
      Monitor: 5e9,
      MaxFailureRatio: 0.5,
      Order: "start-first",
    },
  );
});

describe("RestartPolicy and UpdateConfig refuse", () => {
  refuses([
    [
      () => new RestartPolicy({ condition: "always" as "any" }),
      "RangeError",
      'Cannot use condition "always": expected one of "none", "on-failure", "any"',
    ],
    [
      () => new UpdateConfig({ maxFailureRatio: 1.5 }),
      "RangeError",
      "Cannot use maxFailureRatio 1.5: expected a number from 0 to 1",
    ],
    [
      () => new UpdateConfig({ failureAction: "stop" as "pause" }),
      "RangeError",
      'Cannot use failureAction "stop": expected one of "continue", "pause", "rollback"',
    ],
  ]);
});

test("ServiceMode counts replicas only where there are some", () => {
  assertWire(new ServiceMode("replicated"), { Replicated: {} });
  assertWire(new ServiceMode("replicated", { replicas: 0 }), { Replicated: { Replicas: 0 } });
  assertWire(new ServiceMode("global"), { Global: {} });
  assertWire(new ServiceMode("global-job"), { GlobalJob: {} });
  assertWire(new ServiceMode("replicated-job", { replicas: 5, concurrency: 2 }), {
    ReplicatedJob: { TotalCompletions: 5, MaxConcurrent: 2 },
  });
  assertWire(toServiceMode("global", "mode"), { Global: {} });
  assert.deepEqual(toServiceMode({ Global: {} }, "mode"), { Global: {} });
});

describe("ServiceMode refuses", () => {
  refuses([
    [
      () => new ServiceMode("several" as "global"),
      "RangeError",
      'Cannot use mode "several": expected one of "replicated", "global", "replicated-job", "global-job"',
    ],
    [
      () => new ServiceMode("global", { replicas: 2 }),
      "TypeError",
      'Cannot create a service mode: replicas are for replicated services, not for "global"',
    ],
    [
      () => new ServiceMode("replicated", { concurrency: 2 }),
      "TypeError",
      'Cannot create a service mode: concurrency is for "replicated-job", not for "replicated"',
    ],
    [
      () => toServiceMode(5, "mode"),
      "TypeError",
      'Cannot use mode 5: expected a ServiceMode, "replicated" or "global"',
    ],
  ]);
});

test("SwarmSpec puts every setting in its place", () => {
  const authority = new SwarmExternalCA("https://ca");
  assertWire(
    new SwarmSpec({
      taskHistoryRetentionLimit: 4,
      snapshotInterval: 5000,
      keepOldSnapshots: 1,
      logEntriesForSlowFollowers: 1200,
      heartbeatTick: 1,
      electionTick: 10,
      dispatcherHeartbeatPeriod: "5s",
      nodeCertExpiry: "2160h",
      externalCas: [authority],
      name: "default",
      labels: { a: "b" },
      signingCaCert: "CERT",
      signingCaKey: "KEY",
      caForceRotate: 1,
      autolockManagers: true,
      logDriver: new DriverConfig("json-file"),
    }),
    {
      Orchestration: { TaskHistoryRetentionLimit: 4 },
      Raft: {
        SnapshotInterval: 5000,
        KeepOldSnapshots: 1,
        LogEntriesForSlowFollowers: 1200,
        HeartbeatTick: 1,
        ElectionTick: 10,
      },
      Dispatcher: { HeartbeatPeriod: 5e9 },
      CAConfig: {
        NodeCertExpiry: 7776e12,
        ExternalCAs: [{ URL: "https://ca", Protocol: "cfssl" }],
        SigningCACert: "CERT",
        SigningCAKey: "KEY",
        ForceRotate: 1,
      },
      Name: "default",
      Labels: { a: "b" },
      EncryptionConfig: { AutoLockManagers: true },
      TaskDefaults: { LogDriver: { Name: "json-file" } },
    },
  );
  assertWire(new SwarmSpec({ Raft: { SnapshotInterval: 1 }, electionTick: 3 }), {
    Raft: { SnapshotInterval: 1, ElectionTick: 3 },
  });
});

describe("SwarmSpec refuses", () => {
  const authority = new SwarmExternalCA("https://ca");
  refuses([
    [
      () => new SwarmSpec({ signingCaKey: { key: "hidden" } as unknown as string }),
      "TypeError",
      "Cannot use signingCaKey: expected a string",
    ],
    [
      () => new SwarmSpec({ snapshotIntervall: 5 } as Record<string, unknown>),
      "TypeError",
      `Cannot create a swarm specification: unknown option "snapshotIntervall"; did you mean "snapshotInterval"?`,
    ],
    [
      () => new SwarmSpec({ externalCas: authority as unknown as SwarmExternalCA[] }),
      "TypeError",
      'Cannot use externalCas {"URL":"***","Protocol":"***"}: expected a list',
    ],
  ]);
});
