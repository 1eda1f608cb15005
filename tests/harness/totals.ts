import type { Result } from "./reports.ts";

/** The lines that are shown of one failure. */
const MESSAGE_LINES = 60;

/** The name of a part that ran on an engine, or of a share of it: `node, live 1/2 on Engine 20.10.24`. */
const PART_ON_ENGINE = /^(?<runtime>\w+), (?<tests>.+?)(?: \d+\/\d+)? on (?<engine>Engine .*)$/;

/** How many of the slowest files are shown. */
const SLOWEST = 10;

/** How long one file took in one part of the run. */
export interface FileTime {
  part: string;
  file: string;
  seconds: number;
}

/** What was counted of one kind of tests in one runtime on one kind of engine. */
export interface EngineRow {
  engine: string;
  runtime: string;
  tests: string;
  passed: number;
  failed: number;
  skipped: number;
}

/** What one run counted, for another that started it. */
export interface RunReport {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
  /** The rows of the table of engines. */
  onEngines: EngineRow[];
  /** The files that took longest, these first. */
  slowest: FileTime[];
}

/** Counts results over all that ran, and prints what failed. */
export class Totals {
  passed = 0;
  failed = 0;
  skipped = 0;
  #failures: string[] = [];
  #onEngines: EngineRow[] = [];
  #slowest: FileTime[] = [];

  /**
   * Adds the results of one part and prints its line.
   *
   * @param seconds How long the part took.
   * @param files How long each of its files took, by the name that the runtime gave it.
   */
  add(
    part: string,
    results: Result[],
    seconds: number,
    files: Map<string, number> = new Map(),
  ): void {
    this.#addTimes([...files].map(([file, seconds]) => ({ part, file, seconds })));
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const failed: string[] = [];
    for (const result of results) {
      counts[result.status]++;
      if (result.status !== "failed") continue;
      const where = result.file === "" ? "" : ` (${result.file})`;
      failed.push(`  failed: ${result.name}${where}`);
      const lines = result.message.trimEnd().split("\n");
      const rest = lines.splice(MESSAGE_LINES).length;
      if (rest > 0) lines.push(`... and ${rest} lines more`);
      const message = lines.map((line) => `    ${line}`).join("\n");
      this.#failures.push(`${part}: ${result.name}${where}\n${message}\n`);
    }
    this.passed += counts.passed;
    this.failed += counts.failed;
    this.skipped += counts.skipped;
    console.log(`${part.padEnd(14)} ${format(counts)} in ${seconds.toFixed(1)} s`);
    // At once: what went wrong in them is said at the end, which may be long after.
    for (const line of failed) console.log(line);
    const { runtime, tests, engine } = PART_ON_ENGINE.exec(part)?.groups ?? {};
    if (engine !== undefined) {
      this.#addRow({ engine, runtime: runtime!, tests: tests!, ...counts });
    }
  }

  /** Adds something that went wrong outside a test. */
  addFailure(what: string, error: unknown): void {
    this.failed++;
    this.#failures.push(`${what}\n    ${error instanceof Error ? error.message : String(error)}\n`);
  }

  /** What was counted so far. */
  report(): RunReport {
    const { passed, failed, skipped } = this;
    const counts = { passed, failed, skipped, failures: this.#failures };
    return { ...counts, onEngines: this.#onEngines, slowest: this.#slowest };
  }

  /** Adds what another run counted. */
  merge(report: RunReport): void {
    this.passed += report.passed;
    this.failed += report.failed;
    this.skipped += report.skipped;
    this.#failures.push(...report.failures);
    for (const row of report.onEngines) this.#addRow(row);
    this.#addTimes(report.slowest);
  }

  /** Adds a row, or what it counted to the one of the same tests: shares of them are run apart. */
  #addRow(row: EngineRow): void {
    const same = this.#onEngines.find(({ engine, runtime, tests }) =>
      engine === row.engine && runtime === row.runtime && tests === row.tests
    );
    if (same === undefined) this.#onEngines.push({ ...row });
    for (const name of ["passed", "failed", "skipped"] as const) if (same) same[name] += row[name];
  }

  #addTimes(times: FileTime[]): void {
    this.#slowest.push(...times);
    this.#slowest.sort((one, other) => other.seconds - one.seconds).splice(SLOWEST);
  }

  /**
   * Prints the failures, and last the line with the sums.
   *
   * @returns The exit code: 1 when something failed or nothing ran.
   */
  finish(): number {
    if (this.#onEngines.length > 0) {
      console.log("\n| engine | runtime | tests | passed | failed | skipped |");
      console.log("| ------ | ------- | ----- | ------ | ------ | ------- |");
      for (const { engine, runtime, tests, ...counts } of this.#onEngines) {
        const { passed, failed, skipped } = counts;
        console.log(`| ${[engine, runtime, tests, passed, failed, skipped].join(" | ")} |`);
      }
      console.log("");
    }
    if (this.#slowest.length > 0) console.log("Slowest files:");
    for (const { part, file, seconds } of this.#slowest) {
      const name = file.replace(/^.*?(?=\btests\/)/, "").replace(/\.mjs$/, ".ts");
      console.log(`${seconds.toFixed(1).padStart(7)} s  ${name} (${part})`);
    }
    if (this.#failures.length > 0) console.log(`\nFailures:\n\n${this.#failures.join("\n")}`);
    console.log(format(this));
    return this.failed > 0 || this.passed + this.skipped === 0 ? 1 : 0;
  }
}

function format(counts: { passed: number; failed: number; skipped: number }): string {
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}
