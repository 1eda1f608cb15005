import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat } from "../../src/bytes/concat.ts";

describe("concat()", () => {
  it("joins chunks in order", () => {
    const chunks = [Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)];
    assert.deepEqual(concat(chunks), Uint8Array.of(1, 2, 3));
    assert.deepEqual(concat(chunks, 3), Uint8Array.of(1, 2, 3));
  });

  it("returns a lone chunk itself", () => {
    const chunk = Uint8Array.of(7);
    assert.equal(concat([chunk]), chunk);
    assert.equal(concat([chunk], 1), chunk);
  });

  it("makes nothing of nothing", () => {
    assert.deepEqual(concat([]), new Uint8Array(0));
  });
});
