import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { toPortBindings } from "../../../src/convert/ports/port_bindings.ts";
import { refuses } from "../refusals.ts";

const ACCEPTED = 'expected a port (4567, "4567", "8000-8010" or null), ["127.0.0.1", 4567], ' +
  '["127.0.0.1"], { HostIp, HostPort }, or a list of these';

function binding(HostIp: string, HostPort: string): { HostIp: string; HostPort: string } {
  return { HostIp, HostPort };
}

describe("toPortBindings() reads every notation of one place", () => {
  const places: [unknown, { HostIp: string; HostPort: string }][] = [
    [4567, binding("", "4567")],
    ["4567", binding("", "4567")],
    ["8000-8010", binding("", "8000-8010")],
    [null, binding("", "")],
    [0, binding("", "0")],
    [["127.0.0.1", 4567], binding("127.0.0.1", "4567")],
    [["127.0.0.1"], binding("127.0.0.1", "")],
    [["127.0.0.1", null], binding("127.0.0.1", "")],
    [["", 4567], binding("", "4567")],
    [["::1", "4567"], binding("::1", "4567")],
    [["[fe80::1]", 4567], binding("fe80::1", "4567")],
    [{ HostIp: "[::1]", HostPort: 4567 }, binding("::1", "4567")],
    [{ HostIp: null, HostPort: 4567 }, binding("", "4567")],
    [{ HostIp: "127.0.0.1", HostPort: 4567 }, binding("127.0.0.1", "4567")],
    [{ HostPort: "4567" }, binding("", "4567")],
    [65535, binding("", "65535")],
    ["80-80", binding("", "80-80")],
    [{ HostIp: "10.0.0.1" }, binding("10.0.0.1", "")],
    [{}, binding("", "")],
  ];
  for (const [place, json] of places) {
    it(`reads ${JSON.stringify(place)}`, () => {
      assert.deepEqual(toPortBindings({ 1111: place }, "portBindings"), { "1111/tcp": [json] });
      assert.deepEqual(toPortBindings({ 1111: [place] }, "portBindings"), { "1111/tcp": [json] });
    });
  }
});

test("toPortBindings() takes a list as several places unless it begins with an address", () => {
  const bindings = {
    1111: [1234, 4567],
    "2222/udp": [["192.168.0.100", 1234], ["192.168.0.101", 1234], { HostPort: "7" }, null],
    3333: ["1234", "4567"],
    4444: [],
  };
  assert.deepEqual(toPortBindings(bindings, "portBindings"), {
    "1111/tcp": [binding("", "1234"), binding("", "4567")],
    "2222/udp": [
      binding("192.168.0.100", "1234"),
      binding("192.168.0.101", "1234"),
      binding("", "7"),
      binding("", ""),
    ],
    "3333/tcp": [binding("", "1234"), binding("", "4567")],
    "4444/tcp": [],
  });
});

test("toPortBindings() binds ranges one to one", () => {
  const bindings = { "8000-8002": "9000-9002", "53-54/udp": null, "8002": ["127.0.0.1", 5] };
  assert.deepEqual(toPortBindings(bindings, "portBindings"), {
    "8000/tcp": [binding("", "9000")],
    "8001/tcp": [binding("", "9001")],
    "8002/tcp": [binding("127.0.0.1", "5"), binding("", "9002")],
    "53/udp": [binding("", "")],
    "54/udp": [binding("", "")],
  });
});

