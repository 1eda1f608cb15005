import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { toExposedPorts } from "../../../src/convert/ports/exposed_ports.ts";
import { findPort } from "../../../src/convert/ports/port_lookup.ts";
import { parsePort } from "../../../src/convert/ports/port.ts";
import { refuses } from "../refusals.ts";

const ACCEPTED =
  'expected a port such as 1111, "1111/udp" or [1111, "udp"], or a range such as "8000-8010"';

describe("parsePort() reads every notation", () => {
  const ports: [unknown, number, number, string][] = [
    [1111, 1111, 1111, "tcp"],
    ["1111", 1111, 1111, "tcp"],
    ["1111/udp", 1111, 1111, "udp"],
    ["1111/UDP", 1111, 1111, "udp"],
    [[1111, "udp"], 1111, 1111, "udp"],
    [["1111", "sctp"], 1111, 1111, "sctp"],
    ["8000-8010", 8000, 8010, "tcp"],
    ["8000-8010/udp", 8000, 8010, "udp"],
    [65535, 65535, 65535, "tcp"],
  ];
  for (const [port, first, last, protocol] of ports) {
    it(`reads ${JSON.stringify(port)}`, () => {
      assert.deepEqual(parsePort(port, "ports"), { first, last, protocol });
    });
  }
});

describe("parsePort() refuses what is no port and shows it", () => {
  const protocols = 'expected a port with the protocol "tcp", "udp" or "sctp"';
  refuses([
    [() => parsePort("http", "ports[0]"), "TypeError", `Cannot use ports[0] "http": ${ACCEPTED}`],
    [() => parsePort("", "ports[0]"), "TypeError", `Cannot use ports[0] "": ${ACCEPTED}`],
    [() => parsePort(80.5, "ports[0]"), "TypeError", `Cannot use ports[0] 80.5: ${ACCEPTED}`],
    [() => parsePort(-80, "ports[0]"), "TypeError", `Cannot use ports[0] -80: ${ACCEPTED}`],
    [() => parsePort(null, "ports[0]"), "TypeError", `Cannot use ports[0] null: ${ACCEPTED}`],
    [() => parsePort([80], "ports[0]"), "TypeError", `Cannot use ports[0] [80]: ${ACCEPTED}`],
    [() => parsePort("80/", "p"), "TypeError", `Cannot use p "80/": ${protocols}`],
    [() => parsePort("80/icmp", "p"), "TypeError", `Cannot use p "80/icmp": ${protocols}`],
    [() => parsePort([80, 17], "p"), "TypeError", `Cannot use p [80,17]: ${protocols}`],
    [
      () => parsePort([["80"], "tcp"], "p"),
      "TypeError",
      'Cannot use p [["***"],"***"]: expected a port such as 1111, "1111/udp" or [1111, "udp"], or a range such as "8000-8010"',
    ],
    [() => parsePort(0, "p"), "RangeError", "Cannot use p 0: expected a port from 1 to 65535"],
    [
      () => parsePort(65536, "p"),
      "RangeError",
      "Cannot use p 65536: expected a port from 1 to 65535",
    ],
    [
      () => parsePort("9-8", "p"),
      "RangeError",
      'Cannot use p "9-8": expected a range that does not run backwards',
    ],
  ]);
});

test("toExposedPorts() keys ports by number and protocol and spreads ranges", () => {
  assert.deepEqual(toExposedPorts([1111, [2222, "udp"], "53/udp", "8000-8002"], "ports"), {
    ...{ "1111/tcp": {}, "2222/udp": {}, "53/udp": {} },
    ...{ "8000/tcp": {}, "8001/tcp": {}, "8002/tcp": {} },
  });
  assert.deepEqual(toExposedPorts({ "80/tcp": {}, "53/udp": {} }, "ports"), {
    "80/tcp": {},
    "53/udp": {},
  });
});

describe("toExposedPorts() refuses", () => {
  refuses([
    [
      () => toExposedPorts(80, "ports"),
      "TypeError",
      'Cannot use ports 80: expected a list of ports such as [80, "53/udp", [1111, "udp"]]',
    ],
    [() => toExposedPorts([1, "x"], "ports"), "TypeError", `Cannot use ports[1] "x": ${ACCEPTED}`],
  ]);
});

const TCP = [{ HostIp: "0.0.0.0", HostPort: "8080" }];
const UDP = [{ HostIp: "0.0.0.0", HostPort: "53" }];
const PORTS = { "80/tcp": TCP, "80/udp": UDP, "53/udp": UDP, "9/tcp": null };

test("findPort() looks for TCP, then UDP, then SCTP unless a protocol is named", () => {
  assert.equal(findPort(PORTS, 80, "privatePort"), TCP);
  assert.equal(findPort(PORTS, "80/udp", "privatePort"), UDP);
  assert.equal(findPort(PORTS, [80, "udp"], "privatePort"), UDP);
  assert.equal(findPort(PORTS, "53", "privatePort"), UDP);
  assert.equal(findPort(PORTS, "53/tcp", "privatePort"), null);
  assert.equal(findPort(PORTS, 9, "privatePort"), null);
  assert.equal(findPort(null, 80, "privatePort"), null);
});

describe("findPort() refuses", () => {
  refuses([
    [
      () => findPort(PORTS, "80-81", "privatePort"),
      "RangeError",
      'Cannot use privatePort "80-81": expected a single port',
    ],
    [
      () => findPort(PORTS, "", "privatePort"),
      "TypeError",
      `Cannot use privatePort "": ${ACCEPTED}`,
    ],
  ]);
});
