import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createConfig } from "../../src/api/configs/create.ts";
import { inspectConfig } from "../../src/api/configs/inspect.ts";
import { configs } from "../../src/api/configs/list.ts";
import { removeConfig } from "../../src/api/configs/remove.ts";
import { createSecret } from "../../src/api/secrets/create.ts";
import { inspectSecret } from "../../src/api/secrets/inspect.ts";
import { secrets } from "../../src/api/secrets/list.ts";
import { removeSecret } from "../../src/api/secrets/remove.ts";
import { DriverConfig } from "../../src/specs/driver_config.ts";
import { type Call, recorded, refuses, sends } from "./recorded.ts";

const NONE = undefined;

describe("the methods of secrets and configs send what their parameters say", () => {
  const driver = new DriverConfig("vault", { options: { path: "/x" } });
  const templating = new DriverConfig("golang");
  const filters = { name: "a" };
  const encoded = "filters=%7B%22name%22%3A%5B%22a%22%5D%7D";
  sends([
    ["GET /v1.41/secrets", NONE, (e) => secrets(e)],
    [`GET /v1.41/secrets?${encoded}`, NONE, (e) => secrets(e, { filters })],
    [
      "POST /v1.41/secrets/create",
      { Name: "a", Data: "czNjcmV0" },
      (e) => createSecret(e, "a", "s3cret"),
    ],
    [
      "POST /v1.41/secrets/create",
      {
        Name: "a",
        Data: "",
        Labels: { b: "" },
        Driver: { Name: "vault", Options: { path: "/x" } },
        Templating: { Name: "golang" },
        New: 1,
      },
      (e) => createSecret(e, "a", "", { labels: ["b"], driver, templating, extra: { New: 1 } }),
    ],
    ["GET /v1.41/secrets/a", NONE, (e) => inspectSecret(e, { ID: "a" })],
    ["DELETE /v1.41/secrets/a%2Fb", NONE, (e) => removeSecret(e, "a/b")],
    ["GET /v1.41/configs", NONE, (e) => configs(e)],
    [`GET /v1.41/configs?${encoded}`, NONE, (e) => configs(e, { filters })],
    [
      "POST /v1.41/configs/create",
      { Name: "a", Data: "Yg==", Labels: { c: "d" }, Templating: { Name: "golang" } },
      (e) => createConfig(e, "a", new Uint8Array([98]), { labels: { c: "d" }, templating }),
    ],
    ["GET /v1.41/configs/a", NONE, (e) => inspectConfig(e, "a")],
    ["DELETE /v1.41/configs/a", NONE, (e) => removeConfig(e, { ID: "a" })],
  ]);
});

describe("createSecret() and createConfig() take every form of data", () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index & 255);

  for (
    const data of [
      bytes,
      bytes.buffer,
      new Blob([bytes]),
      new Blob([bytes]).stream() as ReadableStream<Uint8Array>,
    ]
  ) {
    it(data.constructor.name, async () => {
      const expected = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      const { sent } = await recorded((e) => createConfig(e, "a", data));
      assert.equal((sent[0]!.json as { Data: string }).Data, expected);
    });
  }
});

describe("the methods of secrets and configs refuse bad input without showing it", () => {
  const empty = "it is empty; expected an id or name, or an object with Id or ID";
  const data = "Cannot send data: expected a string, bytes, a Blob, a ReadableStream, " +
    "an AsyncIterable of bytes (Node's Readable is one), or { file: path }";
  const secret = { password: "s3cret" } as unknown as string;
  const calls: Call[] = [
    (e) => createSecret(e, "a", secret),
    (e) => createConfig(e, "a", secret),
  ];
  refuses([
    ["NullResource", `Cannot use id: ${empty}`, (e) => inspectSecret(e, "")],
    ["NullResource", `Cannot use id: ${empty}`, (e) => removeSecret(e, { ID: "" })],
    ["NullResource", `Cannot use id: ${empty}`, (e) => inspectConfig(e, " ")],
    [
      "NullResource",
      "Cannot use name: it is empty; expected a string",
      (e) => createConfig(e, "", "x"),
    ],
    ...calls.map((call) => ["TypeError", data, call] as [string, string, Call]),
  ]);
});

describe("the methods of secrets and configs refuse what the API version does not know", () => {
  refuses([
    [
      "InvalidVersion",
      "Cannot list secrets: GET /secrets needs API version 1.25, and 1.24 is in use",
      (e) => secrets(e),
      "1.24",
    ],
    [
      "InvalidVersion",
      'Cannot create secret "a": option "driver" (Driver) needs API version 1.31, and 1.30 is in use',
      (e) => createSecret(e, "a", "", { driver: { Name: "x" } }),
      "1.30",
    ],
    [
      "InvalidVersion",
      'Cannot create config "a": POST /configs/create needs API version 1.30, and 1.29 is in use',
      (e) => createConfig(e, "a", "x"),
      "1.29",
    ],
    [
      "InvalidVersion",
      'Cannot create config "a": option "templating" (Templating) needs API version 1.37, and 1.36 is in use',
      (e) => createConfig(e, "a", "x", { templating: { Name: "golang" } }),
      "1.36",
    ],
  ]);
});
