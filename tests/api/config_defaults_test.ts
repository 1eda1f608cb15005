import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type FakeMachine, fakePlatform } from "../auth/fake_platform.ts";
import type { PeerRequest } from "../harness/peer_connection.ts";
import { recordingEngine } from "./recording_engine.ts";

/** What the configuration file says that calls take when they are not told otherwise. */
const CONFIG = JSON.stringify({
  detachKeys: "ctrl-x",
  proxies: {
    default: { httpProxy: "http://wrong" },
    "memory://peer": { httpProxy: "http://p:1", ftpProxy: "http://f:2", noProxy: "a,b" },
  },
});
const MACHINE: FakeMachine = { files: { "/home/me/.docker/config.json": CONFIG } };

/** Makes a call on a machine with that file; returns the last request and the warnings. */
async function sent(
  call: (engine: Engine) => Promise<unknown>,
  machine: FakeMachine = MACHINE,
): Promise<{ request: PeerRequest; warnings: string[] }> {
  const warnings: string[] = [];
  const { engine, requests } = recordingEngine("1.51", {
    platform: () => Promise.resolve(fakePlatform(machine)),
    onWarning: (message) => warnings.push(message),
  });
  const result = await call(engine);
  if (result instanceof ReadableStream) await result.cancel();
  engine.close();
  return { request: requests.find(({ method }) => method === "POST")!, warnings };
}

const body = ({ body }: PeerRequest): Record<string, unknown> => {
  return JSON.parse(new TextDecoder().decode(body));
};
const query = ({ target }: PeerRequest): URLSearchParams => new URL(`x:${target}`).searchParams;

/** What a call took over, as `NAME=value`, and what it is without. */
interface ProxyCall {
  call(engine: Engine, own?: Record<string, string>, wanted?: boolean): Promise<unknown>;
  variables(request: PeerRequest): string[];
  /** Variables that the container has already. */
  known?: string[];
}

const fileobj = "FROM scratch\n";
const env = (request: PeerRequest): string[] => (body(request).Env ?? []) as string[];
const PROXY_CALLS: Record<string, ProxyCall> = {
  createContainer: {
    call: (engine, environment, useConfigProxy) =>
      api.createContainer(engine, "busybox", { environment, useConfigProxy }),
    variables: env,
  },
  execCreate: {
    call: (engine, environment, useConfigProxy) =>
      api.execCreate(engine, "web", "true", { environment, useConfigProxy }),
    variables: env,
    known: ["FTP_PROXY", "ftp_proxy"],
  },
  build: {
    call: (engine, buildargs, useConfigProxy) =>
      api.build(engine, { fileobj, buildargs, useConfigProxy }),
    variables: (request) =>
      Object.entries(JSON.parse(query(request).get("buildargs") ?? "{}"))
        .map(([name, value]) => `${name}=${value}`),
  },
};
const ALL = [
  ...["HTTP_PROXY=http://p:1", "http_proxy=http://p:1", "NO_PROXY=a,b", "no_proxy=a,b"],
  ...["FTP_PROXY=http://f:2", "ftp_proxy=http://f:2"],
];

describe("the proxies of the configuration file", () => {
  for (const [name, { call, variables, known = [] }] of Object.entries(PROXY_CALLS)) {
    const all = ALL.filter((one) => !known.includes(one.split("=", 1)[0]!));

    it(`reach ${name}()`, async () => {
      const { request } = await sent((engine) => call(engine));
      assert.deepEqual(variables(request), all);
    });

    it(`stand back behind what ${name}() is given`, async () => {
      const own = { HTTP_PROXY: "http://own", A: "1" };
      const { request } = await sent((engine) => call(engine, own));
      const rest = all.filter((one) => !one.startsWith("HTTP_PROXY="));
      assert.deepEqual(
        variables(request).sort(),
        [...rest, "HTTP_PROXY=http://own", "A=1"].sort(),
      );
    });

    it(`are left out of ${name}() without useConfigProxy`, async () => {
      const { request } = await sent((engine) => call(engine, { A: "1" }, false));
      assert.deepEqual(variables(request), ["A=1"]);
    });

    it(`are left out of ${name}(), without a word, where Deno would ask for a permission`, async () => {
      const { request, warnings } = await sent((engine) => call(engine), {
        ...MACHINE,
        locked: true,
      });
      assert.deepEqual([variables(request), warnings], [[], []]);
    });

    it(`are left out of ${name}(), with a warning, where the file is no JSON`, async () => {
      const files = { "/home/me/.docker/config.json": "{" };
      const { request, warnings } = await sent((engine) => call(engine), { files });
      assert.deepEqual([variables(request), warnings], [[], [
        'Cannot read the configuration file "/home/me/.docker/config.json": it is not JSON',
      ]]);
    });
  }

  it("are read once for many calls", async () => {
    let loads = 0;
    await sent(async (engine) => {
      for (const name of ["a", "b", "c"]) await api.createContainer(engine, "x", { name });
      loads++;
      return await api.createContainer(engine, "x");
    });
    assert.equal(loads, 1);
  });

  it("follow the file that login() is told of", async () => {
    const path = "/other.json";
    const files = { [path]: JSON.stringify({ proxies: { default: { httpProxy: "http://o" } } }) };
    const { engine, requests } = recordingEngine("1.51", {
      platform: () => Promise.resolve(fakePlatform({ files })),
    });
    await api.login(engine, "me", { password: "p", dockercfgPath: path });
    await api.createContainer(engine, "busybox");
    engine.close();
    assert.deepEqual(env(requests.at(-1)!), ["HTTP_PROXY=http://o", "http_proxy=http://o"]);
  });
});

/** How a call is told of keys, and where it sends them. */
interface KeysCall {
  call(engine: Engine, detachKeys?: string): Promise<unknown>;
  keys(request: PeerRequest): unknown;
}

const KEYS_CALLS: Record<string, KeysCall> = {
  "execCreate()": {
    call: (engine, detachKeys) => api.execCreate(engine, "web", "sh", { detachKeys }),
    keys: (request) => body(request).DetachKeys,
  },
  "attach()": {
    call: (engine, detachKeys) =>
      api.attach(engine, "web", { stream: true, checkEnd: false, detachKeys }),
    keys: (request) => query(request).get("detachKeys"),
  },
  "attachSocket()": {
    call: (engine, detachKeys) => api.attachSocket(engine, "web", { params: { detachKeys } }),
    keys: (request) => query(request).get("detachKeys"),
  },
};

describe("the detach keys of the configuration file", () => {
  for (const [name, { call, keys }] of Object.entries(KEYS_CALLS)) {
    it(`reach ${name}`, async () => {
      assert.equal(keys((await sent((engine) => call(engine))).request), "ctrl-x");
    });

    it(`stand back behind those that ${name} is given`, async () => {
      assert.equal(keys((await sent((engine) => call(engine, "ctrl-a"))).request), "ctrl-a");
    });

    it(`leave ${name} as it is where there are none`, async () => {
      assert.ok(keys((await sent((engine) => call(engine), {})).request) == null);
    });
  }
});
