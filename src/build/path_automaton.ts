import { isOneOf, SLASH, type Token } from "./ignore_pattern.ts";

/** A state of its own behind `directories`: only a slash leads out of it. */
const INSIDE = { kind: "inside" } as const;

type State = Token | typeof INSIDE;

/**
 * A pattern whose parts go beyond one name, such as `foo**bar`, followed on all its ways at once: the
 * work grows with the product of both lengths at worst.
 */
export class PathAutomaton {
  readonly #states: readonly State[];
  /** When each state was last reached, counted in characters. */
  readonly #reached: Float64Array;
  #count = 0;

  /**
   * Makes an automaton.
   *
   * @param tokens The whole pattern.
   */
  constructor(tokens: readonly Token[]) {
    this.#states = tokens.flatMap((token): State[] =>
      token.kind === "directories" ? [token, INSIDE] : [token]
    );
    this.#reached = new Float64Array(this.#states.length + 1);
  }

  /** Where it stands before a path. */
  get start(): number[] {
    const positions: number[] = [];
    this.#count++;
    this.#add(positions, 0);
    return positions;
  }

  /** Whether a path that leads to these states matches. */
  accepts(positions: readonly number[]): boolean {
    return positions.includes(this.#states.length);
  }

  /** Whether a path may match that goes on from these states. */
  mayGoOn(positions: readonly number[]): boolean {
    return positions.some((position) => position < this.#states.length);
  }

  /**
   * Goes on over a part of a path.
   *
   * @param positions The numbers of the states that it stands in, in any order.
   * @param text The part.
   */
  follow(positions: readonly number[], text: string): readonly number[] {
    let current = positions;
    for (const character of text) {
      if (current.length === 0) break;
      const next: number[] = [];
      this.#count++;
      const code = character.codePointAt(0)!;
      for (const position of current) this.#step(next, position, code);
      current = next;
    }
    return current;
  }

  #step(next: number[], position: number, code: number): void {
    const state = this.#states[position];
    if (state === undefined) return;
    switch (state.kind) {
      case "name":
        if (code !== SLASH) this.#add(next, position);
        break;
      case "text":
        this.#add(next, position);
        break;
      case "directories":
        break;
      case "inside":
        this.#add(next, position);
        if (code === SLASH) this.#add(next, position + 1);
        break;
      default:
        if (isOneOf(state, code)) this.#add(next, position + 1);
    }
  }

  /** Adds a state, and those that can be reached from it without a character. */
  #add(positions: number[], first: number): void {
    const waiting = [first];
    for (let position = waiting.pop(); position !== undefined; position = waiting.pop()) {
      if (this.#reached[position] === this.#count) continue;
      this.#reached[position] = this.#count;
      positions.push(position);
      const state = this.#states[position];
      if (state === undefined) continue;
      if (state.kind === "name" || state.kind === "text") waiting.push(position + 1);
      if (state.kind === "directories") waiting.push(position + 1, position + 2);
    }
  }
}
