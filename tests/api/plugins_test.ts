import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it, test } from "node:test";
import { gunzipSync } from "node:zlib";
import {
  configurePlugin,
  createPlugin,
  disablePlugin,
  enablePlugin,
  inspectPlugin,
  pluginPrivileges,
  plugins,
  pullPlugin,
  pushPlugin,
  removePlugin,
  upgradePlugin,
} from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { unpack } from "../../src/tar/unpack.ts";
import type { ProgressRecord } from "../../src/types/progress.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";
import { recorded, refuses, sends } from "./recorded.ts";

const NONE = undefined;
const NAME = "host:5000/a/b:1";
const ENCODED = "host%3A5000%2Fa%2Fb%3A1";
const PRIVILEGES = [{ Name: "network", Description: "", Value: ["host"] }];

describe("the methods of plugins send what their parameters say", () => {
  sends([
    ["GET /v1.41/plugins", NONE, (e) => plugins(e)],
    [
      "GET /v1.41/plugins?filters=%7B%22enabled%22%3A%5B%22true%22%5D%7D",
      NONE,
      (e) => plugins(e, { filters: { enabled: true } }),
    ],
    [`GET /v1.41/plugins/${ENCODED}/json`, NONE, (e) => inspectPlugin(e, NAME)],
    [
      `POST /v1.41/plugins/${ENCODED}/set`,
      ["DEBUG=1", "data.source=/srv"],
      (e) => configurePlugin(e, NAME, { "DEBUG": 1, "data.source": "/srv" }),
    ],
    ["POST /v1.41/plugins/a/set", ["A=b=c"], (e) => configurePlugin(e, { Id: "a" }, ["A=b=c"])],
    ["POST /v1.41/plugins/a/enable?timeout=0", NONE, (e) => enablePlugin(e, "a")],
    ["POST /v1.41/plugins/a/enable?timeout=9", NONE, (e) => enablePlugin(e, "a", { timeout: 9 })],
    ["POST /v1.41/plugins/a/disable", NONE, (e) => disablePlugin(e, "a")],
    [
      "POST /v1.41/plugins/a/disable?force=1",
      NONE,
      (e) => disablePlugin(e, "a", { force: true }),
    ],
    ["DELETE /v1.41/plugins/a?force=0", NONE, (e) => removePlugin(e, "a")],
    ["DELETE /v1.41/plugins/a?force=1", NONE, (e) => removePlugin(e, "a", { force: true })],
    [`GET /v1.41/plugins/privileges?remote=${ENCODED}`, NONE, (e) => pluginPrivileges(e, NAME)],
    ["GET /v1.26/plugins/privileges?name=a", NONE, (e) => pluginPrivileges(e, "a"), "1.26"],
    ["POST /v1.41/plugins/pull?remote=a", PRIVILEGES, (e) => pullPlugin(e, "a", PRIVILEGES)],
    [
      "POST /v1.41/plugins/pull?name=b%3A1&remote=a",
      [],
      (e) => pullPlugin(e, "a", [], { name: "b:1" }),
    ],
    [`POST /v1.41/plugins/${ENCODED}/push`, NONE, (e) => pushPlugin(e, NAME)],
    [
      "POST /v1.41/plugins/a/upgrade?remote=b%3A2",
      PRIVILEGES,
      (e) => upgradePlugin(e, "a", "b:2", PRIVILEGES),
    ],
  ]);
});

describe("the methods of plugins send credentials", () => {
  const authConfig = { username: "me", password: "pw" };

  const header = btoa(JSON.stringify(authConfig));

  const calls = {
    pluginPrivileges: (e: Engine) => pluginPrivileges(e, NAME, { authConfig }),
    pullPlugin: (e: Engine) => pullPlugin(e, NAME, [], { authConfig }),
    pushPlugin: (e: Engine) => pushPlugin(e, NAME, { authConfig }),
    upgradePlugin: (e: Engine) => upgradePlugin(e, "a", NAME, [], { authConfig }),
  };
  for (const [name, call] of Object.entries(calls)) {
    it(`${name}()`, async () => {
      const { sent } = await recorded(call, "1.41", [name === "pluginPrivileges" ? [] : {}]);
      assert.equal(sent[0]!.request.headers["x-registry-auth"], header);
    });
  }
});

test("pluginPrivileges() gives an empty list where the engine says null", async () => {
  const { result } = await recorded((e) => pluginPrivileges(e, "a"), "1.41", [null]);
  assert.deepEqual(result, []);
});

