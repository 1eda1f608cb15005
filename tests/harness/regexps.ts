/** One regular expression of the sources. */
export interface FoundRegExp {
  /** The file and how it is written. */
  where: string;
  /** The expression. */
  expression: RegExp;
}

/** What can stand before an expression, but not before a division. */
const LITERAL_REGEXP =
  /(?:[=(,:!&|?;[{}]|=>|return)\s*(\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[dgimsuvy]*)/g;

/** Finds the regular expressions that stand in a source; comments have to be gone. */
export function findRegExps(file: string, source: string): FoundRegExp[] {
  const found: FoundRegExp[] = [];
  for (const match of source.matchAll(LITERAL_REGEXP)) {
    const literal = match[1]!;
    const end = literal.lastIndexOf("/");
    const expression = new RegExp(literal.slice(1, end), literal.slice(end + 1).replace("g", ""));
    found.push({ where: `${file} ${literal}`, expression });
  }
  return found;
}

/**
 * Makes texts that an expression may take long for: pieces of it again and again, with something in
 * front that it begins with and something behind that it does not end with.
 */
export function* attacksOn({ source }: RegExp, length: number): Generator<string, void, void> {
  const atoms = new Set(["a", "0", " ", "/", ".", ":", "-", "\n", "\r", "\0", "[", "\x1b["]);
  const words = source.replace(/\\[bBdDwWsSpPu](\{[^}]*\}|[0-9a-f]{4})?|\\x[0-9a-f]{2}/gi, " ")
    .replace(/\\(.)/g, "$1").split(/[()|[\]{}^$*+? ]+/).filter((word) => word !== "");
  for (const word of words) {
    atoms.add(word);
    for (const character of word.slice(0, 4)) atoms.add(character);
  }
  for (const [index, word] of words.entries()) {
    if (words[index + 1] !== undefined) atoms.add(word + words[index + 1]);
  }
  const phrases = source.replace(/\\(.)/g, "$1").split(/[()|[\]{}^$*+?]+|\.\*/);
  for (const phrase of phrases) if (phrase !== "") atoms.add(phrase);
  const pairs = words.slice(0, 5).flatMap((one) => words.slice(0, 5).map((other) => one + other));
  const fronts = new Set([
    "",
    ...words.slice(0, 5),
    ...pairs.map((pair) => `${pair}a`),
    words.join(" "),
  ]);
  const all = [...atoms];
  for (const atom of all) {
    const body = atom.repeat(Math.ceil(length / atom.length));
    for (const front of fronts) {
      yield `${front}${body}`;
      yield `${front}${body}\0\u{10ffff}`;
    }
  }
  // Every character once: what looks for a repetition finds none.
  yield Array.from({ length }, (_, index) => String.fromCharCode(0x4e00 + index % 20_000)).join("");
}