describe("toPortBindings() refuses what cannot be bound and shows it", () => {
  const name = 'portBindings["1111"]';
  function refuse(place: unknown): () => unknown {
    return () => toPortBindings({ 1111: place }, "portBindings");
  }
  refuses([
    [
      () => toPortBindings([1111], "portBindings"),
      "TypeError",
      "Cannot use portBindings [1111]: expected an object such as { 1111: 4567, 2222: null }",
    ],
    [
      () => toPortBindings({ "1111/xyz": 5 }, "portBindings"),
      "TypeError",
      'Cannot use the port of portBindings "1111/xyz": expected a port with the protocol "tcp", "udp" or "sctp"',
    ],
    [refuse("http"), "TypeError", `Cannot use ${name} "http": ${ACCEPTED}`],
    [refuse("127.0.0.1:80"), "TypeError", `Cannot use ${name} "127.0.0.1:80": ${ACCEPTED}`],
    [refuse(true), "TypeError", `Cannot use ${name} true: ${ACCEPTED}`],
    [refuse(-1), "TypeError", `Cannot use ${name} -1: ${ACCEPTED}`],
    [refuse(["localhost", 80]), "TypeError", `Cannot use ${name}[0] "localhost": ${ACCEPTED}`],
    [
      refuse({ HostIp: undefined, HostPort: 80 }),
      "TypeError",
      `Cannot use ${name} {"HostPort":80}: ${ACCEPTED}`,
    ],
    [refuse([undefined, 80]), "TypeError", `Cannot use ${name}[0] undefined: ${ACCEPTED}`],
    [
      refuse(["127.0.0.1", 80, "tcp"]),
      "TypeError",
      `Cannot use ${name} ["***",80,"***"]: ${ACCEPTED}`,
    ],
    [refuse(["127.0.0.1", "x"]), "TypeError", `Cannot use ${name} ["***","***"]: ${ACCEPTED}`],
    [refuse([[1, 2]]), "TypeError", `Cannot use ${name}[0] [1,2]: ${ACCEPTED}`],
    [refuse({ hostPort: 1 }), "TypeError", `Cannot use ${name} {"hostPort":1}: ${ACCEPTED}`],
    [
      refuse({ HostPort: ["80"] }),
      "TypeError",
      `Cannot use ${name} {"HostPort":["***"]}: ${ACCEPTED}`,
    ],
    [
      refuse(65536),
      "RangeError",
      `Cannot use ${name} 65536: expected ports from 0 to 65535, in order`,
    ],
    [
      refuse(70000),
      "RangeError",
      `Cannot use ${name} 70000: expected ports from 0 to 65535, in order`,
    ],
    [
      refuse("20-10"),
      "RangeError",
      `Cannot use ${name} "20-10": expected ports from 0 to 65535, in order`,
    ],
    [
      () => toPortBindings({ "8000-8002": 9000 }, "portBindings"),
      "RangeError",
      'Cannot use portBindings["8000-8002"] "9000": expected a range of 3 ports, as many as it binds',
    ],
  ]);
});

test("toPortBindings() leaves a port out whose place is undefined", () => {
  assert.deepEqual(toPortBindings({ 1111: undefined, 2222: 1 }, "portBindings"), {
    "2222/tcp": [binding("", "1")],
  });
});

const NO_ADDRESSES = [
  ...[
    "127.0.0.999",
    "127.0.0.01",
    "127.0.0",
    "1.2.3.4.5",
    "127.0.0.1.",
    "0.0.0.0/0",
    "localhost",
    "*",
  ],
  ...[" 127.0.0.1", "127.0.0.1 ", "[127.0.0.1]", "fe80::1%eth0", "[fe80::1%eth0]", "[::1", "::1]"],
  ...[
    "1::2::3",
    ":::",
    "12345::",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7",
    "::1.2.3",
    "::1.2.3.4:5",
    "::g",
  ],
];
for (const address of NO_ADDRESSES) {
  for (
    const place of [[address, 80], [[address, 80]], { HostIp: address, HostPort: "80" }, [address]]
  ) {
    test(`toPortBindings() refuses ${JSON.stringify(place)}, which would be published everywhere`, () => {
      assert.throws(() => toPortBindings({ 80: place }, "portBindings"), (error: unknown) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /^Cannot use (the address of )?portBindings\["80"\]/);
        assert.ok(error.message.includes(address), error.message);
        return true;
      });
    });
  }
}

const ADDRESSES = ["0.0.0.0", "255.255.255.255", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8"];
for (const address of [...ADDRESSES, "::ffff:127.0.0.1", "64:ff9b::1.2.3.4", "FE80::A"]) {
  test(`toPortBindings() binds ${address}`, () => {
    assert.deepEqual(toPortBindings({ 80: [address, 1] }, "portBindings"), {
      "80/tcp": [binding(address, "1")],
    });
  });
}
