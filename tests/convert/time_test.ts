import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { toTimestamp } from "../../src/convert/time.ts";
import { type Refusal, refuses } from "./refusals.ts";

describe("toTimestamp() reads dates, seconds, digits and RFC 3339", () => {
  const times: [Date | number | string, string][] = [
    [0, "0"],
    [1700000000, "1700000000"],
    [1700000000.5, "1700000000.5"],
    [1700000000.123, "1700000000.123"],
    [1e-7, "0.000000100"],
    [new Date(1700000000000), "1700000000"],
    [new Date(1700000000007), "1700000000.007000000"],
    ["1700000000", "1700000000"],
    ["1700000000.123456789", "1700000000.123456789"],
    ["2023-11-14T22:13:20Z", "1700000000"],
    ["2023-11-14T22:13:20.123456789Z", "1700000000.123456789"],
    ["2023-11-14T23:13:20.5+01:00", "1700000000.5"],
    ["2023-11-14 22:13:20z", "1700000000"],
  ];
  for (const [time, text] of times) {
    it(`loses no digit of ${JSON.stringify(time)}`, () => {
      assert.equal(toTimestamp(time, "since"), text, String(time));
    });
  }
});

test("toTimestamp() counts a span back from now", () => {
  const now = 1700000000250;
  assert.equal(toTimestamp("10m", "since", now), "1699999400.250000000");
  assert.equal(toTimestamp("1h30m0.25s", "since", now), "1699994600");
});

describe("toTimestamp() refuses what is no moment", () => {
  const accepted =
    "expected a Date, seconds since 1970 such as 1700000000.5, a string of seconds " +
    'such as "1700000000.123456789", RFC 3339 such as "2024-01-02T03:04:05.6Z", or a span such as "10m"';
  refuses([
    [
      () => toTimestamp("yesterday", "since"),
      "TypeError",
      `Cannot use since "yesterday": ${accepted}`,
    ],
    [() => toTimestamp("", "since"), "TypeError", `Cannot use since "": ${accepted}`],
    // Dates that there are not, which Go refuses and JavaScript takes for others.
    ...[
      "2024-02-30T00:00:00Z",
      "2023-02-29T12:00:00+05:00",
      "2024-04-31T00:00:00.5Z",
      "2024-13-01T00:00:00Z",
      "2024-01-00T00:00:00Z",
      "2024-01-01T24:00:00Z",
      "2024-01-01T23:59:60Z",
    ].map((text): Refusal => [
      () => toTimestamp(text, "since"),
      "TypeError",
      `Cannot use since "${text}": ${accepted}`,
    ]),
    [
      () => toTimestamp("2024-01-02", "until"),
      "TypeError",
      `Cannot use until "2024-01-02": ${accepted}`,
    ],
    [
      () => toTimestamp("2024-13-02T00:00:00Z", "until"),
      "TypeError",
      `Cannot use until "2024-13-02T00:00:00Z": ${accepted}`,
    ],
    [
      () => toTimestamp(new Date(NaN), "since"),
      "TypeError",
      `Cannot use since an invalid Date: ${accepted}`,
    ],
    [() => toTimestamp(NaN, "since"), "TypeError", `Cannot use since NaN: ${accepted}`],
    [() => toTimestamp(null, "since"), "TypeError", `Cannot use since null: ${accepted}`],
    [
      () => toTimestamp(-1, "since"),
      "RangeError",
      "Cannot use since -1: expected a time since 1970",
    ],
    [
      () => toTimestamp("1969-12-31T00:00:00Z", "since"),
      "RangeError",
      'Cannot use since "1969-12-31T00:00:00Z": expected a time since 1970',
    ],
    [
      () => toTimestamp(1e18, "since"),
      "RangeError",
      "Cannot use since 1000000000000000000: expected seconds, fewer than 1e18",
    ],
  ]);
});
