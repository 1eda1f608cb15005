import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { parseDockerignore } from "../../src/build/dockerignore.ts";
import { busyTime } from "../harness/cpu_time.ts";
import { CASES, TREE } from "./dockerignore_cases.ts";

/** All directories that hold the paths. */
function directoriesOf(path: string): string[] {
  const names = path.split("/");
  return names.slice(0, -1).map((_, index) => names.slice(0, index + 1).join("/"));
}

for (const { doc, text, ignored } of CASES) {
  test(`parseDockerignore() understands ${doc}: ${JSON.stringify(text)}`, () => {
    const rules = parseDockerignore(text);
    const found = TREE.filter((path) => rules.ignores(path));
    assert.deepEqual(found, TREE.filter((path) => ignored.includes(path)));
    // The order of questions must not matter.
    const again = parseDockerignore(text);
    const reversed = [...TREE].reverse().filter((path) => again.ignores(path)).reverse();
    assert.deepEqual(reversed, found);
    // No directory that holds a path taken in may be given up.
    for (const path of TREE) {
      if (found.includes(path)) continue;
      for (const directory of directoriesOf(path)) {
        assert.ok(
          !rules.ignores(directory) || rules.mayIncludeBelow(directory),
          `${directory} of ${path}`,
        );
      }
    }
  });
}

describe("mayIncludeBelow() gives directories up where no exception can match", () => {
  const cases: [text: string, directory: string, expected: boolean][] = [
    ["node_modules", "node_modules", false],
    ["node_modules\n!src", "node_modules", false],
    ["node_modules\n!src/**/x", "node_modules", false],
    ["node_modules\n!node_modules/keep", "node_modules", true],
    ["node_modules\n!node_modules/keep", "node_modules/other", false],
    ["node_modules\n!node_modules/keep/x", "node_modules/keep", true],
    ["node_modules\n!node_modules", "node_modules", false],
    ["!node_modules/keep\nnode_modules", "node_modules", false],
    ["*\n!src/*.go", "docs", false],
    ["*\n!src/*.go", "src", true],
    ["*\n!src/*.go", "src/deep", false],
    ["*\n!s*/*/x", "src", true],
    ["*\n!s*/*/x", "src/y", true],
    ["*\n!s*/*/x", "docs", false],
    ["*\n!**/*.go", "docs", true],
    ["*\n![a-z]rc/x", "docs", false],
    ["*\n![a-z]rc/x", "src", true],
    ["*\n!**src/x", "docs", true],
    ["*\n!s[^x]c/x", "docs", false],
    ["*\n!s[^x]c/x", "s", true],
  ];

  for (const [text, directory, expected] of cases) {
    it(`${JSON.stringify(text)}: ${directory} ${expected ? "is walked" : "is given up"}`, () => {
      assert.equal(
        parseDockerignore(text).mayIncludeBelow(directory),
        expected,
        `${text} ${directory}`,
      );
    });
  }
});

describe("parseDockerignore() refuses patterns that are not complete, by line", () => {
  const cases: [text: string, message: string][] = [
    ["a\n!", 'Cannot use line 2 of .dockerignore: there is no pattern behind the "!"'],
    ["!  ", 'Cannot use line 1 of .dockerignore: there is no pattern behind the "!"'],
    ["# x\n[a", 'Cannot use line 2 of .dockerignore: pattern "[a": its character class has no end'],
    ["a[]", 'Cannot use line 1 of .dockerignore: pattern "a[]": its character class is empty'],
    ["[^]", 'Cannot use line 1 of .dockerignore: pattern "[^]": its character class is empty'],
    [
      "[a-]",
      'Cannot use line 1 of .dockerignore: pattern "[a-]": ' +
      'its character class has a "-" without two ends',
    ],
    [
      "[-a]",
      'Cannot use line 1 of .dockerignore: pattern "[-a]": ' +
      'its character class has a "-" without two ends',
    ],
    [
      "[z-a]",
      'Cannot use line 1 of .dockerignore: pattern "[z-a]": ' +
      "its character class has the range z-a the wrong way round",
    ],
    ["a\\", 'Cannot use line 1 of .dockerignore: pattern "a\\\\": it ends with a backslash'],
  ];

  for (const [text, message] of cases) {
    it(message, () => {
      assert.throws(() => parseDockerignore(text), { name: "RangeError", message });
    });
  }

  it("by the file that is named", () => {
    assert.throws(() => parseDockerignore("[", "app.Dockerfile.dockerignore"), {
      message: 'Cannot use line 1 of app.Dockerfile.dockerignore: pattern "[": ' +
        "its character class has no end",
    });
  });
});

test("parseDockerignore() stays quick in deep trees with many rules", () => {
  const text = Array.from({ length: 200 }, (_, at) => `**/ignored${at}/*.tmp`).join("\n");
  const rules = parseDockerignore(text);
  const directory = Array.from({ length: 100 }, (_, at) => `level${at}`).join("/");
  const took = busyTime(() => {
    for (let at = 0; at < 200; at++) assert.equal(rules.ignores(`${directory}/file${at}`), false);
  });
  assert.ok(took < 2000, `${took} ms`);
});
