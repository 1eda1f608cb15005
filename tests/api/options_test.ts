import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { recorded, refuses } from "./recorded.ts";

describe("the options of a call", () => {
  describe("are refused where the signal is something else, or a limit in time", () => {
    const signalRefusal = 'Cannot use the option "signal": expected an AbortSignal, ' +
      "such as an AbortController's signal";
    const inspect = (options: object) => (engine: Engine) =>
      api.inspectContainer(engine, "web", options);
    refuses([
      ["TypeError", signalRefusal, (e) => {
        return api.inspectContainer(e, "web", { signal: new AbortController() as never });
      }],
      ["TypeError", signalRefusal, (e) => {
        return api.inspectContainer(e, "web", { signal: "SIGINT" as never });
      }],
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

  describe("are refused where a number is a string, or where there are none", () => {
    refuses([
      [
        "TypeError",
        'Cannot use tail "10": expected a number of lines or "all"',
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

  describe("may be null", () => {
    const nothing = { signal: null, timeouts: null } as never;

    for (const options of [nothing, { timeouts: { head: null } } as never]) {
      it(JSON.stringify(options), async () => {
        const { sent } = await recorded((engine) => api.inspectContainer(engine, "web", options));
        assert.deepEqual(sent.map(({ line }) => line), ["GET /v1.41/containers/web/json"]);
      });
    }

    it("moments of a list", async () => {
      const moments = { since: null, before: null } as never;
      const { sent } = await recorded((engine) => api.containers(engine, moments), "1.41", [[]]);
      assert.deepEqual(sent.map(({ line }) => line), ["GET /v1.41/containers/json"]);
    });
  });
});
