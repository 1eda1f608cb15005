import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { DEMANDS } from "./demands.ts";

test("each of the 45 demands names its tests", () => {
  assert.equal(DEMANDS.length, 45);
  assert.equal(new Set(DEMANDS.map(({ what }) => what)).size, 45);
  for (const { what, tests } of DEMANDS) assert.ok(tests.length > 0, what);
});

for (const [index, { what, tests }] of DEMANDS.entries()) {
  test(`demand ${index + 1}, ${what}: its tests are there`, () => {
    for (const [name, title] of tests) {
      const file = `tests/${name}`;
      assert.ok(existsSync(file), file);
      const source = readFileSync(file, "utf8");
      assert.match(source, /\b(?:it|test)\(/, file);
      // A name that is put together, or all that a file tests.
      if (title !== "@file") assert.ok(source.includes(title), `${file}: ${title}`);
    }
  });
}
