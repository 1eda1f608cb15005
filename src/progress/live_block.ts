/** Lines at the end of a terminal that are drawn again in place; only those that change are written. */
export class LiveBlock {
  #lines: string[] = [];

  /**
   * Returns what makes the terminal show these lines in place of those before.
   *
   * @param lines The lines, none wider than the terminal, and fewer than it is high.
   */
  draw(lines: readonly string[]): string {
    const before = this.#lines;
    let text = "";
    const kept = Math.min(before.length, lines.length);
    for (let index = 0; index < kept; index++) {
      if (before[index] === lines[index]) continue;
      const distance = before.length - index;
      text += `${up(distance)}\x1b[2K${lines[index]}\r${down(distance)}`;
    }
    if (lines.length < before.length) text += `${up(before.length - lines.length)}\x1b[J`;
    for (const line of lines.slice(before.length)) text += `${line}\n`;
    this.#lines = [...lines];
    return text;
  }

  /**
   * Returns what makes the terminal show these lines for good, as many as there are.
   *
   * @param lines The lines.
   */
  leave(lines: readonly string[]): string {
    const before = this.#lines;
    // What was cut to the terminal's height is written anew, above what is there by now.
    const isWhole = before.every((line, index) => line === lines[index]);
    const text = isWhole
      ? this.draw(lines)
      : `${up(before.length)}\x1b[J${lines.map((line) => `${line}\n`).join("")}`;
    this.#lines = [];
    return text;
  }
}

function up(lines: number): string {
  return `\x1b[${lines}A`;
}

function down(lines: number): string {
  return `\x1b[${lines}B`;
}
