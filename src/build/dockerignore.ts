import { parseRule, type PatternRule } from "./ignore_pattern.ts";
import { type MatchOptions, PatternMatcher } from "./pattern_matcher.ts";

/** The rules of a `.dockerignore` file. */
export interface IgnoreRules {
  /**
   * Tells whether a path is left out. It is where the last rule that matches the path, or a directory
   * above it, is not an exception.
   *
   * @param path The path below the context's directory, with slashes.
   */
  ignores(path: string): boolean;
  /**
   * Tells whether something below a directory that is left out may yet be taken in by an exception.
   *
   * @param directory The path below the context's directory, with slashes.
   */
  mayIncludeBelow(directory: string): boolean;
}

/** The most characters of a pattern that an error shows. */
const SHOWN_LENGTH = 200;

/**
 * Reads a `.dockerignore` file as the Engine's own tools do.
 *
 * @param text The file's content.
 * @param name The file's name, for errors.
 * @param options How the patterns are matched.
 * @throws {RangeError} When a pattern is not complete; names the line.
 */
export function parseDockerignore(
  text: string,
  name = ".dockerignore",
  options: MatchOptions = {},
): IgnoreRules {
  const rules: PatternRule[] = [];
  for (const [index, line] of text.replace(/^\ufeff/, "").split("\n").entries()) {
    // Only what begins with the mark is a comment: a space before it makes a pattern.
    if (line.startsWith("#")) continue;
    const rule = parseLine(line, `line ${index + 1} of ${name}`);
    if (rule !== null) rules.push(rule);
  }
  const matcher = new PatternMatcher(rules, options);
  return {
    ignores: (path) => matcher.matches(path),
    mayIncludeBelow: (directory) => matcher.mayExceptBelow(directory),
  };
}

function parseLine(line: string, where: string): PatternRule | null {
  const trimmed = line.trim();
  if (trimmed === "") return null;
  try {
    return parseRule(trimmed);
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
    const shown = trimmed.slice(trimmed.startsWith("!") ? 1 : 0).trim().slice(0, SHOWN_LENGTH);
    throw new RangeError(
      `Cannot use ${where}: ` +
        (shown === "" ? "" : `pattern ${JSON.stringify(shown)}: `) + problem.message,
    );
  }
}
