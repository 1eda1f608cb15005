import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { toDevice } from "../../../src/convert/host_config/devices.ts";
import { toExtraHosts, toServiceHosts } from "../../../src/convert/host_config/extra_hosts.ts";
import { toLinks } from "../../../src/convert/host_config/links.ts";
import { toLogConfig } from "../../../src/convert/host_config/log_config.ts";
import { toRestartPolicy } from "../../../src/convert/host_config/restart_policy.ts";
import { toTmpfs } from "../../../src/convert/host_config/tmpfs.ts";
import { toUlimit } from "../../../src/convert/host_config/ulimit.ts";
import { toVolumes, toVolumesFrom } from "../../../src/convert/host_config/volumes.ts";
import { refuses } from "../refusals.ts";

function device(host: string, target: string, permissions: string): object {
  return { PathOnHost: host, PathInContainer: target, CgroupPermissions: permissions };
}

describe("toDevice() reads strings and objects", () => {
  const devices: [unknown, object][] = [
    ["/dev/sda", device("/dev/sda", "/dev/sda", "rwm")],
    ["/dev/sda:/dev/xvda", device("/dev/sda", "/dev/xvda", "rwm")],
    ["/dev/sda:r", device("/dev/sda", "/dev/sda", "r")],
    ["/dev/sda:/dev/xvda:rwm", device("/dev/sda", "/dev/xvda", "rwm")],
    ["/dev/sda:/dev/xvda:wr", device("/dev/sda", "/dev/xvda", "wr")],
    ["class/5B45", device("class/5B45", "class/5B45", "rwm")],
    [{ PathOnHost: "/dev/sda" }, device("/dev/sda", "/dev/sda", "rwm")],
    [device("/dev/sda", "/dev/sdb", ""), device("/dev/sda", "/dev/sdb", "rwm")],
    [device("/dev/a", "/dev/b", "r"), device("/dev/a", "/dev/b", "r")],
  ];
  for (const [value, json] of devices) {
    it(`reads ${JSON.stringify(value)}`, () => {
      assert.deepEqual(toDevice(value, "devices[0]"), json);
    });
  }
});

describe("toDevice() refuses what is no device and shows it", () => {
  const accepted = 'expected "/dev/sda", "/dev/sda:/dev/xvda", "/dev/sda:/dev/xvda:rwm" with ' +
    "permissions out of r, w and m, or { PathOnHost, PathInContainer, CgroupPermissions }";
  for (const bad of ["", "sda", "/dev/a:b", "/dev/a:/dev/b:x", "/dev/a:/dev/b:rr", "/a:/b:r:w"]) {
    refuses([
      [
        () => toDevice(bad, "devices[0]"),
        "TypeError",
        `Cannot use devices[0] "${bad}": ${accepted}`,
      ],
    ]);
  }
  refuses([
    [() => toDevice(5, "devices[0]"), "TypeError", `Cannot use devices[0] 5: ${accepted}`],
    [() => toDevice({}, "devices[0]"), "TypeError", `Cannot use devices[0] {}: ${accepted}`],
  ]);
});

describe("toDevice() refuses in an object what an Engine would take", () => {
  const bad = [
    device("/dev/a", "/dev/b", "q"),
    device("/dev/a", "/dev/b", "rr"),
    device("dev/a", "/dev/b", "r"),
    device("/dev/a", "b", "r"),
    { ...device("/dev/a", "/dev/b", "r"), Permissions: "r" },
  ];
  for (const value of bad) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.throws(() => toDevice(value, "devices[0]"), {
        name: "TypeError",
        message: /^Cannot use devices\[0\] \{.*: expected "\/dev\/sda"/,
      });
    });
  }
});

test("toUlimit() reads both spellings", () => {
  const json = { Name: "nofile", Soft: 1024, Hard: 2048 };
  assert.deepEqual(toUlimit({ name: "nofile", soft: 1024, hard: 2048 }, "u"), json);
  assert.deepEqual(toUlimit({ Name: "nofile", Soft: 1024, Hard: 2048 }, "u"), json);
  assert.deepEqual(toUlimit({ name: "core", soft: -1 }, "u"), { Name: "core", Soft: -1, Hard: -1 });
  assert.deepEqual(toUlimit({ name: "core", hard: 0 }, "u"), { Name: "core", Soft: 0, Hard: 0 });
});

describe("toUlimit() refuses what is no limit and shows it", () => {
  const accepted = 'expected { name: "nofile", soft: 1024, hard: 2048 } with whole numbers';
  refuses([
    [() => toUlimit("nofile=5", "u[0]"), "TypeError", `Cannot use u[0] "nofile=5": ${accepted}`],
    [() => toUlimit({ soft: 5 }, "u[0]"), "TypeError", `Cannot use u[0] {"soft":5}: ${accepted}`],
    [
      () => toUlimit({ name: "a" }, "u[0]"),
      "TypeError",
      `Cannot use u[0] {"name":"***"}: ${accepted}`,
    ],
    [
      () => toUlimit({ name: "a", soft: "5" }, "u[0]"),
      "TypeError",
      `Cannot use u[0] {"name":"***","soft":"***"}: ${accepted}`,
    ],
  ]);
});

