/** Holds every regular expression of the sources to a time that grows no faster than what it reads. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, test } from "node:test";
import { busyTime } from "./harness/cpu_time.ts";
import { removeComments } from "./harness/layers.ts";
import { attacksOn, findRegExps, type FoundRegExp } from "./harness/regexps.ts";
import { sourceFiles } from "./harness/static_checks.ts";

const LENGTH = 1000;
/** What takes no more steps than some for each character is done in much less, in milliseconds. */
const NOTHING = 15;

function timeOf(expression: RegExp, text: string): number {
  return busyTime(() => void expression.test(text));
}

/** The attack that makes the time grow faster than the text, if there is one. */
function findSlow({ expression }: FoundRegExp): string | undefined {
  // The shortest that tells: what grows with the square takes seconds, with the cube minutes.
  for (const factor of [1, 5, 20]) {
    for (const text of attacksOn(expression, factor * LENGTH)) {
      if (timeOf(expression, text) < NOTHING) continue;
      if (Math.min(timeOf(expression, text), timeOf(expression, text)) > NOTHING) {
        return `${factor} times: ${JSON.stringify(text.slice(0, 60))}`;
      }
    }
  }
  return undefined;
}

const sources = sourceFiles("src").map((file) => [file, readFileSync(file, "utf8")] as const);
const found = sources.flatMap(([file, source]) => findRegExps(file, removeComments(source)));

describe("the search for expressions finds them", () => {
  for (
    const quadratic of [
      /x+$/,
      /\s+$/,
      /a.*b/,
      /^\s*(.*?)\s*$/,
      /^(?!.*(.).*\1)/,
      /client version .* is too (old|new)/,
      /^(auth|email)\s*=\s*(.*?)\s*$/,
    ]
  ) {
    it(String(quadratic), () => {
      assert.ok(findSlow({ where: "", expression: quadratic }), String(quadratic));
    });
  }

  it("in the sources", () => {
    assert.ok(found.length > 80, `${found.length} expressions`);
    const [slow] = findRegExps("x.ts", "const A_REGEXP = /^(a|b)*a.*c.*d$/;\nlet b = 4 / 2 / 1;");
    assert.equal(slow!.where, "x.ts /^(a|b)*a.*c.*d$/");
  });
});

test("no expression is put together as the program runs", () => {
  const made = sources.filter(([, source]) => /new RegExp\(/.test(removeComments(source)));
  assert.deepEqual(made.map(([file]) => file), []);
});

for (const each of found) {
  // Without a repetition each place costs the same.
  if (!/[*+]|\{\d*,/.test(each.expression.source)) continue;
  test(`the time of ${each.where} grows no faster than the text`, () => {
    assert.equal(findSlow(each), undefined);
  });
}
