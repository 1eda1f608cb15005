import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TextRoom } from "../../src/connect/text_room.ts";

const decoder = new TextDecoder();

describe("TextRoom", () => {
  for (
    const text of ["", "GET / HTTP/1.1\r\n\r\n", "\u00e9\u20ac\u{1f40b}\ud800", "x".repeat(100_000)]
  ) {
    it(`encodes ${text.length} units from ${JSON.stringify(text.slice(0, 8))} as UTF-8`, () => {
      assert.deepEqual(new TextRoom().encode(text), new TextEncoder().encode(text));
    });
  }

  it("leaves what it has given away as it was", () => {
    const room = new TextRoom();
    const texts = Array.from({ length: 3000 }, (_, at) => `${at}${"\u20ac".repeat(at % 50)}`);
    const encoded = texts.map((text) => room.encode(text));
    assert.deepEqual(encoded.map((bytes) => decoder.decode(bytes)), texts);
  });

  it("shares room among what is short", () => {
    const room = new TextRoom();
    assert.equal(room.encode("a").buffer, room.encode("b").buffer);
  });
});
