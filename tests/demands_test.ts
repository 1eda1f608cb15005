import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { DEMANDS } from "./demands.ts";

test("each of the 45 demands names its tests", () => {
  assert.equal(DEMANDS.length, 45);
  assert.equal(new Set(DEMANDS.map(({ what }) => what)).size, 45);
  for (const { what, tests } of DEMANDS) assert.ok(tests.length > 0, what);
});

const TITLE_REGEXP = /\b(?:describe|it|test)\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;

for (const [index, { what, tests }] of DEMANDS.entries()) {
  test(`demand ${index + 1}, ${what}: its tests are there`, () => {
    for (const [name, title] of tests) {
      const file = `tests/${name}`;
      assert.ok(existsSync(file), file);
      const titles = [...readFileSync(file, "utf8").matchAll(TITLE_REGEXP)]
        .map(([, text, template]) => text ?? template!);
      assert.ok(titles.some((one) => one.includes(title)), `${file} has no test "${title}"`);
    }
  });
}
