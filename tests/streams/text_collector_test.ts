import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TextCollector } from "../../src/streams/text_collector.ts";
import { randomBytes, randomNumbers, splits } from "../splits.ts";

const encoder = new TextEncoder();

function collect(pieces: Uint8Array[]): string {
  const text = new TextCollector();
  for (const piece of pieces) text.push(piece);
  return text.end();
}

describe("TextCollector", () => {
  const samples: [name: string, bytes: Uint8Array][] = [
    ["nothing", new Uint8Array(0)],
    ["plain text", encoder.encode("one\ntwo\n")],
    ["characters of two, three and four bytes", encoder.encode("grüße 日本語 \u{1f433}\u{10ffff}")],
    ["a mark of the byte order at the beginning", encoder.encode("\ufeffone")],
    ["nothing but a mark of the byte order", encoder.encode("\ufeff")],
    ["marks of the byte order after the first", encoder.encode("\ufeff\ufeffa\ufeff")],
    ["the beginning of a mark of the byte order", Uint8Array.of(0xef, 0xbb)],
    ["a character that is cut at the end", Uint8Array.of(97, 0xf0, 0x9f, 0x90)],
    ["a character that another one cuts", Uint8Array.of(0xf0, 0x9f, 0xe6, 0x97, 0xa5, 0xe6, 97)],
    ["bytes that no character begins with", Uint8Array.of(0x80, 0xbf, 0xbf, 0xbf, 0xbf, 97, 0xff)],
    [
      "forms that are too long, and surrogates",
      Uint8Array.of(0xc0, 0x80, 0xe0, 0x80, 0x80, 0xed, 0xa0, 0x80),
    ],
  ];
  for (const [name, bytes] of samples) {
    it(`gives what decoding the whole gives: ${name}`, () => {
      const expected = new TextDecoder().decode(bytes);
      for (const { how, pieces } of splits(bytes)) assert.equal(collect(pieces), expected, how);
    });
  }

  it("gives what decoding the whole gives: random bytes, the most of them part of characters", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomNumbers(seed);
      const bytes = randomBytes(40, seed).map((byte) => random(3) > 0 ? byte | 0x80 : byte);
      const expected = new TextDecoder().decode(bytes);
      for (const { how, pieces } of splits(bytes)) {
        assert.equal(collect(pieces), expected, `seed ${seed}, ${how}`);
      }
    }
  });
});
