import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { build } from "../../../src/api/build/build.ts";
import { pull } from "../../../src/api/images/pull.ts";
import { push } from "../../../src/api/images/push.ts";
import type { Connector } from "../../../src/connect/types.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { bytes, type FakeMachine, fakePlatform } from "../../auth/fake_platform.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer, type PeerRequest } from "../../scripted_peer.ts";

const CONFIG = "/home/me/.docker/config.json";

/** Returns the requests that calls on a machine send, one a call. */
async function sent(
  machine: FakeMachine,
  ...calls: ((engine: Engine) => Promise<unknown>)[]
): Promise<PeerRequest[]> {
  const requests: PeerRequest[] = [];
  const peer = memoryPeer([async (connection) => {
    for (const _ of calls) {
      requests.push(await connection.request());
      await connection.respond({ body: "{}" });
    }
  }]);
  const engine = onMachine(machine, peer.connector);
  for (const call of calls) await call(engine);
  engine.close();
  await peer.done();
  return requests;
}

function onMachine(machine: FakeMachine, connector: Connector): Engine {
  return engineOver(connector, { platform: () => Promise.resolve(fakePlatform(machine)) });
}

/** Reads a header of credentials; undefined when it was not sent. */
function decoded(header: string | undefined): unknown {
  if (header === undefined) return undefined;
  const binary = atob(header.replaceAll("-", "+").replaceAll("_", "/"));
  const data = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(data));
}

async function drain(stream: Promise<ReadableStream<Uint8Array>>): Promise<void> {
  for await (const _ of await stream);
}

const AUTHS = {
  auths: {
    "https://index.docker.io/v1/": { auth: btoa("hub:1") },
    "host:5000": { auth: btoa("me:2") },
  },
};

describe("credentials of calls", () => {
  it("are those of the registry that the image's name has", async () => {
    const machine = { files: { [CONFIG]: JSON.stringify(AUTHS) } };
    const me = { username: "me", password: "2", serveraddress: "host:5000" };
    const hub = { username: "hub", password: "1", serveraddress: "https://index.docker.io/v1/" };
    const requests = await sent(
      machine,
      (engine) => pull(engine, "host:5000/app"),
      (engine) => push(engine, "team/app:1"),
      (engine) => pull(engine, "docker.io/library/app"),
      (engine) => pull(engine, "host:5001/app"),
      (engine) => push(engine, "host:5001/app"),
      (engine) => pull(engine, "host:5000/app", { authConfig: {} }),
      (engine) => push(engine, "host:5000/app", { authConfig: { username: "x", password: "y" } }),
    );
    assert.deepEqual(requests.map(({ headers }) => decoded(headers["x-registry-auth"])), [
      me,
      hub,
      hub,
      undefined,
      {},
      {},
      { username: "x", password: "y" },
    ]);
  });

  it("are all that are known for a build, by registry", async () => {
    const fileobj = "FROM a";
    const files = { [CONFIG]: JSON.stringify(AUTHS) };
    const [known, given] = await sent(
      { files },
      (engine) => drain(build(engine, { fileobj })),
      (engine) => drain(build(engine, { fileobj, authConfigs: { "https://host/v2/": {} } })),
    );
    assert.deepEqual(decoded(known!.headers["x-registry-config"]), {
      "https://index.docker.io/v1/": {
        username: "hub",
        password: "1",
        serveraddress: "https://index.docker.io/v1/",
      },
      "host:5000": { username: "me", password: "2", serveraddress: "host:5000" },
    });
    assert.deepEqual(decoded(given!.headers["x-registry-config"]), { host: {} });
    const [none] = await sent({}, (engine) => drain(build(engine, { fileobj })));
    assert.equal(none!.headers["x-registry-config"], undefined);
  });

  const calls = {
    pull: (engine: Engine, signal: AbortSignal) => pull(engine, "app", { signal }),
    build: (engine: Engine, signal: AbortSignal) =>
      drain(build(engine, { fileobj: "FROM a", signal })),
  };
  for (const [name, call] of Object.entries(calls)) {
    it(`are not waited for once a ${name} is aborted`, async () => {
      const peer = memoryPeer([]);
      let asked = (): void => {};
      const asking = new Promise<void>((resolve) => asked = resolve);
      const engine = onMachine({
        files: { [CONFIG]: '{"credsStore":"slow"}' },
        run: () => {
          asked();
          return new Promise(() => {});
        },
      }, peer.connector);
      const controller = new AbortController();
      const called = call(engine, controller.signal);
      await asking;
      controller.abort(new RangeError("enough"));
      await assert.rejects(() => called, { name: "RangeError", message: "enough" });
      await peer.done();
    });
  }

  it("come from a helper as it tells them", async () => {
    const [request] = await sent({
      files: { [CONFIG]: '{"credHelpers":{"host:5000":"own"}}' },
      run: (command, args, stdin) => {
        assert.deepEqual([command, args, stdin], ["docker-credential-own", ["get"], "host:5000"]);
        return Promise.resolve({ stdout: bytes('{"Username":"<token>","Secret":"t/+?"}') });
      },
    }, (engine) => pull(engine, "host:5000/app"));
    assert.deepEqual(decoded(request!.headers["x-registry-auth"]), {
      identitytoken: "t/+?",
      serveraddress: "host:5000",
    });
  });
});

const FAILURES: [words: string, code: number | undefined, name: string, status: number][] = [
  ["unauthorized: authentication required", undefined, "Unauthorized", 401],
  ["unauthorized: incorrect username or password", undefined, "Unauthorized", 401],
  ["no basic auth credentials", undefined, "Unauthorized", 401],
  [
    "unexpected status from HEAD request to http://r/v2/: 401 Unauthorized",
    undefined,
    "Unauthorized",
    401,
  ],
  [
    "push access denied, repository does not exist or may require authorization: authorization failed",
    undefined,
    "Unauthorized",
    401,
  ],
  ["denied: requested access to the resource is denied", undefined, "Forbidden", 403],
  ["tag does not exist: app", undefined, "APIError", 500],
  ["unauthorized: authentication required", 404, "NotFound", 404],
];

describe("a registry's refusal within the progress", () => {
  for (const [words, code, name, status] of FAILURES) {
    for (const [method, call] of Object.entries({ pull, push })) {
      it(`is ${name} for ${method}: ${words}${code === undefined ? "" : ` (${code})`}`, async () => {
        const record = { errorDetail: { message: words, code }, error: words };
        const peer = memoryPeer([async (connection) => {
          await connection.request();
          await connection.json(record);
        }]);
        const engine = onMachine({}, peer.connector);
        await assert.rejects(() => call(engine, "app"), {
          name,
          status,
          explanation: words,
          records: [JSON.parse(JSON.stringify(record))],
        });
        engine.close();
        await peer.done();
      });
    }
  }
});
