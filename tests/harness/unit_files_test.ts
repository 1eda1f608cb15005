import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { RuntimeName } from "./runtimes.ts";
import { sourceFiles } from "./static_checks.ts";
import { unitFilesIn } from "./unit_files.ts";

const FILES = ["tests/layers_test.ts", "tests/regexps_test.ts", "tests/types_test.ts"];

/** In which runtimes each of the files runs. */
function placesOf(runtimes: RuntimeName[]): RuntimeName[][] {
  for (const file of FILES) assert.ok(existsSync(file), file);
  return FILES.map((file) =>
    runtimes.filter((runtime) => unitFilesIn(runtime, runtimes, FILES).includes(file))
  );
}

test("what is about sources runs once, expressions in each JavaScript engine, all else everywhere", () => {
  const [deno, bun, node] = ["deno", "bun", "node"] as const;
  assert.deepEqual(placesOf([deno, bun, node]), [[deno], [deno, bun], [deno, bun, node]]);
  assert.deepEqual(placesOf([node, bun]), [[node], [node, bun], [node, bun]]);
  assert.deepEqual(placesOf([bun]), [[bun], [bun], [bun]]);
});

test("no unit test has a hook outside of a suite: in Node it would be every file's", () => {
  const files = sourceFiles("tests").filter((file) => file.endsWith("_test.ts"));
  const hooked = files.filter((file) => {
    if (/^tests\/(live|soak|packages)\//.test(file)) return false;
    return /^(before|after)(Each)?\(/m.test(readFileSync(file, "utf8"));
  });
  assert.deepEqual(hooked, []);
});
