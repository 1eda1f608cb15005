import { existsSync, mkdtempSync, rmSync } from "node:fs";
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
 */
export async function testPackages(files: string[], soak: boolean): Promise<TestRun> {
  // Here rather than by the first of two at once.
  await installPinned("tests/packages");
  const env = { [VARIABLE]: await builtPackages(), LONGSHORE_SOAK: soak ? "1" : "" };
  // Two at a time: most of it is waiting for compilers and bundlers with one thread.
  const halves = [0, 1].map((half) => files.filter((_, index) => index % 2 === half));
  const runs = await Promise.all(
    halves.filter((half) => half.length > 0).map((half) => runTests("deno", half, env)),
  );
  return {
    results: runs.flatMap((run) => run.results),
    seconds: new Map(runs.flatMap((run) => [...run.seconds])),
  };
}
