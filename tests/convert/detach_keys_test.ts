import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toDetachKeys } from "../../src/convert/detach_keys.ts";

describe("toDetachKeys()", () => {
  for (
    const keys of [
      "",
      "a",
      "ctrl-p,ctrl-q",
      "ctrl-@,ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_",
      "x,ctrl-c",
    ]
  ) {
    it(`takes ${JSON.stringify(keys)}`, () => assert.equal(toDetachKeys(keys, "detachKeys"), keys));
  }

  for (
    const keys of ["ctrl-", "ctrl-P", "ctrl-1", "ab", "a,", ",a", "a, b", "a\n", "\u00e9", 5, ["a"]]
  ) {
    it(`refuses ${JSON.stringify(keys)}`, () => {
      assert.throws(() => toDetachKeys(keys, "detachKeys"), {
        name: "TypeError",
        message: /^Cannot use detachKeys .*: expected keys with commas between them/,
      });
    });
  }
});