for (const gzip of [false, true]) {
  test(`createPlugin() sends the directory, ${gzip ? "compressed" : "as it is"}`, async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-plugin-"));
    try {
      mkdirSync(path.join(directory, "rootfs", "bin"), { recursive: true });
      writeFileSync(path.join(directory, "rootfs", "bin", "driver"), "binary");
      writeFileSync(path.join(directory, "config.json"), "{}");
      const { sent, result } = await recorded((e) => createPlugin(e, NAME, directory, { gzip }));
      assert.equal(result, true);
      const { line, request } = sent[0]!;
      assert.equal(line, `POST /v1.41/plugins/create?name=${ENCODED}`);
      assert.equal(request.headers["content-type"], "application/x-tar");
      const archive = gzip ? new Uint8Array(gunzipSync(request.body)) : request.body;
      const seen: string[] = [];
      for await (const entry of unpack(new Blob([archive as BlobPart]).stream())) {
        seen.push(`${entry.path} ${await entry.text()}`);
      }
      assert.deepEqual(seen.sort(), [
        "config.json {}",
        "rootfs/ ",
        "rootfs/bin/ ",
        "rootfs/bin/driver binary",
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

describe("a failure within the progress rejects with the records before it", () => {
  const progress = '{"status":"Pulling"}\r\n{"errorDetail":{"message":"incorrect privileges"}}\r\n';
  for (
    const [action, call] of [
      ['Cannot push plugin "a"', (e: Engine) => pushPlugin(e, "a")],
      ['Cannot pull plugin "a"', async (e: Engine) => {
        for await (const _record of await pullPlugin(e, "a", []));
      }],
      ['Cannot upgrade plugin "a"', async (e: Engine) => {
        for await (const _record of await upgradePlugin(e, "a", "b", []));
      }],
    ] as [string, (engine: Engine) => Promise<unknown>][]
  ) {
    it(action, async () => {
      const peer = memoryPeer([async (connection) => {
        await connection.request();
        await connection.respond({ body: progress });
      }]);
      const engine = engineOver(peer.connector);
      await assert.rejects(call(engine), (error: Error & { records: ProgressRecord[] }) => {
        assert.equal(error.name, "APIError");
        assert.ok(error.message.startsWith(`${action}: incorrect privileges (`), error.message);
        assert.equal(error.records[0]?.status, "Pulling");
        return true;
      });
      engine.close();
      await peer.done();
    });
  }
});

describe("the methods of plugins refuse bad input and what the API version does not know", () => {
  const empty = "it is empty; expected an id or name, or an object with Id or ID";
  const blank = "it is empty; expected a string";
  refuses([
    [
      "TypeError",
      'Cannot pull plugin "a": unknown option "authconfig"; did you mean "authConfig"?',
      (e) => pullPlugin(e, "a", [], { authconfig: {} } as never),
    ],
    [
      "TypeError",
      'Cannot use privileges[0]: unknown option "name"; did you mean "Name"?',
      (e) => pullPlugin(e, "a", [{ name: "network" } as never]),
    ],
    [
      "TypeError",
      'Cannot use force "no": expected true or false',
      (e) => removePlugin(e, "a", { force: "no" as never }),
    ],
    ["NullResource", `Cannot use name: ${empty}`, (e) => inspectPlugin(e, "")],
    ["NullResource", `Cannot use name: ${blank}`, (e) => createPlugin(e, "", "/")],
    ["NullResource", `Cannot use remote: ${blank}`, (e) => pullPlugin(e, "", [])],
    [
      "TypeError",
      'Cannot use options 5: expected an object such as { DEBUG: 1 }, or a list of "name=value"',
      (e) => configurePlugin(e, "a", 5 as unknown as string[]),
    ],
    [
      "TypeError",
      'Cannot use pluginDataDir "": expected the path of a directory',
      (e) => createPlugin(e, "a", ""),
    ],
    [
      "TypeError",
      'Cannot create plugin "a": the directory "/no/such" has no file "config.json"',
      (e) => createPlugin(e, "a", "/no/such"),
    ],
    [
      "TypeError",
      "Cannot use privileges undefined: expected a list, as pluginPrivileges() returns it",
      (e) => pullPlugin(e, "a", undefined as unknown as []),
    ],
    [
      "TypeError",
      'Cannot use timeout "5": expected a whole number',
      (e) => enablePlugin(e, "a", { timeout: "5" as unknown as number }),
    ],
    [
      "InvalidVersion",
      'Cannot disable plugin "a": option "force" needs API version 1.28, and 1.27 is in use',
      (e) => disablePlugin(e, "a", { force: true }),
      "1.27",
    ],
    [
      "InvalidVersion",
      'Cannot upgrade plugin "a": POST /plugins/{name}/upgrade needs API version 1.26, and 1.25 is in use',
      (e) => upgradePlugin(e, "a", "b", []),
      "1.25",
    ],
    [
      "InvalidVersion",
      "Cannot list plugins: GET /plugins needs API version 1.25, and 1.24 is in use",
      (e) => plugins(e),
      "1.24",
    ],
  ]);
});
