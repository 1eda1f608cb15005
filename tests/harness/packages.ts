import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { installPinned } from "../../tools/npm_install.ts";
import { runTests, type TestRun } from "./runtimes.ts";

const VARIABLE = "LONGSHORE_TEST_PACKAGES";
let built: Promise<string> | undefined;

/**
 * The directory of what `deno task package` writes, made of the sources as they are. All tests of a
 * run share one.
 */
export function builtPackages(): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined && existsSync(given)) return Promise.resolve(given);
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-dist-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  // Loaded late: it imports packages that a run may have to install first.
  const { writePackages } = await import("../../tools/package/write.ts");
  await writePackages(directory, "");
  return directory;
}

/**
 * Runs the tests of the packages, once: they start the runtimes themselves.
 *
 * @param soak Whether what takes long is tried as well.
 * @param background Whether they take little of the processors but what other processes leave.
 */
export async function testPackages(
  files: string[],
  soak: boolean,
  background: boolean,
): Promise<TestRun> {
  // Here rather than by the first of two at once.
  await installPinned("tests/packages");
  const env = { [VARIABLE]: await builtPackages(), LONGSHORE_SOAK: soak ? "1" : "" };
  // Two at a time: most of it is waiting for compilers and bundlers with one thread. The file that says
  // most takes longest.
  const queue = files.toSorted((one, other) => statSync(other).size - statSync(one).size);
  const runs: TestRun[] = [];
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      runs.push(await runTests("deno", [file], env, background));
    }
  };
  await Promise.all([work(), work()]);
  return {
    results: runs.flatMap((run) => run.results),
    seconds: new Map(runs.flatMap((run) => [...run.seconds])),
  };
}
