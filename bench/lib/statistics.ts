/** The median of some figures. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Figures of several configurations, one of each a round, taken in turn. */
export class Rounds {
  readonly #figures = new Map<string, number[]>();

  /**
   * Runs each configuration once a round; every other round backwards, so that drift hits all alike.
   *
   * @param rounds How many rounds.
   * @param configurations Takes one figure each.
   */
  async run(rounds: number, configurations: Record<string, () => Promise<number>>): Promise<void> {
    const names = Object.keys(configurations);
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const figures = this.#figures.get(name) ?? [];
        figures.push(await configurations[name]!());
        this.#figures.set(name, figures);
      }
    }
  }

  /** The median of a configuration's figures. */
  median(name: string): number {
    return median(this.#figures.get(name)!);
  }

  /** The median of the ratios to another configuration, round by round. */
  ratio(name: string, base: string): number {
    const bases = this.#figures.get(base)!;
    return median(this.#figures.get(name)!.map((figure, round) => figure / bases[round]!));
  }
}

/** Writes a Markdown table. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
