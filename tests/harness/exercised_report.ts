import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Coverage, coverage } from "../live/exercised.ts";

/** The file in which the live tests of one runtime note what they exercise. */
export class ExercisedReport {
  /** For `LONGSHORE_TEST_EXERCISED`. */
  readonly file: string;
  readonly #directory: string;

  /** Makes an empty file's name; the tests make the file. */
  constructor() {
    this.#directory = mkdtempSync(path.join(os.tmpdir(), "longshore-exercised-"));
    this.file = path.join(this.#directory, "notes");
  }

  /**
   * Prints how much of the seed was exercised, group by group and in total.
   *
   * @param runtime The runtime whose tests made the notes.
   */
  print(runtime: string): void {
    const notes = existsSync(this.file) ? readFileSync(this.file, "utf8") : "";
    console.log(`${runtime}, exercised on the engine:`);
    for (const group of coverage(notes)) console.log(line(group));
  }

  /** Removes the file. */
  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Says how much of a group was exercised, and what of it was not. */
function line(
  { group, methods, allMethods, parameters, allParameters, missing }: Coverage,
): string {
  const counts =
    `${methods} of ${allMethods} methods, ${parameters} of ${allParameters} parameters`;
  const left = group === "total" || missing.length === 0 ? "" : `; not: ${missing.join(", ")}`;
  return `  ${group.padEnd(10)} ${counts}${left}`;
}
