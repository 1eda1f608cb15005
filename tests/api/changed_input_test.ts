/** What a caller does with its own objects once a call has begun changes nothing of what is sent. */
import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { APIClient, ContainerSpec, IPAMConfig, IPAMPool, TaskTemplate } from "../../mod.ts";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { findDeclarations, optionsByFunction } from "../operation/declarations.ts";
import { CALLS } from "./every_call.ts";
import { recordingEngine } from "./recording_engine.ts";

/** Values of which those are tried that an option takes. */
const VALUES = (): unknown[] => [
  ["x"],
  { a: "b" },
  ["10.0.0.1"],
  ["db:10.0.0.1"],
  ["/a:/b"],
  ["linux/arm64"],
  [24, 80],
  [["a", "b"]],
  [{ name: "nofile", soft: 1, hard: 2 }],
  [{ Path: "/dev/sda", Rate: 5 }],
  [{ Path: "/dev/sda", Weight: 50 }],
  [{ capabilities: [["gpu"]] }],
  { username: "u", password: "p" },
  { "r.example": { username: "u", password: "p" } },
  { test: ["CMD", "x"] },
  { memLimit: "64m", binds: ["/a:/b"] },
  { poolConfigs: [{ subnet: "10.0.0.0/8" }] },
  { EndpointsConfig: { a: { Aliases: ["x"] } } },
  { parallelism: 1 },
  { ports: { 1: 2 } },
  { type: "json-file", config: { a: "b" } },
  { Name: "always" },
  { stdin: true },
  { Role: "worker", Availability: "active" },
  { Name: "n", Labels: { a: "b" } },
];
/** Arguments before the options that are objects. */
const ARGUMENTS: [name: string, call: (engine: Engine, given: never) => unknown, given: object][] =
  [
    [
      "createContainerFromConfig",
      api.createContainerFromConfig,
      { Image: "x", HostConfig: { Binds: ["/a:/b"] } },
    ],
    ["createService", api.createService, { ContainerSpec: { Image: "app", Env: ["A=1"] } }],
    ["execCreate", (engine, given) => api.execCreate(engine, "web", given), ["date"]],
    ["configurePlugin", (engine, given) => api.configurePlugin(engine, "p", given), { A: "1" }],
    ["joinSwarm", (engine, given) => api.joinSwarm(engine, given, "token"), ["10.0.0.1:2377"]],
    ["getImages", api.getImages, ["a", "b"]],
    ["updateNode", (engine, given) => api.updateNode(engine, "node", given), { Index: 5 }],
    [
      "createSecret",
      (engine, given) => api.createSecret(engine, "key", given),
      new Uint8Array([1, 2, 3]),
    ],
    [
      "createConfig",
      (engine, given) => api.createConfig(engine, "file", given),
      new Uint8Array([1, 2, 3]),
    ],
  ];
const declared = optionsByFunction(await findDeclarations());

/** Changes all that is within a value. */
function change(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(99);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  const record = value as Record<string, unknown>;
  for (const [name, item] of Object.entries(record)) {
    if (typeof item === "object") change(item);
    else {record[name] = typeof item === "string"
        ? "changed"
        : typeof item === "number"
        ? 999
        : null;}
  }
  if (Array.isArray(value)) value.push("more");
  else record.more = "more";
}

