import assert from "node:assert/strict";
import { test } from "node:test";
import { integerFrom, listOf, oneOf, toText } from "../../src/convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../../src/operation/old_fields.ts";
import { assertRefused } from "../convert/refusals.ts";

interface Options extends EngineFields {
  name?: string | null;
  count?: number;
  color?: string;
}

const FIELDS: Fields<Options> = {
  name: ["Name", toText],
  count: ["Inner.Count", integerFrom(1, 10)],
  color: ["Inner.Color", oneOf("red", "blue")],
};

function fields(options: Options): object {
  const target = {};
  setFields(target, "Cannot make a thing", options, FIELDS);
  return target;
}

test("setFields() converts, nests, leaves out what is not given and passes the Engine's fields", () => {
  const options: Options = { name: null, count: 5, color: "red", Inner: { More: 1 }, Other: null };
  assert.deepEqual(fields(options), { Inner: { Count: 5, Color: "red", More: 1 }, Other: null });
  assert.deepEqual(fields({ name: undefined }), {});
  assert.deepEqual(options.Inner, { More: 1 });
});

test("setFields() refuses unknown options, wrong types and what is no object", () => {
  assertRefused([
    [
      () => fields({ nmae: "x" } as Options),
      "TypeError",
      'Cannot make a thing: unknown option "nmae"; options are in camelCase, ' +
      "and the Engine's own fields begin with a capital letter",
    ],
    [
      () => fields({ toString: 1 } as unknown as Options),
      "TypeError",
      'Cannot make a thing: unknown option "toString"; options are in camelCase, ' +
      "and the Engine's own fields begin with a capital letter",
    ],
    [
      () => fields("x" as unknown as Options),
      "TypeError",
      'Cannot make a thing: expected an object of options, not "x"',
    ],
    [
      () => fields({ name: 5 as unknown as string }),
      "TypeError",
      "Cannot use name 5: expected a string",
    ],
    [
      () => fields({ count: 11 }),
      "RangeError",
      "Cannot use count 11: expected a whole number from 1 to 10",
    ],
    [() => fields({ count: 1.5 }), "TypeError", "Cannot use count 1.5: expected a whole number"],
    [
      () => fields({ color: "green" }),
      "RangeError",
      'Cannot use color "green": expected one of "red", "blue"',
    ],
    [
      () => integerFrom(0)(-1, "x"),
      "RangeError",
      "Cannot use x -1: expected a whole number of at least 0",
    ],
    [
      () => listOf(toText)(["a", 5], "list"),
      "TypeError",
      "Cannot use list[1] 5: expected a string",
    ],
    [() => listOf(toText)("a", "list"), "TypeError", 'Cannot use list "a": expected a list'],
  ]);
});
