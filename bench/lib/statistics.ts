/** What one measurement found, by name. */
export type Figures = Record<string, number>;

/** Takes one measurement. */
export type Measure = () => Promise<Figures>;

/** The median of some figures. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Figures of several configurations, one measurement of each a round, taken in turn. */
export class Rounds {
  readonly #figures = new Map<string, Figures[]>();

  /**
   * Measures each configuration once a round; every other round backwards, so that drift hits all
   * alike.
   *
   * @param rounds How many rounds.
   * @param configurations What is measured.
   */
  async run(rounds: number, configurations: Record<string, Measure>): Promise<void> {
    const names = Object.keys(configurations);
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const figures = this.#figures.get(name) ?? [];
        figures.push(await configurations[name]!());
        this.#figures.set(name, figures);
      }
    }
  }

  /** Whether a configuration was measured. */
  has(name: string): boolean {
    return this.#figures.has(name);
  }

  /** A configuration's figures of one kind, round by round. */
  values(name: string, key: string): number[] {
    return this.#figures.get(name)!.map((figures) => figures[key]!);
  }

  /** The median of a configuration's figures. */
  median(name: string, key: string): number {
    return median(this.values(name, key));
  }

  /** The ratios to another configuration, round by round. */
  ratios(name: string, base: string, key: string): number[] {
    const bases = this.values(base, key);
    return this.values(name, key).map((figure, round) => figure / bases[round]!);
  }

  /** The median of the ratios to another configuration, round by round. */
  ratio(name: string, base: string, key: string): number {
    return median(this.ratios(name, base, key));
  }
}
