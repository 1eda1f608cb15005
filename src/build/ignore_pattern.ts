/** One pattern of a `.dockerignore` file, ready to be matched. */
export interface IgnorePattern {
  /** Tells whether a path matches: the path itself, not what is above it. */
  matches(path: string): boolean;
  /** Tells whether a path somewhere below a folder may match; `true` where that is hard to say. */
  mayMatchBelow(folder: string): boolean;
}

/**
 * Reads a pattern as the Engine's tools do: `*` and `?` stay within a name, `**` goes over any
 * number of folders, `[a-z]` and `[^a-z]` stand for one character, a backslash takes the meaning
 * of the next character away.
 *
 * @param pattern The pattern, cleaned of `.`, `..`, doubled slashes and one at the end.
 * @throws {RangeError} When a character class or a backslash is not complete.
 */
export function compileIgnorePattern(pattern: string): IgnorePattern {
  const matches = compileMatcher(pattern);
  const segments = pattern.split("/").map(compileSegment);
  return {
    matches,
    mayMatchBelow(folder: string): boolean {
      const names = folder.split("/");
      for (const [index, name] of names.entries()) {
        const segment = segments[index];
        if (segment === undefined) return false;
        if (segment === "anything") return true;
        if (!segment.test(name)) return false;
      }
      return segments.length > names.length;
    },
  };
}

type Matcher = (path: string) => boolean;

function compileMatcher(pattern: string): Matcher {
  const { source, special } = toSource(pattern);
  if (!special) return (path) => path === pattern;
  // Without other special characters, `**` at either end stands for any text, within a name too.
  if (pattern.startsWith("**") && !isSpecial(pattern.slice(2)) && pattern.length > 2) {
    const suffix = pattern.slice(2);
    return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
  }
  if (pattern.endsWith("**") && !isSpecial(pattern.slice(0, -2))) {
    const prefix = pattern.slice(0, -2);
    return (path) => path.startsWith(prefix);
  }
  const expression = new RegExp(`^${source}$`, "su");
  return (path) => expression.test(path);
}

/** Makes of one name's part an expression, or says that it may stand for anything. */
function compileSegment(segment: string): RegExp | "anything" {
  if (segment.includes("**") || /[[\]\\]/.test(segment)) return "anything";
  return new RegExp(`^${toSource(segment).source}$`, "su");
}

function isSpecial(text: string): boolean {
  return /[*?[\]\\]/.test(text);
}

function toSource(pattern: string): { source: string; special: boolean } {
  const characters = [...pattern];
  let source = "";
  let index = 0;
  while (index < characters.length) {
    const character = characters[index]!;
    if (character === "*" && characters[index + 1] === "*") {
      index += characters[index + 2] === "/" ? 3 : 2;
      source += index >= characters.length ? ".*" : "(?:.*/)?";
    } else if (character === "[") {
      const end = findClassEnd(characters, index);
      source += toClass(characters, index + 1, end);
      index = end + 1;
    } else if (character === "\\") {
      const next = characters[index + 1];
      if (next === undefined) throw new RangeError("it ends with a backslash");
      source += escape(next);
      index += 2;
    } else {
      source += character === "*" ? "[^/]*" : character === "?" ? "[^/]" : escape(character);
      index++;
    }
  }
  return { source, special: isSpecial(pattern) };
}

function findClassEnd(characters: readonly string[], start: number): number {
  for (let index = start + 1; index < characters.length; index++) {
    if (characters[index] === "\\") index++;
    else if (characters[index] === "]") return index;
  }
  throw new RangeError("its character class has no end");
}

function toClass(characters: readonly string[], start: number, end: number): string {
  let index = start;
  let source = "[";
  if (characters[index] === "^") {
    source += "^";
    index++;
  }
  if (index === end) throw new RangeError("its character class is empty");
  const take = (): string => {
    if (index >= end || characters[index] === "-") {
      throw new RangeError('its character class has a "-" without two ends');
    }
    if (characters[index] === "\\") index++;
    return characters[index++]!;
  };
  while (index < end) {
    const low = take();
    source += escape(low);
    if (characters[index] !== "-") continue;
    index++;
    const high = take();
    if (high.codePointAt(0)! < low.codePointAt(0)!) {
      throw new RangeError(`its character class has the range ${low}-${high} the wrong way round`);
    }
    source += `-${escape(high)}`;
  }
  return `${source}]`;
}

function escape(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character)
    ? `\\${character}`
    : character === "-"
    ? "\\x2d"
    : character;
}
