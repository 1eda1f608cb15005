import type { FileInfo } from "../../platform/types.ts";
import type { Verdict } from "../../tar/directory_walk.ts";
import { type IgnoreRules, parseDockerignore } from "../dockerignore.ts";

/** Decides which paths of a directory a builder gets. */
export type PathFilter = (path: string, info: FileInfo) => Verdict;

/**
 * Makes the filter of a builder's patterns. What is included, and not excluded, is taken, with the
 * directories above it.
 *
 * @param includes Patterns of what is wanted; none for all.
 * @param excludes Patterns of what is not, with exceptions that begin with `!`.
 * @throws {RangeError} When a pattern is not complete.
 */
export function createPathFilter(
  includes: readonly string[],
  excludes: readonly string[],
): PathFilter {
  const excluded = createRules(excludes);
  // What is to be included are the exceptions of a list that leaves out everything.
  const wanted = includes.length === 0 ? null : createRules(["**", ...includes.map(invert)]);
  return (path, { kind }) => {
    const isOut = excluded.ignores(path);
    const isUnwanted = wanted !== null && wanted.ignores(path);
    if (!isOut && !isUnwanted) return "take";
    if (kind !== "directory") return "skip";
    if (isOut && !excluded.mayIncludeBelow(path)) return "skip";
    return isUnwanted && !wanted.mayIncludeBelow(path) ? "skip" : "descend";
  };
}

/**
 * Makes the test of a name with wildcards.
 *
 * @param pattern The name, with `*`, `?` and classes of characters.
 */
export function createNameTest(pattern: string): (name: string) => boolean {
  const rules = createRules([`./${pattern}`]);
  return (name) => rules.ignores(name);
}

function createRules(patterns: readonly string[]): IgnoreRules {
  // These are patterns: what begins with the mark of a comment is none.
  return parseDockerignore(
    patterns.map((pattern) => pattern.startsWith("#") ? `./${pattern}` : pattern).join("\n"),
    "the builder's patterns",
  );
}

function invert(pattern: string): string {
  return pattern.startsWith("!") ? pattern.slice(1) : `!${pattern}`;
}
