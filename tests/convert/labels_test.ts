import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toLabels } from "../../src/convert/labels.ts";
import { refuses } from "./refusals.ts";

test("toLabels() reads objects and lists of names", () => {
  assert.deepEqual(toLabels({ a: "1", b: 2, c: true }, "labels"), { a: "1", b: "2", c: "true" });
  assert.deepEqual(toLabels(["label1", "label2"], "labels"), { label1: "", label2: "" });
  assert.deepEqual(toLabels(["a=b=c", "d="], "labels"), { a: "b=c", d: "" });
});

describe("toLabels() refuses other shapes", () => {
  refuses([
    [
      () => toLabels("a=b", "labels"),
      "TypeError",
      'Cannot use labels "***": expected an object such as { name: "value" } or a list of names',
    ],
    [
      () => toLabels(["a", ""], "labels"),
      "TypeError",
      'Cannot use labels[1] "": expected a name or "name=value"',
    ],
    [
      () => toLabels({ a: {} }, "labels"),
      "TypeError",
      'Cannot use labels["a"] {}: expected a string, a number, true or false',
    ],
  ]);
});
