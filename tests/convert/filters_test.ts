import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toFilters, toPruneFilters } from "../../src/convert/filters.ts";
import { refuses } from "./refusals.ts";

test("toFilters() writes every value as a list of strings", () => {
  const text = toFilters({
    status: "running",
    exited: 0,
    dangling: true,
    label: ["a=b", 5, false],
  });
  assert.equal(
    text,
    '{"status":["running"],"exited":["0"],"dangling":["true"],"label":["a=b","5","false"]}',
  );
});

test("toFilters() sends nothing where there is nothing to filter", () => {
  assert.equal(toFilters(undefined), undefined);
  assert.equal(toFilters({}), undefined);
  assert.equal(toFilters({ label: undefined }), undefined);
});

test("toPruneFilters() writes what toFilters() does", () => {
  assert.equal(toPruneFilters({ label: ["a=b"], until: 5 }), '{"label":["a=b"],"until":["5"]}');
  for (const none of [undefined, null, {}]) assert.equal(toPruneFilters(none), undefined);
});

describe("toFilters() refuses other shapes", () => {
  const accepted = "expected a string, a number, true, false or a list of these";
  refuses([
    [
      () => toFilters("running"),
      "TypeError",
      'Cannot use filters "running": expected an object such as { status: "running" }',
    ],
    [() => toFilters({ a: null }), "TypeError", `Cannot use filters["a"] null: ${accepted}`],
    [() => toFilters({ a: [{}] }), "TypeError", `Cannot use filters["a"] {}: ${accepted}`],
    // The Engine takes it for no filter, and prunes everything.
    [
      () => toFilters({ label: [] }),
      "RangeError",
      'Cannot use filters["label"] []: expected at least one value, or no such filter',
    ],
    // What is removed without it is more than the caller has in mind.
    [
      () => toPruneFilters({ label: undefined }),
      "TypeError",
      `Cannot use filters["label"] undefined: ${accepted}`,
    ],
    [
      () => toPruneFilters({ a: [undefined] }),
      "TypeError",
      `Cannot use filters["a"] undefined: ${accepted}`,
    ],
    [() => toFilters({ a: NaN }), "TypeError", `Cannot use filters["a"] NaN: ${accepted}`],
  ]);
});
