import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { splitSafely, UnsafePath } from "../../src/tar/safe_path.ts";

const NEVER: [path: string, why: string][] = [
  ["a\0b", "its path has a zero byte in it"],
  ["/a", "its path is absolute"],
  ["..", 'its path has ".." in it'],
  ["a/../b", 'its path has ".." in it'],
  ["a/..", 'its path has ".." in it'],
];

const NOT_ON_WINDOWS: [path: string, why: string][] = [
  ["a\\b", "its path has a backslash or colon in it"],
  ["C:", "its path has a backslash or colon in it"],
  ["a/file:stream", "its path has a backslash or colon in it"],
  ["a./b", "a name in its path ends with a dot or space"],
  ["a/b ", "a name in its path ends with a dot or space"],
  ["a/con", "a name in its path is one of a device"],
  ["NUL.txt", "a name in its path is one of a device"],
  ["com1/a", "a name in its path is one of a device"],
  ["lpt9", "a name in its path is one of a device"],
];

describe("splitSafely()", () => {
  it("gives the names of a path", () => {
    for (const windows of [false, true]) {
      assert.deepEqual(splitSafely("./a//b.c/./console", windows), ["a", "b.c", "console"]);
      assert.deepEqual(splitSafely("...a/a..b/com/lpt10", windows), [
        "...a",
        "a..b",
        "com",
        "lpt10",
      ]);
      assert.deepEqual(splitSafely("./", windows), []);
    }
  });

  for (const [path, why] of NEVER) {
    it(`refuses ${JSON.stringify(path)} everywhere`, () => {
      for (const windows of [false, true]) {
        assert.throws(() => splitSafely(path, windows), new UnsafePath(why));
      }
    });
  }

  for (const [path, why] of NOT_ON_WINDOWS) {
    it(`refuses ${JSON.stringify(path)} on Windows`, () => {
      assert.deepEqual(splitSafely(path, false), path.split("/"));
      assert.throws(() => splitSafely(path, true), new UnsafePath(why));
    });
  }
});
