import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toEnvironment } from "../../src/convert/environment.ts";
import { refuses } from "./refusals.ts";

test("toEnvironment() reads objects and lists", () => {
  const variables = { A: "x=y", N: 5, T: true, EMPTY: "", GONE: null, SKIPPED: undefined };
  assert.deepEqual(toEnvironment(variables, "environment"), [
    ...["A=x=y", "N=5", "T=true", "EMPTY=", "GONE"],
  ]);
  assert.deepEqual(toEnvironment(["A=1", "GONE", "B="], "environment"), ["A=1", "GONE", "B="]);
  assert.deepEqual(toEnvironment({}, "environment"), []);
});

describe("toEnvironment() refuses bad names and values without showing values", () => {
  const pair = 'expected a string such as "NAME=value"';
  refuses([
    [
      () => toEnvironment("A=secret", "environment"),
      "TypeError",
      'Cannot use environment: expected an object such as { NAME: "value" } or a list such as ["NAME=value"]',
    ],
    [
      () => toEnvironment({ "A=B": "secret" }, "environment"),
      "TypeError",
      'Cannot use environment: the name "A=B" is empty or holds "="',
    ],
    [
      () => toEnvironment({ "": "secret" }, "env"),
      "TypeError",
      'Cannot use env: the name "" is empty or holds "="',
    ],
    [
      () => toEnvironment({ A: { secret: 1 } }, "env"),
      "TypeError",
      'Cannot use env: the value of "A" is not a string, a number, true, false or null',
    ],
    [
      () => toEnvironment({ A: NaN }, "env"),
      "TypeError",
      'Cannot use env: the value of "A" is not a string, a number, true, false or null',
    ],
    [() => toEnvironment(["A=1", 5], "env"), "TypeError", `Cannot use env[1]: ${pair}`],
    [() => toEnvironment(["=secret"], "env"), "TypeError", `Cannot use env[0]: ${pair}`],
    [() => toEnvironment([""], "env"), "TypeError", `Cannot use env[0]: ${pair}`],
    [
      () => toEnvironment({ A: "secret\0" }, "env"),
      "TypeError",
      "Cannot use env: it holds a NUL character",
    ],
  ]);
});