test("toLinks() reads objects, pairs and strings", () => {
  assert.deepEqual(toLinks({ db: "database", cache: null }, "links"), ["db:database", "cache"]);
  const list = [["db", "database"], ["cache"], ["x", null], "a:b", "container2"];
  assert.deepEqual(toLinks(list, "links"), ["db:database", "cache", "x", "a:b", "container2"]);
});

describe("toLinks() refuses", () => {
  const accepted =
    'expected { name: "alias" }, or a list of ["name", "alias"], "name:alias" or "name"';
  refuses([
    [() => toLinks("db", "links"), "TypeError", `Cannot use links "db": ${accepted}`],
    [() => toLinks([5], "links"), "TypeError", `Cannot use links[0] 5: ${accepted}`],
    [() => toLinks(["a:"], "links"), "TypeError", `Cannot use links[0] "a:": ${accepted}`],
    [
      () => toLinks([["", "b"]], "links"),
      "TypeError",
      `Cannot use links[0] ["","***"]: ${accepted}`,
    ],
    [() => toLinks({ a: 5 }, "links"), "TypeError", `Cannot use links[a] ["***",5]: ${accepted}`],
  ]);
});

test("toExtraHosts() and toServiceHosts() read objects and lists", () => {
  const hosts = { web: "10.0.0.1", six: "::1", gate: "host-gateway" };
  assert.deepEqual(toExtraHosts(hosts, "h"), ["web:10.0.0.1", "six:::1", "gate:host-gateway"]);
  assert.deepEqual(toExtraHosts(["web:10.0.0.1", "six=::1"], "h"), ["web:10.0.0.1", "six:::1"]);
  assert.deepEqual(toServiceHosts({ web: "10.0.0.1", six: "::1" }, "h"), [
    "10.0.0.1 web",
    "::1 six",
  ]);
  assert.deepEqual(toServiceHosts(["web:10.0.0.1"], "h"), ["10.0.0.1 web"]);
  assert.deepEqual(toServiceHosts(["10.0.0.1 web www"], "h"), ["10.0.0.1 web www"]);
  assert.deepEqual(toExtraHosts({ six: "[::1]" }, "h"), ["six:::1"]);
  assert.deepEqual(toExtraHosts(["six:[::1]"], "h"), ["six:::1"]);
  assert.deepEqual(toServiceHosts(["[::1] six"], "h"), ["::1 six"]);
  assert.deepEqual(toServiceHosts(["10.0.0.1  web  www "], "h"), ["10.0.0.1 web www"]);
});

describe("toExtraHosts() refuses", () => {
  const accepted = 'expected { name: "address" } or a list of "name:address", ' +
    'with an IP address or "host-gateway"';
  for (
    const address of ["localhost", "127.0.0.999", "fe80::1%eth0", "1.1.1.1:53", "", " ", "[1.1.1.1"]
  ) {
    it(`the address ${JSON.stringify(address)}, in every notation`, () => {
      for (const hosts of [{ web: address }, [`web:${address}`], [`web=${address}`]]) {
        assert.throws(() => toExtraHosts(hosts, "h"), TypeError);
        assert.throws(() => toServiceHosts(hosts, "h"), TypeError);
      }
      assert.throws(() => toServiceHosts([`${address} web`], "h"), TypeError);
    });
  }
  for (const name of ["a b", "a\n6.6.6.6 b", "a\tb", ""]) {
    it(`the name ${JSON.stringify(name)}, which would be written into the hosts file`, () => {
      for (const hosts of [{ [name]: "1.1.1.1" }, [`${name}:1.1.1.1`]]) {
        assert.throws(() => toExtraHosts(hosts, "h"), TypeError);
      }
    });
  }
  refuses([
    [() => toExtraHosts("a:b", "h"), "TypeError", `Cannot use h "a:b": ${accepted}`],
    [() => toExtraHosts(["web"], "h"), "TypeError", `Cannot use h[0] "web": ${accepted}`],
    [() => toExtraHosts({ web: "" }, "h"), "TypeError", `Cannot use h["web"] "": ${accepted}`],
  ]);
});

test("toLogConfig() reads both spellings and writes options as strings", () => {
  const json = { Type: "json-file", Config: { "max-file": "3", mode: "true" } };
  const config = { "max-file": 3, mode: true };
  assert.deepEqual(toLogConfig({ type: "json-file", config }, "logConfig"), json);
  assert.deepEqual(toLogConfig({ Type: "json-file", Config: config }, "logConfig"), json);
  assert.deepEqual(toLogConfig({ type: "none" }, "logConfig"), { Type: "none", Config: {} });
});

