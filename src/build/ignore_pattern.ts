/** One step of a pattern. */
export type Token =
  /** This character, given by its code point. */
  | { kind: "character"; code: number }
  /** One character but a slash. */
  | { kind: "one" }
  /** One character of some ranges of code points, or none of them. */
  | { kind: "class"; negated: boolean; ranges: readonly (readonly [low: number, high: number])[] }
  /** Any number of characters but slashes. */
  | { kind: "name" }
  /** Nothing, or any text that ends with a slash. */
  | { kind: "directories" }
  /** Any text. */
  | { kind: "text" };

/** The code point of a slash. */
export const SLASH = 47;

/**
 * Reads a pattern as the Engine's tools do: `*` and `?` stay within a name, `**` goes over any
 * number of directories, `[a-z]` and `[^a-z]` stand for one character, a backslash takes the meaning
 * of the next character away.
 *
 * @param pattern The pattern, cleaned by {@linkcode cleanPattern}.
 * @throws {RangeError} When a character class or a backslash is not complete.
 */
export function parsePattern(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = [...pattern];
  let index = 0;
  while (index < characters.length) {
    const character = characters[index]!;
    if (character === "*" && characters[index + 1] === "*") {
      index += characters[index + 2] === "/" ? 3 : 2;
      tokens.push({ kind: index >= characters.length ? "text" : "directories" });
    } else if (character === "[") {
      const end = findClassEnd(characters, index);
      tokens.push(parseClass(characters, index + 1, end));
      index = end + 1;
    } else if (character === "\\") {
      const next = characters[index + 1];
      if (next === undefined) throw new RangeError("it ends with a backslash");
      tokens.push(literal(next));
      index += 2;
    } else {
      tokens.push(
        character === "*"
          ? { kind: "name" }
          : character === "?"
          ? { kind: "one" }
          : literal(character),
      );
      index++;
    }
  }
  // Where nothing else is special, `**` in front of a name stands for any text.
  const rest = pattern.slice(2);
  if (pattern.startsWith("**") && /^[^/*?[\]\\][^*?[\]\\]*$/.test(rest)) {
    tokens[0] = { kind: "text" };
  }
  return tokens;
}

/** Takes out `.`, `..` with what is before it, doubled slashes, and slashes at both ends. */
export function cleanPattern(pattern: string): string {
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

/** One pattern of a list. */
export interface PatternRule {
  /** The pattern. */
  readonly tokens: readonly Token[];
  /** Whether it takes out again what an earlier pattern matches. */
  readonly isException: boolean;
}

/**
 * Reads one pattern of a list: with `!` in front it is an exception.
 *
 * @param text The pattern.
 * @throws {RangeError} When the pattern is empty or not complete; the message says what is wrong,
 * and neither the pattern nor its place.
 */
export function parseRule(text: string): PatternRule {
  const trimmed = text.trim();
  const isException = trimmed.startsWith("!");
  const pattern = isException ? trimmed.slice(1).trim() : trimmed;
  if (pattern === "") {
    throw new RangeError(isException ? 'there is no pattern behind the "!"' : "it is empty");
  }
  return { tokens: parsePattern(cleanPattern(pattern)), isException };
}

/** Tells whether a token that stands for one character stands for this one. */
export function isOneOf(token: Token, code: number): boolean {
  switch (token.kind) {
    case "character":
      return token.code === code;
    case "one":
      return code !== SLASH;
    case "class":
      return token.ranges.some(([low, high]) => low <= code && code <= high) !== token.negated;
    default:
      return false;
  }
}

function literal(character: string): Token {
  return { kind: "character", code: character.codePointAt(0)! };
}

function findClassEnd(characters: readonly string[], start: number): number {
  for (let index = start + 1; index < characters.length; index++) {
    if (characters[index] === "\\") index++;
    else if (characters[index] === "]") return index;
  }
  throw new RangeError("its character class has no end");
}

function parseClass(characters: readonly string[], start: number, end: number): Token {
  const negated = characters[start] === "^";
  let index = negated ? start + 1 : start;
  if (index === end) throw new RangeError("its character class is empty");
  const ranges: [number, number][] = [];
  const take = (): string => {
    if (index >= end || characters[index] === "-") {
      throw new RangeError('its character class has a "-" without two ends');
    }
    if (characters[index] === "\\") index++;
    return characters[index++]!;
  };
  while (index < end) {
    const low = take();
    let high = low;
    if (characters[index] === "-") {
      index++;
      high = take();
    }
    const [first, last] = [low.codePointAt(0)!, high.codePointAt(0)!];
    if (last < first) {
      throw new RangeError(`its character class has the range ${low}-${high} the wrong way round`);
    }
    ranges.push([first, last]);
  }
  return { kind: "class", negated, ranges };
}
