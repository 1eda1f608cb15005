import process from "node:process";
import { BuildReport } from "./build_report.ts";
import { ExercisedReport } from "./exercised_report.ts";

/** What the live tests of one runtime note, on one engine or on several of the same kind. */
export class LiveNotes {
  readonly #exercised = new ExercisedReport();
  readonly #builds = new BuildReport();

  /** What the tests find in their environment. */
  get env(): Record<string, string> {
    return {
      LONGSHORE_TEST_EXERCISED: this.#exercised.file,
      LONGSHORE_TEST_BUILDS: this.#builds.file,
    };
  }

  /** Where the run that started this one has its tests note it, and prints the sum; undefined without one. */
  static given(): Record<string, string> | undefined {
    const { LONGSHORE_TEST_EXERCISED, LONGSHORE_TEST_BUILDS } = process.env;
    if (!LONGSHORE_TEST_EXERCISED || !LONGSHORE_TEST_BUILDS) return undefined;
    return { LONGSHORE_TEST_EXERCISED, LONGSHORE_TEST_BUILDS };
  }

  /**
   * Prints the sums and removes the notes.
   *
   * @param runtime Whose tests made them.
   * @param engine The engine's name and versions.
   * @param isWhole Whether all live tests were run.
   */
  print(runtime: string, engine: string, isWhole: boolean): void {
    if (isWhole) this.#exercised.print(runtime);
    this.#builds.print(`${runtime} on ${engine}`);
    this.remove();
  }

  /** Removes the notes. */
  remove(): void {
    this.#exercised.remove();
    this.#builds.remove();
  }
}
