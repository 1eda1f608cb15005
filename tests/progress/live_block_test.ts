import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveBlock } from "../../src/progress/live_block.ts";
import { Screen } from "../harness/screen.ts";

test("LiveBlock writes the lines that change and no others", () => {
  const block = new LiveBlock();
  assert.equal(block.draw(["a", "b", "c"]), "a\nb\nc\n");
  assert.equal(block.draw(["a", "b", "c"]), "");
  assert.equal(block.draw(["a", "B", "c"]), "\x1b[2A\x1b[2KB\r\x1b[2B");
  assert.equal(block.draw(["a", "B", "c", "d"]), "d\n");
  assert.equal(block.draw(["a", "B"]), "\x1b[2A\x1b[J");
  assert.equal(block.leave(["a", "B"]), "");
  assert.equal(block.draw(["new"]), "new\n");
  assert.equal(block.leave(["new", "er"]), "er\n");
  assert.equal(block.draw(["x"]), "x\n");
  assert.equal(block.leave(["y", "z"]), "\x1b[1A\x1b[Jy\nz\n");
  assert.equal(block.leave([]), "");
});

test("LiveBlock shows on a screen what it was told last, whatever came before", () => {
  // All blocks of up to three lines of two kinds, each after each other one.
  const blocks: string[][] = [[]];
  for (let length = 1; length <= 3; length++) {
    for (let kind = 0; kind < 2 ** length; kind++) {
      blocks.push(
        Array.from({ length }, (_, index) => kind >> index & 1 ? `long ${index}` : `s${index}`),
      );
    }
  }
  for (const first of blocks) {
    for (const second of blocks) {
      for (const way of ["draw", "leave"] as const) {
        const block = new LiveBlock();
        const screen = new Screen();
        screen.write("before\n" + block.draw(first) + block[way](second) + "after");
        assert.equal(screen.text, ["before", ...second, "after"].join("\n"));
      }
    }
  }
});
