import assert from "node:assert/strict";
import { test } from "node:test";
import { df, info, ping, version } from "../../src/api/system/daemon.ts";
import { events } from "../../src/api/system/events.ts";
import { assertRefused, assertSent, recorded } from "./recorded.ts";

const NONE = undefined;

test("the methods of the daemon send what their parameters say", async () => {
  await assertSent([
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

test("the methods of the daemon refuse bad input and what the API version does not know", async () => {
  await assertRefused([
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
      "Cannot get the engine's disk usage: df() needs API version 1.25, and 1.24 is in use",
      (e) => df(e),
      "1.24",
    ],
    [
      "InvalidVersion",
      'Cannot get the engine\'s disk usage: option "type" needs API version 1.42, and 1.41 is in use',
      (e) => df(e, { type: ["image"] }),
    ],
  ]);
});
