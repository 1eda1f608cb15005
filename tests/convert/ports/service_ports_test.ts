import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toServicePorts } from "../../../src/convert/ports/service_ports.ts";
import { refuses } from "../refusals.ts";

test("toServicePorts() reads published ports with their targets", () => {
  assert.deepEqual(
    toServicePorts(
      { 80: 8080, 81: "8081/udp", 82: [8082, "udp"], 83: [8083, null, "host"] },
      "ports",
    ),
    [
      { Protocol: "tcp", TargetPort: 8080, PublishedPort: 80 },
      { Protocol: "udp", TargetPort: 8081, PublishedPort: 81 },
      { Protocol: "udp", TargetPort: 8082, PublishedPort: 82 },
      { Protocol: "tcp", TargetPort: 8083, PublishMode: "host", PublishedPort: 83 },
    ],
  );
});

test("toServicePorts() takes every number of a port", () => {
  const published = toServicePorts({ 0: 80, 65535: 80 }, "ports");
  assert.deepEqual(published.map(({ PublishedPort }) => PublishedPort), [0, 65535]);
  const ports = [{ PublishedPort: 0, TargetPort: 65535 }];
  assert.deepEqual(toServicePorts(ports, "ports"), ports);
});

test("toServicePorts() passes the Engine's own objects", () => {
  const ports = [
    { PublishedPort: 80, TargetPort: 8080, Name: "web" },
    { PublishedPort: null, TargetPort: 8080 },
    { PublishedPort: undefined, TargetPort: 8080 },
  ];
  assert.deepEqual(toServicePorts(ports, "ports"), ports);
});

describe("toServicePorts() refuses what is no port", () => {
  const accepted =
    'expected { published: target } with a target such as 80, "53/udp", [53, "udp"] ' +
    'or [53, "udp", "host"], or a list of { PublishedPort, TargetPort, Protocol, PublishMode }';
  refuses([
    [() => toServicePorts(80, "ports"), "TypeError", `Cannot use ports 80: ${accepted}`],
    [() => toServicePorts([80], "ports"), "TypeError", `Cannot use ports[0] 80: ${accepted}`],
    [
      () => toServicePorts([{ PublishedPort: 80, TargetPort: 80, HostIp: "127.0.0.1" }], "ports"),
      "TypeError",
      'Cannot use ports[0].HostIp "127.0.0.1": expected one of Name, Protocol, TargetPort, PublishedPort, PublishMode',
    ],
    [
      () => toServicePorts({ 80: ["127.0.0.1", 80] }, "ports"),
      "TypeError",
      'Cannot use ports["80"] ["***",80]: expected a port such as 1111, "1111/udp" or [1111, "udp"], or a range such as "8000-8010"',
    ],
    [
      () => toServicePorts({ 80: [] }, "ports"),
      "TypeError",
      `Cannot use ports["80"] []: ${accepted}`,
    ],
    [
      () => toServicePorts({ "80/udp": 1 }, "ports"),
      "TypeError",
      'Cannot use the published port of ports "80/udp": expected a port such as 8080',
    ],
    [
      () => toServicePorts({ 80: [1, "tcp", "all"] }, "ports"),
      "TypeError",
      'Cannot use ports["80"] [1,"***","***"]: expected the publish mode "ingress" or "host"',
    ],
    [
      () => toServicePorts({ 80: [1, "tcp", "host", 2] }, "ports"),
      "TypeError",
      `Cannot use ports["80"] [1,"***","***",2]: ${accepted}`,
    ],
    [
      () => toServicePorts({ 65536: 1 }, "ports"),
      "RangeError",
      'Cannot use the published port of ports "65536": expected a port from 0 to 65535',
    ],
    [
      () => toServicePorts({ 99999: 1 }, "ports"),
      "RangeError",
      'Cannot use the published port of ports "99999": expected a port from 0 to 65535',
    ],
    [
      () => toServicePorts([{ PublishedPort: "80", TargetPort: 80 }], "ports"),
      "TypeError",
      'Cannot use ports[0].PublishedPort "80": expected a number',
    ],
    [
      () => toServicePorts([{ PublishedPort: 80, TargetPort: 70000 }], "ports"),
      "RangeError",
      "Cannot use ports[0].TargetPort 70000: expected a port from 0 to 65535",
    ],
    [
      () => toServicePorts({ 80: "1-2" }, "ports"),
      "RangeError",
      'Cannot use ports["80"] "1-2": expected a single target port',
    ],
  ]);
});

test("toServicePorts() publishes the last port there is", () => {
  assert.deepEqual(toServicePorts({ 65535: 65535 }, "ports"), [
    { Protocol: "tcp", TargetPort: 65535, PublishedPort: 65535 },
  ]);
});
