import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contains } from "../../../src/convert/ports/subnet.ts";

describe("contains()", () => {
  const ranges: [outer: string, inner: string, expected: boolean | undefined][] = [
    ["10.77.0.0/16", "10.77.5.0/24", true],
    ["10.77.0.0/16", "10.77.0.0/16", true],
    ["10.77.0.5/16", "10.77.200.0/24", true],
    ["0.0.0.0/0", "255.255.255.255/32", true],
    ["10.77.0.0/16", "10.78.0.0/24", false],
    ["10.77.0.0/24", "10.77.0.0/16", false],
    ["10.77.0.0/16", "fd77::/64", false],
    ["fd77::/48", "fd77:0:0:1::/64", true],
    ["fd77::/48", "fd77:0:1::/64", false],
    ["::/0", "::1/128", true],
    ["::ffff:10.0.0.0/104", "::ffff:10.1.2.3/128", true],
    ["::ffff:10.0.0.0/104", "::ffff:11.1.2.3/128", false],
    ["1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128", true],
    ["10.77.0.0", "10.77.0.0/24", undefined],
    ["10.77.0.0/33", "10.77.0.0/24", undefined],
    ["10.77.0.0/16", "nope", undefined],
    ["[fd77::]/48", "fd77::/64", undefined],
    ["10.77.0.0/16", "10.77.0.0/-1", undefined],
  ];
  for (const [outer, inner, expected] of ranges) {
    it(`${outer} of ${inner}: ${expected}`, () => assert.equal(contains(outer, inner), expected));
  }
});
