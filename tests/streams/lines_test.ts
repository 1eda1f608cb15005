import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LineParser } from "../../src/streams/lines.ts";
import { splits } from "../splits.ts";

const encoder = new TextEncoder();

function read(pieces: Uint8Array[]): string[] {
  const parser = new LineParser();
  const lines: string[] = [];
  for (const piece of pieces) parser.push(piece, lines);
  parser.end(lines);
  return lines;
}

describe("LineParser", () => {
  const texts: [name: string, text: string, lines: string[]][] = [
    ["lines", "one\ntwo\n", ["one", "two"]],
    ["a last line without a line end", "one\ntwo", ["one", "two"]],
    ["CR LF", "one\r\ntwo\r\n", ["one", "two"]],
    ["empty lines", "\n\none\n\r\n", ["", "", "one", ""]],
    ["a carriage return within a line", "50%\r100%\n\r\r\n", ["50%\r100%", "\r"]],
    ["a carriage return at the end", "one\r", ["one\r"]],
    ["characters of several bytes", "grüße\n日本語\n\u{1f433}", ["grüße", "日本語", "\u{1f433}"]],
    ["nothing", "", []],
    ["a mark of the byte order at the beginning", "\ufeffone\ntwo", ["one", "two"]],
    ["nothing but a mark of the byte order", "\ufeff", []],
    ["marks further on", "one\n\ufefftwo\n\ufeff", ["one", "\ufefftwo", "\ufeff"]],
    ["two marks at the beginning", "\ufeff\ufeffone", ["\ufeffone"]],
    ["a mark behind an empty line", "\n\ufeffone", ["", "\ufeffone"]],
  ];
  for (const [name, text, lines] of texts) {
    it(`reads ${name}, however it is split`, () => {
      for (const { how, pieces } of splits(text)) assert.deepEqual(read(pieces), lines, how);
    });
  }

  it("shows what is not UTF-8 as the replacement character, also at the end", () => {
    for (const { how, pieces } of splits(Uint8Array.of(97, 0xff, 10, 98, 0xe6, 0x97))) {
      assert.deepEqual(read(pieces), ["a\ufffd", "b\ufffd"], how);
    }
  });

  it("gives a line as soon as its end is there", () => {
    const parser = new LineParser();
    const lines: string[] = [];
    parser.push(encoder.encode("one\ntw"), lines);
    assert.deepEqual(lines, ["one"]);
    parser.push(encoder.encode("o\r"), lines);
    assert.deepEqual(lines, ["one"]);
    parser.push(encoder.encode("\n"), lines);
    assert.deepEqual(lines, ["one", "two"]);
  });

  it("refuses a line of more than 16 Mi characters", () => {
    const parser = new LineParser();
    const piece = new Uint8Array(1024 * 1024).fill(120);
    for (let index = 0; index < 16; index++) parser.push(piece, []);
    assert.throws(() => parser.push(Uint8Array.of(120), []), {
      name: "ProtocolError",
      message: "Cannot read a line: it has more than 16777216 characters",
    });
  });
});
