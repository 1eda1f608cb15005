import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { CallOptions, Engine } from "../../src/engine/engine.ts";
import { assertRefused, recorded } from "./recorded.ts";

type Ask = (engine: Engine, options: CallOptions) => Promise<unknown>;

/** Names that mean something to a request, with what would change it or end it. */
const MEANT_FOR_REQUESTS: object = {
  query: "?other=1",
  json: { other: 1 },
  body: new Uint8Array(3),
  headers: { "X-Other": "1", "X-Registry-Auth": "other" },
  total: -1,
  patience: NaN,
  quiet: false,
  image: false,
  protocol: "other",
  unversioned: true,
};

/** One call of each kind that hands the caller's options on. */
const CALLS: Record<string, Ask> = {
  inspectContainer: (engine, options) => api.inspectContainer(engine, "web", options),
  diff: (engine, options) => api.diff(engine, "web", options),
  containers: (engine, options) => api.containers(engine, options),
  export: (engine, options) => api.export(engine, "web", options),
  pause: (engine, options) => api.pause(engine, "web", options),
  kill: (engine, options) => api.kill(engine, "web", "SIGHUP", options),
  stop: (engine, options) => api.stop(engine, "web", options),
  rename: (engine, options) => api.rename(engine, "web", "other", options),
  resize: (engine, options) => api.resize(engine, "web", 24, 80, options),
  removeContainer: (engine, options) => api.removeContainer(engine, "web", options),
  execInspect: (engine, options) => api.execInspect(engine, "1a", options),
  execCreate: (engine, options) => api.execCreate(engine, "web", "date", options),
  putArchive: (engine, options) => api.putArchive(engine, "web", "/", "data", options),
  registerWait: (engine, options) => api.registerWait(engine, "web", options),
  events: (engine, options) => api.events(engine, options),
  version: (engine, options) => api.version(engine, options),
  info: (engine, options) => api.info(engine, options),
  images: (engine, options) => api.images(engine, options),
  pull: (engine, options) => api.pull(engine, "registry.example/app:1", options),
  push: (engine, options) => api.push(engine, "registry.example/app:1", options),
  importImageFromData: (engine, options) => api.importImageFromData(engine, "data", options),
  networks: (engine, options) => api.networks(engine, options),
  removeNetwork: (engine, options) => api.removeNetwork(engine, "net", options),
  tasks: (engine, options) => api.tasks(engine, options),
  inspectTask: (engine, options) => api.inspectTask(engine, "1a", options),
  secrets: (engine, options) => api.secrets(engine, options),
  plugins: (engine, options) => api.plugins(engine, options),
  inspectSwarm: (engine, options) => api.inspectSwarm(engine, options),
};

describe("the options of a call", () => {
  it("cannot change its request but by names of their own", async () => {
    for (const [name, call] of Object.entries(CALLS)) {
      const answers = name === "containers" || name === "images" ? [[]] : [{}];
      const requests = [];
      for (const options of [{}, MEANT_FOR_REQUESTS]) {
        const { sent } = await recorded((engine) => call(engine, options), "1.41", answers);
        requests.push(sent.map(({ request }) => request));
      }
      assert.deepEqual(requests[1], requests[0], name);
      assert.equal(requests[0]!.length, 1, name);
    }
  });

  it("are refused where the signal is something else, or a limit in time", async () => {
    const signalRefusal = 'Cannot use the option "signal": expected an AbortSignal, ' +
      "such as an AbortController's signal";
    const inspect = (options: object) => (engine: Engine) =>
      api.inspectContainer(engine, "web", options);
    await assertRefused([
      ["TypeError", signalRefusal, inspect({ signal: new AbortController() })],
      ["TypeError", signalRefusal, inspect({ signal: "SIGINT" })],
      ["TypeError", signalRefusal, (engine) => {
        return api.pull(engine, "app", { signal: new AbortController() as never });
      }],
      [
        "TypeError",
        'Cannot use the option "timeouts": expected an object such as { connect: 5, head: 60, idle: 60 }',
        inspect({ timeouts: 5 }),
      ],
      [
        "TypeError",
        'Cannot use the timeout "5" for "head": it is a number of seconds from 0, and 0 is without limit',
        inspect({ timeouts: { head: "5" } }),
      ],
      [
        "RangeError",
        'Cannot use the timeout NaN for "idle": it is a number of seconds from 0, and 0 is without limit',
        inspect({ timeouts: { idle: NaN } }),
      ],
    ]);
  });

  it("are refused where a number is a string, or where there are none", async () => {
    await assertRefused([
      [
        "TypeError",
        'Cannot read the logs of container "web": tail is "10"; expected a number of lines or "all"',
        (engine) => api.logs(engine, "web", { tail: "10" as never }),
      ],
      [
        "TypeError",
        "Cannot use container: it is a Promise; await it first",
        (engine) => api.pause(engine, Promise.resolve({ Id: "web" }) as never),
      ],
      [
        "TypeError",
        "Cannot build the image: expected an object of options, not undefined",
        (engine) => api.build(engine, undefined as never),
      ],
    ]);
  });

  it("may be null", async () => {
    const nothing = { signal: null, timeouts: null } as never;
    for (const options of [nothing, { timeouts: { head: null } } as never]) {
      const { sent } = await recorded((engine) => api.inspectContainer(engine, "web", options));
      assert.deepEqual(sent.map(({ line }) => line), ["GET /v1.41/containers/web/json"]);
    }
    const moments = { since: null, before: null } as never;
    const { sent } = await recorded((engine) => api.containers(engine, moments), "1.41", [[]]);
    assert.deepEqual(sent.map(({ line }) => line), ["GET /v1.41/containers/json"]);
  });
});
