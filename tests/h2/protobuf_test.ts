import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { ProtocolError } from "../../src/errors.ts";
import { type ProtobufValue, readProtobuf } from "../../src/h2/protobuf.ts";
import { readFields, readMapEntry } from "../../src/h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../src/h2/protobuf_writer.ts";

function fields(...bytes: number[]): [number, ProtobufValue][] {
  const found: [number, ProtobufValue][] = [];
  readProtobuf(new Uint8Array(bytes), (field, value) => found.push([field, value]));
  return found;
}

describe("readProtobuf() reads varints of up to 64 bits, negative ones too", () => {
  const ones = (count: number): number[] => Array(count).fill(0xff);

  const numbers: [bytes: number[], value: number][] = [
    [[0], 0],
    [[1], 1],
    [[0x7f], 127],
    [[0x80, 1], 128],
    [[0xac, 2], 300],
    [[...ones(3), 0x7f], 2 ** 28 - 1],
    [[...ones(4), 0x0f], 2 ** 32 - 1],
    [[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10], 2 ** 53],
    [[...ones(8), 0x7f], 2 ** 63],
    [[...ones(9), 1], -1],
    [[0xfe, ...ones(8), 1], -2],
    [[0x80, 0x80, 0x80, 0x80, 0xf0, ...ones(4), 1], -(2 ** 32)],
  ];

  for (const [bytes, value] of numbers) {
    it(`${value} in ${bytes.length} bytes`, () => {
      assert.deepEqual(fields(8, ...bytes), [[1, value]]);
    });
  }
});

test("readProtobuf() reads bytes as views, fixed numbers and great field numbers", () => {
  assert.deepEqual(fields(0x12, 3, 1, 2, 3, 0x18, 5), [[2, new Uint8Array([1, 2, 3])], [3, 5]]);
  assert.deepEqual(fields(0x12, 0), [[2, new Uint8Array(0)]]);
  assert.deepEqual(fields(0x0d, 1, 0, 0, 0x80), [[1, 2 ** 31 + 1]]);
  assert.deepEqual(fields(0x09, 2, 0, 0, 0, 1, 0, 0, 0), [[1, 2 ** 32 + 2]]);
  assert.deepEqual(fields(0x80, 0x80, 1, 7), [[2048, 7]]);
  assert.deepEqual(fields(), []);
  const message = new Uint8Array([0x12, 1, 9]);
  readProtobuf(message, (_, value) => assert.equal((value as Uint8Array).buffer, message.buffer));
});

describe("readProtobuf() refuses cut and malformed messages", () => {
  const refusals: [bytes: number[], problem: string][] = [
    [[0x80], "Cannot read a message of 1 bytes: it ends within a number at byte 1"],
    [[0x08], "Cannot read a message of 1 bytes: it ends within a number at byte 1"],
    [
      [0x12, 4, 1, 2],
      "Cannot read a message of 4 bytes: it announces 4 bytes, and 2 are left at byte 2",
    ],
    [[0x0d, 1], "Cannot read a message of 2 bytes: it announces 4 bytes, and 1 are left at byte 1"],
    [[0x09, 1], "Cannot read a message of 2 bytes: it announces 8 bytes, and 1 are left at byte 1"],
    [[0x00, 1], "Cannot read a message of 2 bytes: a field has the number 0 at byte 1"],
    [[0x0b], "Cannot read a message of 1 bytes: field 1 has the unknown type 3 at byte 1"],
    [
      [0x08, ...Array(10).fill(0x80), 0],
      "Cannot read a message of 12 bytes: a number has more than 10 bytes at byte 11",
    ],
    [
      [0x12, ...Array(9).fill(0xff), 1],
      "Cannot read a message of 11 bytes: it announces -1 bytes, and 0 are left at byte 11",
    ],
  ];

  for (const [bytes, message] of refusals) {
    it(`${JSON.stringify(bytes).slice(0, 30)}: ${message}`, () => {
      assert.throws(() => fields(...bytes), (error) => {
        assert.ok(error instanceof ProtocolError);
        assert.equal(error.message, message);
        return true;
      });
    });
  }
});

test("ProtobufWriter writes what readProtobuf() reads, and leaves defaults out", () => {
  const message = new ProtobufWriter()
    .text(1, "é").text(2, "").number(3, 300).number(4, 0).number(5, -1).number(6, 2 ** 53)
    .number(7, 1_700_000_000_123_456_789n).flag(8, true).flag(9, false)
    .bytes(10, new Uint8Array([1, 2])).bytes(11, new Uint8Array(0))
    .message(12, new ProtobufWriter()).texts(13, ["", "a"]).map(2048, { key: "value", none: "" })
    .finish();
  const found: [number, unknown][] = [];
  readProtobuf(message, (field, value) => {
    found.push([field, typeof value === "number" ? value : [...value]]);
  });
  assert.deepEqual(found, [
    [1, [0xc3, 0xa9]],
    [3, 300],
    [5, -1],
    [6, 2 ** 53],
    [7, 1_700_000_000_123_456_800],
    [8, 1],
    [10, [1, 2]],
    [12, []],
    [13, []],
    [13, [97]],
    [2048, [10, 3, 107, 101, 121, 18, 5, 118, 97, 108, 117, 101]],
    [2048, [10, 4, 110, 111, 110, 101]],
  ]);
  const map: Record<string, string> = {};
  readFields(message, { 2048: (value) => readMapEntry(value, map) });
  assert.deepEqual(map, { key: "value", none: "" });
});
