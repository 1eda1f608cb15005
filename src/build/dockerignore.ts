import { compileIgnorePattern, type IgnorePattern } from "./ignore_pattern.ts";

/** The rules of a `.dockerignore` file. */
export interface IgnoreRules {
  /**
   * Tells whether a path is left out. It is where the last rule that matches the path, or a folder
   * above it, is not an exception.
   *
   * @param path The path below the context's folder, with slashes.
   */
  ignores(path: string): boolean;
  /**
   * Tells whether something below a folder that is left out may yet be taken in by an exception.
   *
   * @param folder The path below the context's folder, with slashes.
   */
  mayIncludeBelow(folder: string): boolean;
}

interface Rule extends IgnorePattern {
  readonly isException: boolean;
}

interface State {
  /** Whether the path is left out. */
  readonly ignored: boolean;
  /** Which rules matched the path or a folder above it. */
  readonly matched: readonly boolean[];
  /** The rule that left the path out; -1 when none did. */
  readonly lastRule: number;
}

/** States of folders that are kept: those above a path, in all but the deepest trees. */
const KEPT = 64;

/**
 * Reads a `.dockerignore` file as the Engine's own tools do.
 *
 * @param text The file's content.
 * @param name The file's name, for errors.
 * @throws {RangeError} When a pattern is not complete; names the line.
 */
export function parseDockerignore(text: string, name = ".dockerignore"): IgnoreRules {
  const rules: Rule[] = [];
  for (const [index, line] of text.replace(/^\ufeff/, "").split("\n").entries()) {
    // Only what begins with the mark is a comment: a space before it makes a pattern.
    if (line.startsWith("#")) continue;
    const rule = parseLine(line, `line ${index + 1} of ${name}`);
    if (rule !== null) rules.push(rule);
  }
  return createRules(rules);
}

function parseLine(line: string, where: string): Rule | null {
  const trimmed = line.trim();
  if (trimmed === "") return null;
  const isException = trimmed.startsWith("!");
  const text = isException ? trimmed.slice(1).trim() : trimmed;
  if (text === "") throw new RangeError(`Cannot use ${where}: there is no pattern behind the "!"`);
  const pattern = cleanPattern(text);
  try {
    return { ...compileIgnorePattern(pattern), isException };
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
    throw new RangeError(
      `Cannot use ${where}: pattern ${JSON.stringify(text)}: ${problem.message}`,
    );
  }
}

/** Takes out `.`, `..` with what is before it, doubled slashes, and slashes at both ends. */
function cleanPattern(pattern: string): string {
  const names: string[] = [];
  const isRooted = pattern.startsWith("/");
  for (const name of pattern.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== ".." || names.length === 0 || names.at(-1) === "..") {
      if (name !== ".." || !isRooted) names.push(name);
    } else {
      names.pop();
    }
  }
  return names.join("/") || ".";
}

function createRules(rules: readonly Rule[]): IgnoreRules {
  const folders = new Map<string, State>();
  const stateOfFolder = (folder: string): State => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const state = stateOf(folder);
    if (folders.size >= KEPT) folders.clear();
    folders.set(folder, state);
    return state;
  };
  const stateOf = (path: string): State => {
    const slash = path.lastIndexOf("/");
    const above = slash === -1 ? undefined : stateOfFolder(path.slice(0, slash)).matched;
    const matched = rules.map((rule, index) => above?.[index] || rule.matches(path));
    const last = matched.lastIndexOf(true);
    const ignored = last !== -1 && !rules[last]!.isException;
    return { ignored, matched, lastRule: ignored ? last : -1 };
  };
  return {
    ignores: (path) => rules.length > 0 && stateOf(path).ignored,
    mayIncludeBelow(folder: string): boolean {
      // What the folder matched, all below it matches: only a later exception can win.
      const { lastRule } = stateOfFolder(folder);
      return rules.some((rule, index) =>
        rule.isException && index > lastRule && rule.mayMatchBelow(folder)
      );
    },
  };
}
