import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { toBytes, toBytesOrUnlimited } from "../../src/convert/size.ts";
import { refuses } from "./refusals.ts";

const ACCEPTED = 'a number of bytes, or a string such as "100000b", "1000k", "128m" or "1.5g"';

describe("toBytes() reads numbers, units in both cases and fractions", () => {
  const sizes: [unknown, number][] = [
    [0, 0],
    [1000.7, 1000],
    [1e12, 1e12],
    ["512", 512],
    ["100000b", 100000],
    ["1000k", 1024000],
    ["128m", 134217728],
    ["128M", 134217728],
    ["128mb", 134217728],
    ["128MiB", 134217728],
    ["1g", 1073741824],
    ["1.5g", 1610612736],
    ["2t", 2199023255552],
    [" 1 k ", 1024],
  ];
  for (const [size, bytes] of sizes) {
    it(`reads ${JSON.stringify(size)}`, () => {
      assert.equal(toBytes(size, "memLimit"), bytes, String(size));
    });
  }
});

describe("toBytes() refuses less than a byte, of which nothing would be left: no limit", () => {
  for (const size of [0.5, -0.5, "0.5", "0.0001k", 1e-9]) {
    it(JSON.stringify(size), () => {
      for (const convert of [toBytes, toBytesOrUnlimited]) {
        assert.throws(() => convert(size, "memLimit"), {
          name: "RangeError",
          message: `Cannot use memLimit ${JSON.stringify(size)}: expected at least one byte`,
        });
      }
    });
  }
});

describe("toBytes() refuses what is no size and shows it", () => {
  refuses([
    [
      () => toBytes("12q", "memLimit"),
      "TypeError",
      `Cannot use memLimit "12q": expected ${ACCEPTED}`,
    ],
    [() => toBytes("", "memLimit"), "TypeError", `Cannot use memLimit "": expected ${ACCEPTED}`],
    [() => toBytes("m", "shmSize"), "TypeError", `Cannot use shmSize "m": expected ${ACCEPTED}`],
    [() => toBytes("1e3", "x"), "TypeError", `Cannot use x "1e3": expected ${ACCEPTED}`],
    [() => toBytes("1bb", "x"), "TypeError", `Cannot use x "1bb": expected ${ACCEPTED}`],
    [() => toBytes("1 000", "x"), "TypeError", `Cannot use x "1 000": expected ${ACCEPTED}`],
    [() => toBytes(NaN, "x"), "TypeError", `Cannot use x NaN: expected ${ACCEPTED}`],
    [() => toBytes(true, "x"), "TypeError", `Cannot use x true: expected ${ACCEPTED}`],
    [() => toBytes(10n, "x"), "TypeError", `Cannot use x 10n: expected ${ACCEPTED}`],
    [() => toBytes(-1, "x"), "RangeError", "Cannot use x -1: expected a size of at least 0 bytes"],
    [
      () => toBytes("-1m", "x"),
      "RangeError",
      'Cannot use x "-1m": expected a size of at least 0 bytes',
    ],
    [
      () => toBytes(2 ** 63, "x"),
      "RangeError",
      "Cannot use x 9223372036854776000: expected less than 2^63 bytes",
    ],
    [
      () => toBytes(Infinity, "x"),
      "RangeError",
      "Cannot use x Infinity: expected less than 2^63 bytes",
    ],
  ]);
});

test("toBytesOrUnlimited() takes -1 too, as a number or a string", () => {
  assert.equal(toBytesOrUnlimited(-1, "memswapLimit"), -1);
  assert.equal(toBytesOrUnlimited("-1", "memswapLimit"), -1);
  assert.equal(toBytesOrUnlimited("1g", "memswapLimit"), 1073741824);
});

describe("toBytesOrUnlimited() refuses", () => {
  const problem = "expected a size of at least 0 bytes, or -1 for unlimited";
  refuses([
    [
      () => toBytesOrUnlimited(-2, "memswapLimit"),
      "RangeError",
      `Cannot use memswapLimit -2: ${problem}`,
    ],
    [
      () => toBytesOrUnlimited("much", "memswapLimit"),
      "TypeError",
      `Cannot use memswapLimit "much": expected ${ACCEPTED}, or -1 for unlimited`,
    ],
  ]);
});
