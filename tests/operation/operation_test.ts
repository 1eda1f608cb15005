import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { integerFrom, toBoolean, toText } from "../../src/convert/checks.ts";
import type { CallOptions } from "../../src/engine/engine.ts";
import { type Operation, operation } from "../../src/operation/operation.ts";
import { inHeader, inQuery, ofClient } from "../../src/operation/option.ts";
import { assertRefused, recorded, refuses } from "../api/recorded.ts";

interface Options extends CallOptions {
  limit?: number | null;
  name?: string | null;
  mark?: string | null;
  stream?: boolean | null;
}

const THING: Operation<Options> = operation("POST /things/{id}/parts/{name}", {
  limit: inQuery("n", integerFrom(0)),
  name: inQuery("name", toText, { since: "1.30" }),
  mark: inHeader("X-Mark", toText, { until: "1.41", instead: "name" }),
  stream: ofClient(toBoolean),
});
const NEW: Operation<CallOptions> = operation("GET /new", {}, { since: "1.30" });
const OLD: Operation<CallOptions> = operation("GET /old", {}, { until: "1.23", instead: "NEW" });

const ACTION = "Cannot do the thing";

describe("an operation", () => {
  it("fills its path, its query and its headers", async () => {
    const { sent } = await recorded((engine) => {
      return THING.call(engine, ACTION, ["a/b", ".."], { limit: 5, name: "x y", mark: "m" })
        .json({ query: { first: true, limit: undefined } });
    });
    assert.equal(sent[0]!.line, "POST /v1.41/things/a%2Fb/parts/%2E%2E?n=5&name=x%20y&first=1");
    assert.equal(sent[0]!.request.headers["x-mark"], "m");
  });

  it("leaves out what is undefined or null, and gives the rest to the endpoint", async () => {
    const { sent } = await recorded(async (engine) => {
      const options = { limit: null, name: undefined, stream: true, signal: null } as never;
      const call = THING.call(engine, ACTION, ["a", "b"], options);
      assert.deepEqual({ ...call.options }, { stream: true });
      await call.json();
    });
    assert.equal(sent[0]!.line, "POST /v1.41/things/a/parts/b");
  });

  it("takes null for no options", async () => {
    const { sent } = await recorded((engine) => {
      return THING.call(engine, ACTION, ["a", "b"], null as never).json();
    });
    assert.equal(sent[0]!.line, "POST /v1.41/things/a/parts/b");
  });

  it("takes own fields only, and refuses others rather than pass them over", async () => {
    const inherited = Object.create({ limit: 5, nonsense: 1 }) as Options;
    await assertRefused(
      "TypeError",
      `${ACTION}: limit is no field of the options' own`,
      (engine) => THING.call(engine, ACTION, ["a", "b"], inherited).json(),
    );
  });

  it("takes the fields of a class, whose methods are none", async () => {
    class Settings {
      limit: number = 5;
      describe(): string {
        return String(this.limit);
      }
    }
    const { sent } = await recorded((engine) => {
      return THING.call(engine, ACTION, ["a", "b"], new Settings()).json();
    });
    assert.equal(sent[0]!.line, "POST /v1.41/things/a/parts/b?n=5");
  });

  const unknown = `${ACTION}: unknown option`;
  const refused: [options: unknown, name: string, message: string, version?: string][] = [
    [{ limt: 5 }, "TypeError", `${unknown} "limt"; did you mean "limit"?`],
    [{ n: 5 }, "TypeError", `${unknown} "n"; did you mean "limit"?`],
    [{ timeout: 5 }, "TypeError", `${unknown} "timeout"; did you mean "timeouts"?`],
    [
      { nonsense: undefined },
      "TypeError",
      `${unknown} "nonsense"; it takes limit, name, mark, stream, signal, timeouts`,
    ],
    [{ limit: "5" }, "TypeError", 'Cannot use limit "5": expected a whole number'],
    [{ stream: "true" }, "TypeError", 'Cannot use stream "true": expected true or false'],
    ["x", "TypeError", `${ACTION}: expected an object of options, not a string`],
    [
      { name: "x" },
      "InvalidVersion",
      `${ACTION}: option "name" needs API version 1.30, and 1.29 is in use`,
      "1.29",
    ],
    [
      { mark: "x" },
      "InvalidVersion",
      `${ACTION}: option "mark" is known up to API version 1.41 only, and 1.42 is in use; use name`,
      "1.42",
    ],
  ];
  for (const [options, name, message, version] of refused) {
    it(`refuses ${JSON.stringify(options)} before any request`, async () => {
      await assertRefused(name, message, async (engine) => {
        await THING.call(engine, ACTION, ["a", "b"], options as Options).json();
      }, version);
    });
  }

  describe("is refused whole where the version does not know it", () => {
    refuses([
      [
        "InvalidVersion",
        `${ACTION}: GET /new needs API version 1.30, and 1.9 is in use`,
        async (engine) => await NEW.call(engine, ACTION, [], {}).json(),
        "1.9",
      ],
      [
        "InvalidVersion",
        `${ACTION}: GET /old is known up to API version 1.23 only, and 1.24 is in use; use NEW`,
        async (engine) => await OLD.call(engine, ACTION, [], {}).json(),
        "1.24",
      ],
    ]);
  });

  it("cancels the data of a call that its version refuses", async () => {
    let reason: unknown;
    const stream = new ReadableStream<Uint8Array>({ cancel: (why) => void (reason = why) });
    await assertRefused(
      "InvalidVersion",
      `${ACTION}: GET /new needs API version 1.30, and 1.29 is in use`,
      async (engine) => await NEW.call(engine, ACTION, [], {}).json({ body: { stream } }),
      "1.29",
    );
    assert.equal((reason as Error).name, "InvalidVersion");
  });
});
