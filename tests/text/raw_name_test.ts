import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRawName, encodeRawName, isRawName } from "../../src/text/raw_name.ts";

const NAMES: [bytes: number[], name: string, isRaw: boolean][] = [
  [[], "", false],
  [[0x61], "a", false],
  [[0xc3, 0xa9], "\u00e9", false],
  [[0xef, 0xbf, 0xbd], "\ufffd", false],
  [[0xef, 0xbb, 0xbf], "\ufeff", false],
  [[0xf0, 0x9f, 0x98, 0x80], "\u{1f600}", false],
  [[0xff], "\udcff", true],
  [[0xe9, 0x2e], "\udce9.", true],
  [[0xc3], "\udcc3", true],
  [[0xc3, 0xc3, 0xa9], "\udcc3\u00e9", true],
  // Too long a form, a half of a character, and what is beyond the last one.
  [[0xc0, 0xaf], "\udcc0\udcaf", true],
  [[0xed, 0xa0, 0x80], "\udced\udca0\udc80", true],
  [[0xf4, 0x90, 0x80, 0x80], "\udcf4\udc90\udc80\udc80", true],
];
for (const [bytes, name, isRaw] of NAMES) {
  test(`a name of the bytes ${JSON.stringify(bytes)} stays as it is`, () => {
    assert.equal(decodeRawName(new Uint8Array(bytes)), name);
    assert.deepEqual([...encodeRawName(name)], bytes);
    assert.equal(isRawName(name), isRaw);
  });
}
