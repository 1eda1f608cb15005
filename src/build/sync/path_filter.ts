import type { FileInfo } from "../../platform/types.ts";
import type { Verdict } from "../../tar/directory_walk.ts";
import { type IgnoreRules, parseDockerignore } from "../dockerignore.ts";

/** Decides what of a directory a builder gets. */
export interface PathFilter {
  /** Decides whether the builder is told of a path. */
  judge(path: string, info: FileInfo): Verdict;
  /** Tells whether the builder gets what is in a file that it was told of; otherwise it gets an empty one. */
  gives(path: string): boolean;
}

/**
 * Makes the filter of a builder's patterns. What is included, and not excluded, is taken, with the
 * directories above it.
 *
 * It is decided twice, as BuildKit's own clients do it: their walk forgets patterns that change nothing
 * at a directory, and opening a file does not, so that of `*`, `!docs/*.md` and `docs` files come that
 * are empty.
 *
 * @param includes Patterns of what is wanted; none for all.
 * @param excludes Patterns of what is not, with exceptions that begin with `!`.
 * @throws {RangeError} When a pattern is not complete.
 */
export function createPathFilter(
  includes: readonly string[],
  excludes: readonly string[],
): PathFilter {
  const walked = createBoth(includes, excludes, true);
  // It is asked for only where the two may differ, and for files alone that are asked for.
  let opened: BothRules | undefined;
  return {
    judge(path, { kind }): Verdict {
      const { excluded, wanted } = walked;
      const isOut = excluded.ignores(path);
      const isUnwanted = wanted !== null && wanted.ignores(path);
      if (!isOut && !isUnwanted) return "take";
      if (kind !== "directory") return "skip";
      if (isOut && !excluded.mayIncludeBelow(path)) return "skip";
      return isUnwanted && !wanted.mayIncludeBelow(path) ? "skip" : "descend";
    },
    gives(path): boolean {
      if (!hasException(excludes) && !hasException(includes)) return true;
      const { excluded, wanted } = opened ??= createBoth(includes, excludes, false);
      return !excluded.ignores(path) && !wanted?.ignores(path);
    },
  };
}

interface BothRules {
  readonly excluded: IgnoreRules;
  readonly wanted: IgnoreRules | null;
}

function createBoth(
  includes: readonly string[],
  excludes: readonly string[],
  forgets: boolean,
): BothRules {
  // What is to be included are the exceptions of a list that leaves out everything.
  const inverted = ["**", ...includes.map(invert)];
  return {
    excluded: createRules(excludes, forgets),
    wanted: includes.length === 0 ? null : createRules(inverted, forgets),
  };
}

function hasException(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern.trimStart().startsWith("!"));
}

/**
 * Makes the test of a name with wildcards.
 *
 * @param pattern The name, with `*`, `?` and classes of characters.
 */
export function createNameTest(pattern: string): (name: string) => boolean {
  const rules = createRules([`./${pattern}`], false);
  return (name) => rules.ignores(name);
}

function createRules(patterns: readonly string[], forgets: boolean): IgnoreRules {
  // These are patterns: what begins with the mark of a comment is none.
  return parseDockerignore(
    patterns.map((pattern) => pattern.startsWith("#") ? `./${pattern}` : pattern).join("\n"),
    "the builder's patterns",
    { forgets },
  );
}

function invert(pattern: string): string {
  return pattern.startsWith("!") ? pattern.slice(1) : `!${pattern}`;
}