/** Freezes all that is within a value. */
function freeze(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

/** What a call sends besides the question for the version; undefined where it is refused. */
async function sent(
  call: (engine: Engine) => unknown,
  afterwards: () => void,
): Promise<string[] | undefined> {
  const { engine, requests } = recordingEngine("auto");
  try {
    const calling = call(engine);
    afterwards();
    const result = await calling;
    if (result instanceof ReadableStream) await result.cancel();
  } catch {
    return undefined;
  } finally {
    engine.close();
  }
  return requests.filter(({ target }) => target !== "/_ping").map(
    ({ method, target, headers, body }) => {
      return `${method} ${target} ${JSON.stringify(headers)} ${new TextDecoder().decode(body)}`;
    },
  );
}

async function assertKept(
  call: (engine: Engine, given: never) => unknown,
  make: () => unknown,
): Promise<void> {
  const expected = await sent((engine) => call(engine, make() as never), () => {});
  // Nothing is asked for with these, or not at the version of the peer.
  if (expected === undefined) return;
  const given = make();
  const changed = await sent((engine) => call(engine, given as never), () => change(given));
  assert.deepEqual(changed, expected);
  const frozen = await sent((engine) => call(engine, freeze(make()) as never), () => {});
  assert.deepEqual(frozen, expected);
}

/** What a method of the class sends to a server. */
async function sentBy(call: (client: APIClient) => unknown): Promise<string[]> {
  const requests: string[] = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const auth = request.headers["x-registry-auth"];
    requests.push(`${request.method} ${request.url} ${auth} ${body}`);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new APIClient({ baseUrl: `tcp://127.0.0.1:${port}`, version: "1.41" });
  const result = await call(client);
  if (result instanceof ReadableStream) await result.cancel();
  client.close();
  await new Promise((resolve) => server.close(resolve));
  return requests;
}

describe("what is sent is what was given, whatever becomes of it", () => {
  for (const [name, call] of Object.entries(CALLS)) {
    const { options = new Map(), fields = new Map() } = declared.get(name) ?? {};
    for (const [option, { convert }] of [...options, ...fields]) {
      const index = VALUES().findIndex((value) => {
        try {
          return convert(value, option) !== undefined;
        } catch {
          return false;
        }
      });
      if (index === -1) continue;
      it(`${name}'s ${option}`, async () => {
        await assertKept(call, () => ({ [option]: VALUES()[index] }));
      });
    }
  }

  for (const [name, call, given] of ARGUMENTS) {
    it(`the argument of ${name}`, async () => {
      await assertKept(call as never, () => structuredClone(given));
    });
  }

  // The class loads what these need, which takes a while too.
  const methods: [
    name: string,
    call: (client: APIClient, given: never) => unknown,
    make: () => object,
  ][] = [
    ["createNetwork", (client, given) => client.createNetwork("net", given), () => ({
      labels: { a: "b" },
      ipam: new IPAMConfig({ poolConfigs: [new IPAMPool({ subnet: "10.1.0.0/16" })] }),
    })],
    ["updateContainer", (client, given) => client.updateContainer("web", given), () => ({
      ulimits: [{ name: "nofile", soft: 1 }],
    })],
    ["createService", (client, given) => client.createService(given), () => ({
      ContainerSpec: { Image: "app", Env: ["A=1"] },
    })],
    [
      "createService",
      (client, given) => client.createService(given),
      () => new TaskTemplate(new ContainerSpec("app", { env: ["A=1"], labels: { a: "b" } })),
    ],
    [
      "createVolume",
      (client, given) => client.createVolume(given),
      () => ({ name: "v", labels: { a: "b" } }),
    ],
    ["getImages", (client, given) => client.getImages(given), () => ["a", "b"]],
    ["createSecret", (client, given) => client.createSecret("key", given), () => new Uint8Array(3)],
    [
      "createConfig",
      (client, given) => client.createConfig("file", given),
      () => new Uint8Array(3),
    ],
    ["pull", (client, given) => client.pull("registry.example/app", given), () => ({
      authConfig: { username: "u", password: "p" },
    })],
  ];
  for (const [index, [name, call, make]] of methods.entries()) {
    it(`what APIClient.${name}() was given, ${index}`, async () => {
      const expected = await sentBy((client) => call(client, make() as never));
      const own = make();
      const changed = await sentBy((client) => {
        const calling = call(client, own as never);
        change(own);
        return calling;
      });
      assert.equal(expected.length, 1);
      assert.deepEqual(changed, expected);
    });
  }
});
