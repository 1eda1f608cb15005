import { isOneOf, type Token } from "./ignore_pattern.ts";
import { literalOf } from "./literal_index.ts";

/** The pattern of one name: no part of it stands for a slash. */
export class NameGlob {
  /** What is between the stars. */
  readonly #pieces: readonly Piece[];
  /** The longest text that every name that matches holds. */
  readonly #needed: string;

  /**
   * Makes a glob.
   *
   * @param tokens What stands for one character, and `name`.
   */
  constructor(tokens: readonly Token[]) {
    const pieces: Token[][] = [[]];
    for (const token of tokens) {
      if (token.kind === "name") pieces.push([]);
      else pieces[pieces.length - 1]!.push(token);
    }
    this.#pieces = pieces.map(createPiece);
    this.#needed = longestLiteral(tokens);
  }

  /**
   * Tells whether a name matches. The work grows with the product of both lengths at worst, whatever
   * they hold: each piece is looked for once, from where the one before it ended.
   */
  matches(name: string): boolean {
    if (!name.includes(this.#needed)) return false;
    const pieces = this.#pieces;
    let at = pieces[0]!.matchAt(name, 0);
    if (pieces.length === 1) return at === name.length;
    if (at === -1) return false;
    for (let index = 1; index < pieces.length - 1; index++) {
      at = pieces[index]!.find(name, at);
      if (at === -1) return false;
    }
    return pieces[pieces.length - 1]!.endsFrom(name, at);
  }
}

/** A part of a name that holds no star. */
interface Piece {
  /** Where it ends if it begins here; -1 when it does not. */
  matchAt(name: string, at: number): number;
  /** Where it first ends if it begins here or later; -1 when it does not. */
  find(name: string, at: number): number;
  /** Whether the name ends with it, and it begins here or later. */
  endsFrom(name: string, at: number): boolean;
}

function longestLiteral(tokens: readonly Token[]): string {
  let longest = "";
  let run: string[] = [];
  for (const token of tokens) {
    if (token.kind === "character") run.push(String.fromCodePoint(token.code));
    else run = [];
    if (run.length > longest.length) longest = run.join("");
  }
  return longest;
}

function createPiece(tokens: readonly Token[]): Piece {
  return tokens.every(({ kind }) => kind === "character")
    ? new LiteralPiece(literalOf(tokens))
    : new PatternPiece(tokens);
}

class LiteralPiece implements Piece {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  matchAt(name: string, at: number): number {
    return name.startsWith(this.#text, at) ? at + this.#text.length : -1;
  }

  find(name: string, at: number): number {
    const found = name.indexOf(this.#text, at);
    return found === -1 ? -1 : found + this.#text.length;
  }

  endsFrom(name: string, at: number): boolean {
    return name.length - this.#text.length >= at && name.endsWith(this.#text);
  }
}

/** A piece with `?` or a character class; a character beyond 16 bits is one all the same. */
class PatternPiece implements Piece {
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  matchAt(name: string, at: number): number {
    if (name.length - at < this.#tokens.length) return -1;
    let index = at;
    for (const token of this.#tokens) {
      const code = name.codePointAt(index);
      if (code === undefined || !isOneOf(token, code)) return -1;
      index += code > 0xffff ? 2 : 1;
    }
    return index;
  }

  find(name: string, at: number): number {
    const last = name.length - this.#tokens.length;
    for (let index = at; index <= last; index = after(name, index)) {
      const end = this.matchAt(name, index);
      if (end !== -1) return end;
    }
    return -1;
  }

  endsFrom(name: string, at: number): boolean {
    let index = name.length;
    for (let token = this.#tokens.length - 1; token >= 0; token--) {
      index = before(name, index);
      if (index < at || !isOneOf(this.#tokens[token]!, name.codePointAt(index)!)) return false;
    }
    return true;
  }
}

function after(name: string, index: number): number {
  return index + (name.codePointAt(index)! > 0xffff ? 2 : 1);
}

function before(name: string, index: number): number {
  return index > 1 && name.codePointAt(index - 2)! > 0xffff ? index - 2 : index - 1;
}
