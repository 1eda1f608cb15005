import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toNanoseconds } from "../../src/convert/duration.ts";
import { refuses } from "./refusals.ts";

describe("toNanoseconds() reads nanoseconds and spans with units", () => {
  const spans: [number | string, number][] = [
    [0, 0],
    [1000000, 1000000],
    ["0", 0],
    ["30s", 30e9],
    ["1m30s", 90e9],
    ["1h", 3600e9],
    ["2.5s", 2.5e9],
    ["0.3s", 3e8],
    ["500ms", 5e8],
    ["10us", 1e4],
    ["10µs", 1e4],
    ["7ns", 7],
  ];
  for (const [span, count] of spans) {
    it(`reads ${JSON.stringify(span)}`, () => {
      assert.equal(toNanoseconds(span, "interval"), count, String(span));
    });
  }
});

describe("toNanoseconds() refuses what is no span", () => {
  const accepted = 'expected a whole number of nanoseconds or a string such as "1m30s" or "500ms"';
  const limits = "expected at least 0 and less than 2^63 nanoseconds";
  refuses([
    [() => toNanoseconds("30", "interval"), "TypeError", `Cannot use interval "30": ${accepted}`],
    [() => toNanoseconds("s", "interval"), "TypeError", `Cannot use interval "s": ${accepted}`],
    [() => toNanoseconds("1s 5", "delay"), "TypeError", `Cannot use delay "1s 5": ${accepted}`],
    [() => toNanoseconds(1.5, "delay"), "TypeError", `Cannot use delay 1.5: ${accepted}`],
    [() => toNanoseconds(-5, "delay"), "RangeError", `Cannot use delay -5: ${limits}`],
    [
      () => toNanoseconds("9999999h", "delay"),
      "RangeError",
      `Cannot use delay "9999999h": ${limits}`,
    ],
  ]);
});
