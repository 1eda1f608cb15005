import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shareOf } from "./live_shares.ts";
import { sourceFiles } from "./static_checks.ts";

const FILES = sourceFiles("tests").filter((file) => /^tests\/(live|soak)\/.*_test\.ts$/.test(file));

describe("shareOf()", () => {
  it("gives each file to one share, in the order of all", () => {
    for (const shares of [1, 2, 3]) {
      const all = Array.from({ length: shares }, (_, index) => shareOf(FILES, index + 1, shares));
      assert.deepEqual(all.flat().sort(), FILES.toSorted());
      for (const own of all) assert.deepEqual(own, own.toSorted());
      const sizes = all.map((own) => own.length);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, String(sizes));
    }
  });

  it("deals out the longest", () => {
    const [one, other] = [shareOf(FILES, 1, 2), shareOf(FILES, 2, 2)];
    assert.ok(one.includes("tests/soak/build_cli_test.ts"));
    assert.ok(other.includes("tests/live/objects_copy_test.ts"));
    assert.ok(other.includes("tests/live/examples_test.ts"));
    assert.ok(one.includes("tests/live/podman_test.ts"));
  });
});
