import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Convert } from "../../src/convert/checks.ts";
import { findDeclarations, optionsByFunction } from "../operation/declarations.ts";
import { CALLS } from "./every_call.ts";
import { recordingEngine } from "./recording_engine.ts";

const declared = optionsByFunction(await findDeclarations());
const NO_CALLS = ["createEngine", "export", "EngineResponse", "TLSConfig"];

/** Makes the call and asserts that it is refused before anything is sent. */
async function assertRefused(name: string, options: object, message: RegExp): Promise<void> {
  const { engine, requests } = recordingEngine("1.56");
  await assert.rejects(
    async () => await CALLS[name]!(engine, options as never),
    (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, message);
      assert.ok(["TypeError", "DeprecatedMethod"].includes(error.name), error.name);
      return true;
    },
  );
  engine.close();
  assert.deepEqual(requests.map(({ target }) => target), []);
}

/** Tells whether an option is true or false and nothing else. */
function isBoolean(convert: Convert): boolean {
  const takes = (value: unknown): boolean => {
    try {
      convert(value, "x");
      return true;
    } catch {
      return false;
    }
  };
  return takes(true) && takes(false) && !takes("x") && !takes(5);
}

describe("every function of the API", () => {
  it("has a call here", () => {
    const names = Object.keys(api).filter((name) => !NO_CALLS.includes(name)).sort();
    assert.deepEqual(Object.keys(CALLS).sort(), names);
  });

  for (const name of Object.keys(CALLS)) {
    it(`refuses an option that ${name}() does not know`, async () => {
      await assertRefused(name, { nonsense: 1 }, /nonsense/);
    });

    it(`refuses an option that ${name}() does not know, though it is undefined`, async () => {
      await assertRefused(name, { nonsense: undefined }, /nonsense/);
    });

    it(`refuses what ${name}() would pass over of its options`, async () => {
      class Getter {
        get nonsense(): number {
          return 1;
        }
      }
      for (
        const lost of [{ [Symbol("nonsense")]: 1 }, new Getter(), Object.create({ nonsense: 1 })]
      ) {
        await assertRefused(name, lost, /nonsense\)? is no field of the options' own/);
      }
    });

    const { options = new Map(), fields = new Map() } = declared.get(name) ?? {};
    for (const [option, { convert }] of [...options, ...fields]) {
      if (!isBoolean(convert)) continue;
      // Spelt as the Engine spells it, 0 is one of the zeros that an inspection may return.
      for (const value of ["false", "true", 1, ...(/^[A-Z]/.test(option) ? [] : [0])]) {
        it(`refuses ${JSON.stringify(value)} for ${name}'s ${option}`, async () => {
          await assertRefused(name, { [option]: value }, new RegExp(option));
        });
      }
    }
  }
});
