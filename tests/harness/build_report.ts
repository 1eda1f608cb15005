import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The file in which the tests of BuildKit note what became of each case over each way to the engine. */
export class BuildReport {
  /** For `LONGSHORE_TEST_BUILDS`. */
  readonly file: string;
  readonly #directory: string;

  /** Makes an empty file's name; the tests make the file. */
  constructor() {
    this.#directory = mkdtempSync(path.join(os.tmpdir(), "longshore-builds-"));
    this.file = path.join(this.#directory, "notes");
  }

  /**
   * Prints the table, if there are notes.
   *
   * @param title Which runtime on which engine.
   */
  print(title: string): void {
    const notes = existsSync(this.file) ? readFileSync(this.file, "utf8") : "";
    if (notes === "") return;
    console.log(`${title}, BuildKit:`);
    for (const line of buildTable(notes)) console.log(`  ${line}`);
  }

  /** Removes the file. */
  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/**
 * Makes the table of notes: a line for each case, a column for each way.
 *
 * @param notes Lines of case, way and result, with tabs; the last note of a pair counts.
 */
export function buildTable(notes: string): string[] {
  const rows = new Map<string, Map<string, string>>();
  for (const line of notes.split("\n").filter((line) => line !== "")) {
    const [name = "", way = "", result = ""] = line.split("\t");
    const row = rows.get(name) ?? new Map();
    rows.set(name, row.set(way, result));
  }
  const ways = [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))];
  const write = (name: string, cells: string[]): string =>
    [name.padEnd(27), ...cells.map((cell) => cell.padEnd(9))].join("").trimEnd();
  return [
    write("", ways),
    ...[...rows].map(([name, row]) => write(name, ways.map((way) => row.get(way) ?? "-"))),
  ];
}