describe("toLogConfig() refuses", () => {
  const accepted = 'expected { type: "json-file", config: { "max-size": "10m" } }';
  refuses([
    [
      () => toLogConfig("none", "logConfig"),
      "TypeError",
      `Cannot use logConfig "***": ${accepted}`,
    ],
    [
      () => toLogConfig({ type: 5 }, "logConfig"),
      "TypeError",
      `Cannot use logConfig {"type":5}: ${accepted}`,
    ],
    [
      () => toLogConfig({ driver: "x" }, "logConfig"),
      "TypeError",
      `Cannot use logConfig {"driver":"***"}: ${accepted}`,
    ],
    [
      () => toLogConfig({ config: { a: {} } }, "logConfig"),
      "TypeError",
      'Cannot use logConfig.config["a"] {}: expected a string, a number, true or false',
    ],
  ]);
});

test("toRestartPolicy() reads policies", () => {
  const policy = { Name: "on-failure", MaximumRetryCount: 5 };
  assert.deepEqual(toRestartPolicy(policy, "restartPolicy"), policy);
  assert.deepEqual(toRestartPolicy({ Name: "always" }, "restartPolicy"), {
    Name: "always",
    MaximumRetryCount: 0,
  });
});

describe("toRestartPolicy() refuses", () => {
  const accepted =
    'expected { Name: "on-failure", MaximumRetryCount: 5 } with a name out of "no", ' +
    '"always", "unless-stopped" and "on-failure"';
  refuses([
    [() => toRestartPolicy("always", "r"), "TypeError", `Cannot use r "always": ${accepted}`],
    [
      () => toRestartPolicy({ name: "no" }, "r"),
      "TypeError",
      `Cannot use r {"name":"***"}: ${accepted}`,
    ],
    [
      () => toRestartPolicy({ Name: "never" }, "r"),
      "RangeError",
      `Cannot use r {"Name":"***"}: ${accepted}`,
    ],
    [
      () => toRestartPolicy({ Name: "always", MaximumRetryCount: -1 }, "r"),
      "RangeError",
      `Cannot use r {"Name":"***","MaximumRetryCount":-1}: ${accepted}`,
    ],
    [
      () => toRestartPolicy({ MaximumRetryCount: 4 }, "r"),
      "RangeError",
      `Cannot use r {"MaximumRetryCount":4}: ${accepted}`,
    ],
  ]);
});

test("toTmpfs() reads objects and lists", () => {
  const json = { "/mnt/vol2": "", "/mnt/vol1": "size=3G,uid=1000" };
  assert.deepEqual(toTmpfs({ "/mnt/vol2": "", "/mnt/vol1": "size=3G,uid=1000" }, "tmpfs"), json);
  assert.deepEqual(toTmpfs(["/mnt/vol2", "/mnt/vol1:size=3G,uid=1000"], "tmpfs"), json);
});

describe("toTmpfs() refuses", () => {
  const accepted =
    'expected { "/path": "size=3G,uid=1000" } or a list of "/path" and "/path:options"';
  refuses([
    [() => toTmpfs("/a", "tmpfs"), "TypeError", `Cannot use tmpfs "/a": ${accepted}`],
    [() => toTmpfs(["a"], "tmpfs"), "TypeError", `Cannot use tmpfs["0"] "a": ${accepted}`],
    [() => toTmpfs([5], "tmpfs"), "TypeError", `Cannot use tmpfs[0] 5: ${accepted}`],
    [() => toTmpfs({ "/a": 5 }, "tmpfs"), "TypeError", `Cannot use tmpfs["/a"] 5: ${accepted}`],
  ]);
});

test("toVolumes() and toVolumesFrom() read single values and lists", () => {
  assert.deepEqual(toVolumes("/data", "volumes"), { "/data": {} });
  assert.deepEqual(toVolumes(["/a", "/b"], "volumes"), { "/a": {}, "/b": {} });
  assert.deepEqual(toVolumes({ "/a": {} }, "volumes"), { "/a": {} });
  assert.deepEqual(toVolumesFrom("db, logs:ro", "volumesFrom"), ["db", "logs:ro"]);
  assert.deepEqual(toVolumesFrom(["db"], "volumesFrom"), ["db"]);
});

describe("toVolumes() and toVolumesFrom() refuse", () => {
  const place = 'expected a path such as "/data", a list of paths, or an object { "/data": {} }; ' +
    "a place of the host goes into hostConfig's binds";
  refuses([
    [() => toVolumes("data", "volumes"), "TypeError", `Cannot use volumes "data": ${place}`],
    [() => toVolumes(["/a:/b"], "volumes"), "TypeError", `Cannot use volumes "/a:/b": ${place}`],
    [
      () => toVolumes([5], "volumes"),
      "TypeError",
      'Cannot use volumes [5]: expected a path such as "/data", a list of paths, or an object { "/data": {} }',
    ],
    [
      () => toVolumesFrom(["db", ""], "volumesFrom"),
      "TypeError",
      'Cannot use volumesFrom[1] "": expected "container" or "container:ro"',
    ],
    [
      () => toVolumesFrom(5, "volumesFrom"),
      "TypeError",
      'Cannot use volumesFrom 5: expected a list such as ["db", "logs:ro"]',
    ],
  ]);
});
