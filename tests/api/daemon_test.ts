import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { df, events, info, ping, pingInfo, version } from "../../src/api/mod.ts";
import type { PingInfo } from "../../src/types/daemon.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";
import { recorded, refuses, sends } from "./recorded.ts";

const NONE = undefined;

describe("the methods of the daemon send what their parameters say", () => {
  sends([
    ["GET /_ping", NONE, (e) => ping(e)],
    ["GET /v1.41/info", NONE, (e) => info(e)],
    ["GET /v1.41/version", NONE, (e) => version(e)],
    ["GET /v1.41/version", NONE, (e) => version(e, { apiVersion: true })],
    ["GET /version", NONE, (e) => version(e, { apiVersion: false })],
    ["GET /v1.41/system/df", NONE, (e) => df(e)],
    [
      "GET /v1.52/system/df?type=image&type=volume&verbose=1",
      NONE,
      (e) => df(e, { type: ["image", "volume"], verbose: true }),
      "1.52",
    ],
    ["GET /v1.41/events", NONE, (e) => events(e)],
    [
      "GET /v1.41/events?since=1.5&until=1700000000&filters=%7B%22type%22%3A%5B%22network%22%5D%2C%22event%22%3A%5B%22create%22%2C%22destroy%22%5D%7D",
      NONE,
      (e) =>
        events(e, {
          since: 1.5,
          until: new Date(1_700_000_000_000),
          filters: { type: "network", event: ["create", "destroy"] },
        }),
    ],
  ]);
});

test("events() decodes a value a line, or hands out bytes", async () => {
  const event = { Type: "volume", Action: "create", Actor: { ID: "a", Attributes: {} } };
  const { result } = await recorded(
    async (e) => {
      const seen: unknown[] = [];
      for await (const one of await events(e, { decode: true })) seen.push(one);
      return seen;
    },
    "1.41",
    [event],
  );
  assert.deepEqual(result, [event]);
  const bytes = await recorded(
    async (e) => {
      let text = "";
      for await (const one of await events(e)) text += new TextDecoder().decode(one);
      return text;
    },
    "1.41",
    [event],
  );
  assert.equal(bytes.result, JSON.stringify(event));
});

describe("the methods of the daemon refuse bad input and what the API version does not know", () => {
  refuses([
    [
      "RangeError",
      "Cannot use since -1: expected a time since 1970",
      (e) => events(e, { since: -1 }),
    ],
    [
      "TypeError",
      'Cannot use filters["type"] {}: expected a string, a number, true, false or a list of these',
      (e) => events(e, { filters: { type: {} as string } }),
    ],
    [
      "InvalidVersion",
      "Cannot get the engine's disk usage: GET /system/df needs API version 1.25, and 1.24 is in use",
      (e) => df(e),
      "1.24",
    ],
    [
      "InvalidVersion",
      'Cannot get the engine\'s disk usage: option "type" needs API version 1.42, and 1.41 is in use',
      (e) => df(e, { type: ["image"] }),
    ],
    [
      "RangeError",
      'Cannot use type[0] "images": expected one of "container", "image", "volume", "build-cache"',
      (e) => df(e, { type: ["images" as "image"] }),
    ],
    [
      "TypeError",
      'Cannot ping the engine: unknown option "timeout"; did you mean "timeouts"?',
      (e) => ping(e, { timeout: 5 } as never),
    ],
    [
      "TypeError",
      'Cannot follow the engine\'s events: unknown option "filter"; did you mean "filters"?',
      (e) => events(e, { filter: {} } as never),
    ],
    [
      "TypeError",
      'Cannot use apiVersion "1.41": expected true or false',
      (e) => version(e, { apiVersion: "1.41" as never }),
    ],
  ]);
});

const HEADERS = {
  "Api-Version": "1.51",
  "Ostype": "linux",
  "Builder-Version": "2",
  "Docker-Experimental": "true",
  "Swarm": "active/manager",
  "Server": "Docker/28.5.2 (linux)",
};
const PINGS: [name: string, headers: Record<string, string>, answer: PingInfo][] = [
  ["all that there is", HEADERS, {
    apiVersion: "1.51",
    osType: "linux",
    builderVersion: "2",
    experimental: true,
    swarm: { state: "active", isManager: true },
    server: "Docker/28.5.2 (linux)",
  }],
  ["a node outside of a swarm", { ...HEADERS, "Swarm": "inactive" }, {
    apiVersion: "1.51",
    osType: "linux",
    builderVersion: "2",
    experimental: true,
    swarm: { state: "inactive", isManager: false },
    server: "Docker/28.5.2 (linux)",
  }],
  ["nothing", {}, {
    apiVersion: null,
    osType: null,
    builderVersion: null,
    experimental: false,
    swarm: null,
    server: null,
  }],
];

for (const [name, headers, answer] of PINGS) {
  test(`pingInfo() reads the headers of ${name}`, async () => {
    const peer = memoryPeer([async (connection) => {
      const { method, target } = await connection.request();
      assert.equal(`${method} ${target}`, "HEAD /_ping");
      await connection.respond({ headers });
    }]);
    const engine = engineOver(peer.connector, { version: "auto" });
    assert.deepEqual(await pingInfo(engine), answer);
    engine.close();
    await peer.done();
  });
}

test("pingInfo() asks Engines that know no HEAD once more", async () => {
  const asked: string[] = [];
  const peer = memoryPeer([async (connection) => {
    asked.push((await connection.request()).method);
    await connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 29\r\n\r\n");
    asked.push((await connection.request()).method);
    await connection.respond({ headers: { "Api-Version": "1.39" }, body: "OK" });
  }]);
  const engine = engineOver(peer.connector, { version: "auto" });
  assert.equal((await pingInfo(engine)).apiVersion, "1.39");
  assert.deepEqual(asked, ["HEAD", "GET"]);
  engine.close();
  await peer.done();
});

test("pingInfo() tells that the Engine is not well", async () => {
  const peer = memoryPeer([async (connection) => {
    await connection.request();
    await connection.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
  }]);
  const engine = engineOver(peer.connector, { version: "auto" });
  await assert.rejects(() => pingInfo(engine), { name: "ServerError", status: 500 });
  engine.close();
  await peer.done();
});
