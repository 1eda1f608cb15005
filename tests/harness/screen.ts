/** What a terminal shows of text with the few escape codes that progress is drawn with. */
export class Screen {
  readonly #lines: string[][] = [[]];
  #row = 0;
  #column = 0;

  /** Shows more text; throws at a code that it does not know. */
  write(text: string): void {
    // deno-lint-ignore no-control-regex
    for (const part of text.match(/\x1b\[\d*[A-Z]|[^]/gu) ?? []) {
      if (part === "\n") this.#move(this.#row + 1, 0);
      else if (part === "\r") this.#column = 0;
      else if (part.startsWith("\x1b")) this.#control(part);
      else this.#lines[this.#row]![this.#column++] = part;
    }
  }

  /** The lines up to the last that is not empty. */
  get text(): string {
    return this.#lines.map((line) => Array.from(line, (one) => one ?? " ").join("")).join("\n")
      .trimEnd();
  }

  #control(code: string): void {
    const count = Number(code.slice(2, -1) || "1");
    if (code.endsWith("A")) this.#move(this.#row - count, this.#column);
    else if (code.endsWith("B")) this.#move(this.#row + count, this.#column);
    else if (code === "\x1b[2K") this.#lines[this.#row] = [];
    else if (code === "\x1b[J") {
      this.#lines.length = this.#row + 1;
      this.#lines[this.#row]!.length = this.#column;
    } else throw new Error(`Cannot show ${JSON.stringify(code)}`);
  }

  #move(row: number, column: number): void {
    if (row < 0) throw new Error("Cannot move above the screen");
    while (this.#lines.length <= row) this.#lines.push([]);
    this.#row = row;
    this.#column = column;
  }
}
