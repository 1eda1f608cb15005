import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRule } from "../../src/build/ignore_pattern.ts";
import { PatternMatcher } from "../../src/build/pattern_matcher.ts";
import { busyTime } from "../harness/cpu_time.ts";

function matcherOf(...patterns: string[]): PatternMatcher {
  return new PatternMatcher(patterns.map(parseRule));
}

const CASES: [patterns: string[], matched: string[], not: string[]][] = [
  [["a*b*c"], ["abc", "axbyc", "abc/x"], ["abcd", "a/bc", "x/abc"]],
  [["*a?*"], ["xab", "a💥", "aaa"], ["a", "xa"]],
  [["a??"], ["a💥b", "abc"], ["ab", "abcd", "a💥"]],
  [["[^a-c]x"], ["dx", "💥x", "/x"], ["ax", "x"]],
  [["a[^x]b"], ["a/b", "azb"], ["axb", "ab"]],
  [["a[.-0]b"], ["a/b", "a.b", "a0b"], ["a1b"]],
  [["**/b"], ["b", "a/b", "a/c/b", "a/b/c"], ["ab", "a/cb"]],
  [["a/**/b"], ["a/b", "a/x/b", "a/x/y/b/z"], ["a", "a/x", "ab"]],
  [["a/**"], ["a/b", "a/b/c"], ["a", "ab/c"]],
  [["*a/**"], ["xa/b", "a/b/c"], ["xa", "x/a"]],
  [["**/**"], ["a", "a/b"], []],
  [["a**/b"], ["ab", "ax/b", "a/b", "a/x/b"], ["axb"]],
  [["a**b"], ["ab", "axx/b", "a/x/b/c"], ["axb", "axbc", "a/xb"]],
  [["**b"], ["b", "ab", "x/ab", "ab/c"], ["ba"]],
  [["**b*"], ["b", "bc", "x/bc"], ["ab", "x/ab"]],
  [["a**"], ["a", "ab", "ab/c", "a/b"], ["ba"]],
  [["a\\/b"], ["a/b", "a/b/c"], ["a", "a\\/b"]],
  [["\\*"], ["*", "*/a"], ["a"]],
  [["**", "!a/b", "a/b/c"], ["a", "a/x", "a/b/c", "a/b/c/d"], ["a/b", "a/b/d"]],
  [["a", "!a", "a/b"], ["a/b", "a/b/c"], ["a", "a/c"]],
  [["!a"], [], ["a", "a/b"]],
  [[], [], ["a", "a/b"]],
];
for (const [patterns, matched, not] of CASES) {
  test(`PatternMatcher() matches ${JSON.stringify(patterns)}`, () => {
    const matcher = matcherOf(...patterns);
    for (const path of matched) assert.equal(matcher.matches(path), true, path);
    for (const path of not) assert.equal(matcher.matches(path), false, path);
    for (const path of [...matched].reverse()) assert.equal(matcher.matches(path), true, path);
  });
}

const FORGETTING: [patterns: string[], matched: string[], not: string[]][] = [
  // What changes nothing at the directory is tried anew below it, and matches nothing there.
  [["*", "!docs/**/*.md", "docs/private"], ["docs/private", "docs/private/a"], [
    "docs/private/b.md",
    "docs/private/deep/b.md",
  ]],
  // What ends with the stars matches all below, at each level.
  [["*", "!docs/**/*.md", "docs/private/**"], ["docs/private", "docs/private/b.md"], ["docs/b.md"]],
  [["*", "!**/*.md", "private"], ["private", "private/x"], ["private/b.md", "b.md"]],
  // It changes something at the directory, and counts below.
  [["*", "!docs", "!docs/**/*.md", "docs/private"], ["docs/private/b.md", "docs/private/x"], [
    "docs/b.md",
  ]],
  // The same pattern twice: the second changes nothing where the first has matched.
  [["x", "!x/a", "x"], ["x", "x/b"], ["x/a", "x/a/b"]],
  [["!x", "x/a", "!x"], ["x/a", "x/a/b"], ["x", "x/b"]],
  // Beyond one name.
  [["*", "!a**c/*.md", "a**c"], ["ac", "ac/x"], ["ac/d.md"]],
  [["*", "!*/keep", "?"], ["a", "a/x"], ["a/keep", "a/keep/x"]],
];
for (const [patterns, matched, not] of FORGETTING) {
  test(`PatternMatcher() that forgets matches ${JSON.stringify(patterns)}`, () => {
    const matcher = new PatternMatcher(patterns.map(parseRule), { forgets: true });
    for (const path of matched) assert.equal(matcher.matches(path), true, path);
    for (const path of not) {
      assert.equal(matcher.matches(path), false, path);
      const above = path.slice(0, path.lastIndexOf("/"));
      if (path.includes("/") && matcher.matches(above)) {
        assert.ok(matcher.mayExceptBelow(above), above);
      }
    }
  });
}

test("mayExceptBelow() follows each name of a directory", () => {
  const matcher = matcherOf("a/*/c", "x", "!x/**/y", "b**d/e", "!x/z");
  assert.deepEqual(
    ["a", "x", "x/q", "x/q/r", "x/y", "x/z", "y"]
      .filter((directory) => matcher.mayExceptBelow(directory)),
    ["x", "x/q", "x/q/r"],
  );
});

test("parseRule() refuses an empty pattern", () => {
  assert.throws(() => parseRule(" "), { name: "RangeError", message: "it is empty" });
  assert.throws(() => parseRule("! "), {
    name: "RangeError",
    message: 'there is no pattern behind the "!"',
  });
});

const MANY: [what: string, pattern: (index: number) => string][] = [
  ["names", (index) => `dir${index}/x`],
  ["names anywhere", (index) => `**/ignored${index}/*.tmp`],
  ["endings", (index) => `**/*.ext${index}`],
  ["beginnings", (index) => `src/*/${index}*`],
  ["parts of names", (index) => `**name${index}`],
  ["exceptions", (index) => `${index % 2 === 0 ? "!" : ""}src/directory${index}/**/*.ts`],
];
for (const [what, pattern] of MANY) {
  test(`PatternMatcher() tries 3000 ${what} on 20000 files quickly`, () => {
    const matcher = matcherOf(...Array.from({ length: 3000 }, (_, index) => pattern(index)));
    let matched = 0;
    const time = busyTime(() => {
      for (let index = 0; index < 20_000; index++) {
        const directory = `src/directory${Math.floor(index / 100)}/deep${index % 7}`;
        if (matcher.matches(`${directory}/file${index}.ts`)) matched++;
      }
    });
    assert.equal(matched, what === "exceptions" ? 10_000 : 0);
    assert.ok(time < 5000, `it took ${time} ms`);
  });
}
