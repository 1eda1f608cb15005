import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { randomNumbers } from "../splits.ts";
import { check, fuzz } from "./fuzzer.ts";
import { TARGETS } from "./targets.ts";

const seed = Date.now() % 1_000_000;

for (const target of TARGETS) {
  test(`${target.name}: changed inputs give the same in any pieces, or a typed error`, () => {
    try {
      const { inputs, refused } = fuzz(target, 1000, seed);
      assert.equal(inputs, 1000);
      if (target.name !== "texts" && target.name !== "lines") assert.ok(refused > 10);
    } catch (error) {
      throw new Error(`With the seed ${seed}`, { cause: error });
    }
  });
}

// What was found once: the parser's name, a tab, and the input in base64.
const corpus = readFileSync("tests/fixtures/fuzz/corpus.tsv", "utf8");
for (const line of corpus.split("\n").filter((each) => each !== "")) {
  const [name, base64] = line.split("\t");
  test(`${name}: ${base64!.slice(0, 60)} stays mended`, () => {
    const target = TARGETS.find((each) => each.name === name)!;
    const input = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
    for (let round = 0; round < 50; round++) check(target, input, randomNumbers(round));
  });
}
