import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ChunkedDecoder } from "../../src/http/chunked_decoder.ts";
import { randomBytes, randomNumbers, splits } from "../splits.ts";

const encoder = new TextEncoder();

/** What a decoder made of pieces: the payload, and what it left over. */
interface Outcome {
  payload: string;
  rest: string;
  done: boolean;
}

function decode(pieces: Uint8Array[]): Outcome {
  const decoder = new ChunkedDecoder();
  const out: Uint8Array[] = [];
  let rest = "";
  for (const piece of pieces) {
    const used = decoder.done ? 0 : decoder.decode(piece, out);
    rest += latin1(piece.subarray(used));
  }
  return { payload: out.map(latin1).join(""), rest, done: decoder.done };
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function refused(problem: string): { name: string; message: string } {
  return { name: "ProtocolError", message: `Cannot read the response body: ${problem}` };
}

describe("ChunkedDecoder", () => {
  const bodies: [name: string, wire: string, payload: string, rest: string][] = [
    ["several chunks", "5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n", "hello world", ""],
    ["none", "0\r\n\r\n", "", ""],
    ["what follows the body", "2\r\nab\r\n0\r\n\r\nHTTP/1.1 200", "ab", "HTTP/1.1 200"],
    [
      "hexadecimal sizes in both cases",
      `A\r\n0123456789\r\nb\r\n0123456789a\r\n00\r\n\r\n`,
      "01234567890123456789a",
      "",
    ],
    [
      "extensions and trailers",
      '3;name=value;other="a;b" ; x\r\nabc\r\n2 \r\nde\r\n0;last\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n!',
      "abcde",
      "!",
    ],
    ["line ends of LF alone", "3\nabc\n1\n\n\n0\nX: 1\n\nrest", "abc\n", "rest"],
    ["payload that looks like chunks", "9\r\n0\r\n\r\n5\r\na\r\n0\r\n\r\n", "0\r\n\r\n5\r\na", ""],
  ];
  for (const [name, wire, payload, rest] of bodies) {
    it(`reads ${name}, however it is split`, () => {
      for (const { how, pieces } of splits(wire)) {
        assert.deepEqual(decode(pieces), { payload, rest, done: true }, how);
      }
    });
  }

  it("reads random chunks of all sizes, however they are split", () => {
    const random = randomNumbers(7);
    const payload = randomBytes(60_000, 8);
    let wire = "";
    for (let at = 0; at < payload.length;) {
      const size = Math.min(1 + random([3, 60, 20_000][random(3)]!), payload.length - at);
      wire += `${size.toString(16)}\r\n${latin1(payload.subarray(at, at + size))}\r\n`;
      at += size;
    }
    wire += "0\r\n\r\nrest";
    const bytes = Uint8Array.from(wire, (char) => char.charCodeAt(0));
    const expected: Outcome = { payload: latin1(payload), rest: "rest", done: true };
    for (const { how, pieces } of splits(bytes, 60)) {
      assert.deepEqual(decode(pieces), expected, how);
    }
  });

  it("passes large pieces on where they lie and moves small ones together", () => {
    const large = "x".repeat(9000);
    const wire = encoder.encode(
      `1\r\na\r\n1\r\nb\r\n2328\r\n${large}\r\n1\r\nc\r\n2328\r\n${large}\r\n`,
    );
    const out: Uint8Array[] = [];
    assert.equal(new ChunkedDecoder().decode(wire, out), wire.length);
    assert.deepEqual(out.map((piece) => piece.length), [2, 9001, 9000]);
    assert.deepEqual(out.map(latin1).join(""), `ab${large}c${large}`);
    for (const piece of out) assert.equal(piece.buffer, wire.buffer);
    assert.equal(out[1]!.byteOffset, wire.byteOffset + 18);
  });

  const refusals: [name: string, wire: string, problem: string][] = [
    ["a size that is not hexadecimal", "5g\r\n", "the byte 0x67 in a chunk size after 0 bytes"],
    ["a negative size", "-1\r\n", "the byte 0x2d in a chunk size after 0 bytes"],
    ["an empty size", "2\r\nab\r\n\r\n", "the byte 0x0d in a chunk size after 2 bytes"],
    ["a size with 0x", "0x2\r\nab", "the byte 0x78 in a chunk size after 0 bytes"],
    ["a blank before the size", " 2\r\nab", "the byte 0x20 in a chunk size after 0 bytes"],
    [
      "a size of too many digits",
      "1".repeat(14),
      "a chunk size of more than 13 digits after 0 bytes",
    ],
    [
      "a chunk longer than its size",
      "2\r\nabc\r\n",
      "a chunk that is longer than its size after 2 bytes",
    ],
    [
      "a carriage return alone behind a chunk",
      "2\r\nab\rc",
      "a carriage return without a line feed after 2 bytes",
    ],
    [
      "a carriage return alone in an extension",
      "2;a\rb\r\n",
      "a carriage return without a line feed after 0 bytes",
    ],
    [
      "a carriage return alone in a trailer",
      "0\r\nA: 1\r2\r\n",
      "a carriage return without a line feed after 0 bytes",
    ],
    [
      "an endless extension",
      `1;${"x".repeat(17_000)}`,
      "a line of more than 16384 bytes after 0 bytes",
    ],
    [
      "endless trailers",
      `1\r\na\r\n0\r\n${"A: 1\r\n".repeat(3000)}`,
      "a line of more than 16384 bytes after 1 bytes",
    ],
    ["HTML in place of a chunk", "<html>", "the byte 0x3c in a chunk size after 0 bytes"],
  ];
  for (const [name, wire, problem] of refusals) {
    it(`refuses ${name}, however it is split`, () => {
      for (const { how, pieces } of splits(wire, 20)) {
        assert.throws(() => decode(pieces), refused(problem), how);
      }
    });
  }

  it("refuses to end before the last chunk, at every place", () => {
    const wire = "5\r\nhello\r\n6\r\n world\r\n0\r\nX: 1\r\n\r\n";
    for (let length = 0; length < wire.length; length++) {
      const decoder = new ChunkedDecoder();
      decoder.decode(encoder.encode(wire.slice(0, length)), []);
      const received = Math.min(Math.max(length - 3, 0), 5) + Math.min(Math.max(length - 13, 0), 6);
      const left = length >= 3 && length < 8
        ? 8 - length
        : length >= 13 && length < 19
        ? 19 - length
        : 0;
      const where = left > 0 ? `, ${left} bytes before the chunk's end` : "";
      assert.throws(
        () => decoder.end(),
        refused(`it ended after ${received} bytes without its last chunk${where}`),
        `${length} bytes`,
      );
    }
    const decoder = new ChunkedDecoder();
    decoder.decode(encoder.encode(wire), []);
    decoder.end();
  });
});
