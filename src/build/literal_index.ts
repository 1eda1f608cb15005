import type { Token } from "./ignore_pattern.ts";

/** Longer ends are cut to this: what they lead to is tried in full anyway. */
const MAX_KEY = 24;

/** Patterns by the characters that they begin or end with: few of many are left to be tried. */
export class LiteralIndex<T> {
  readonly #prefixes = new Map<number, Map<string, T[]>>();
  readonly #suffixes = new Map<number, Map<string, T[]>>();
  readonly #rest: T[] = [];

  /**
   * Adds a pattern.
   *
   * @param tokens The pattern.
   * @param value What it leads to.
   */
  add(tokens: readonly Token[], value: T): void {
    const prefix = literalOf(tokens).slice(0, MAX_KEY);
    const suffix = literalOf(tokens, true).slice(-MAX_KEY);
    if (prefix === "" && suffix === "") this.#rest.push(value);
    else if (prefix.length > suffix.length) addTo(this.#prefixes, prefix, value);
    else addTo(this.#suffixes, suffix, value);
  }

  /**
   * Calls back for every pattern that may match a text, and for few others, in no order.
   *
   * @param text The text.
   * @param visit What is called.
   */
  visit(text: string, visit: (value: T) => void): void {
    for (const [length, keys] of this.#suffixes) {
      if (length > text.length) continue;
      const values = keys.get(text.slice(text.length - length));
      if (values !== undefined) values.forEach(visit);
    }
    for (const [length, keys] of this.#prefixes) {
      if (length > text.length) continue;
      const values = keys.get(text.slice(0, length));
      if (values !== undefined) values.forEach(visit);
    }
    this.#rest.forEach(visit);
  }
}

/** The characters that a pattern begins, or ends, with. */
export function literalOf(tokens: readonly Token[], fromEnd: boolean = false): string {
  const characters: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[fromEnd ? tokens.length - 1 - index : index]!;
    if (token.kind !== "character") break;
    characters.push(String.fromCodePoint(token.code));
  }
  return (fromEnd ? characters.reverse() : characters).join("");
}

function addTo<T>(keys: Map<number, Map<string, T[]>>, key: string, value: T): void {
  let ofLength = keys.get(key.length);
  if (ofLength === undefined) keys.set(key.length, ofLength = new Map());
  const values = ofLength.get(key);
  if (values === undefined) ofLength.set(key, [value]);
  else values.push(value);
}
