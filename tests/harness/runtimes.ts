import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { bundleForNode } from "./bundle.ts";
import { bunProgram } from "./dev_tools.ts";
import { RUN_PREFIX, sweepTests } from "./leftovers.ts";
import { type CommandOutput, run, type RunOptions } from "./process.ts";
import {
  readBunReport,
  readDenoReport,
  readNodeReport,
  type Report,
  type Result,
} from "./reports.ts";

/** The runtimes that every test file runs in. */
export const RUNTIMES = ["deno", "bun", "node"] as const;

/** A runtime's name. */
export type RuntimeName = typeof RUNTIMES[number];

/** What became of a set of files in a runtime. */
export interface TestRun {
  results: Result[];
  /** How long each file took, by the name that the runtime gave it. */
  seconds: Map<string, number>;
}

/** The seconds after which a runtime that runs one set of files is killed: it hangs, or is very slow. */
function timeLimit(env: Record<string, string>): number {
  return env.LONGSHORE_SOAK === "1" ? 7200 : 2400;
}

/**
 * The seconds after which one test fails in Bun, and one file of them in Node: what hangs is named, and
 * the others run still.
 */
function testTimeLimit(env: Record<string, string>): number {
  return env.LONGSHORE_SOAK === "1" ? timeLimit(env) : 400;
}

/**
 * Runs test files in a runtime.
 *
 * @param env Variables for the tests.
 * @param background Whether they take little of the processors but what other processes leave.
 * @returns A result for each test, and a failed one for whatever else went wrong; the files' times.
 */
export function runTests(
  runtime: RuntimeName,
  files: string[],
  env: Record<string, string>,
  background: boolean = false,
): Promise<TestRun> {
  const running = runIn(runtime, files, env, background);
  runs.add(running);
  return running.finally(() => runs.delete(running));
}

const runs = new Set<Promise<TestRun>>();

/** Resolves once no runtime runs any more and what tests left behind is gone. */
export async function whenRunsEnded(): Promise<void> {
  await Promise.allSettled(runs);
}

async function runIn(
  runtime: RuntimeName,
  files: string[],
  env: Record<string, string>,
  background: boolean,
): Promise<TestRun> {
  const directory = mkdtempSync(path.join(os.tmpdir(), RUN_PREFIX));
  const report = path.join(directory, "report");
  // What tests leave behind in their directory for temporary files goes with the report.
  const TMPDIR = path.join(directory, "t");
  try {
    const runners = { deno: runDeno, bun: runBun, node: runNode };
    mkdirSync(TMPDIR);
    const output = await runners[runtime](files, report, {
      env: { TMPDIR, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
      timeout: timeLimit(env),
      background,
    });
    for (const [line] of output.text.matchAll(/^\s*(?:soak|wire): .*$/gm)) {
      console.log(`${runtime}: ${line.trim()}`);
    }
    const reported = readReport(runtime, report);
    const faults = findFaults(runtime, files, reported, output);
    return { results: [...reported.results, ...faults], seconds: reported.seconds };
  } finally {
    await sweepTests(TMPDIR);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runDeno(
  files: string[],
  report: string,
  options: RunOptions,
): Promise<CommandOutput> {
  const directory = workDirectory("deno", report);
  try {
    const modules = areLive(files) ? files : [importAll(directory, files, "../../")];
    const args = ["test", "-A", "--no-check", `--junit-path=${report}`, ...modules];
    return await run(process.execPath, args, options);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function runBun(
  files: string[],
  report: string,
  options: RunOptions,
): Promise<CommandOutput> {
  const paths = files.map((file) => `./${file}`);
  const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
  const args = ["test", `--timeout=${testTimeLimit(options.env!) * 1000}`, ...reporter, ...paths];
  return run(bunProgram(), args, options);
}

async function runNode(
  files: string[],
  report: string,
  options: RunOptions,
): Promise<CommandOutput> {
  const bundles = workDirectory("node", report);
  try {
    await bundleForNode(files, bundles);
    const modules = files.map((file) => file.replace(/\.ts$/, ".mjs"));
    const apart = areLive(files);
    const limit = testTimeLimit(options.env!) * 1000;
    const args = [
      "--enable-source-maps",
      ...apart
        ? ["--test", "--test-concurrency=1", `--test-timeout=${limit}`]
        : ["--import=./tests/harness/node_untracked.mjs", "--max-semi-space-size=64"],
      "--test-reporter=./tests/harness/node_reporter.mjs",
      `--test-reporter-destination=${report}`,
      ...apart
        ? modules.map((file) => path.join(bundles, file))
        : [importAll(bundles, modules, "./")],
    ];
    return await run("node", args, options);
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
}

/** A directory within the repository, so that packages are found from it. */
function workDirectory(runtime: RuntimeName, report: string): string {
  return `.cache/${runtime}-${process.pid}-${path.basename(path.dirname(report))}`;
}

/** Whether each file is apart from the others, for it looks at its process's memory and sockets. */
function areLive(files: string[]): boolean {
  return files.some((file) => /^tests\/(live|soak)\//.test(file));
}

/**
 * Writes a program that imports modules one by one: for most of them a process or an isolate of
 * their own takes longer than their tests.
 *
 * @param root Where the modules are, as seen from the directory.
 */
function importAll(directory: string, modules: string[], root: string): string {
  const lines = modules.map((file) => {
    return `await import("${root}${file}").catch((error) => test("${file}", () => { throw error; }));`;
  });
  const program = path.join(directory, "all.mjs");
  mkdirSync(directory, { recursive: true });
  writeFileSync(program, ['import { test } from "node:test";', ...lines, ""].join("\n"));
  return program;
}

function readReport(runtime: RuntimeName, file: string): Report {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return { results: [], files: [], seconds: new Map() }; // `findFaults` says what the runtime printed instead.
  }
  if (runtime === "deno") return readDenoReport(text);
  return runtime === "bun" ? readBunReport(text) : readNodeReport(text);
}

/** Finds what a report does not show: a crash, a file that did not load, a file without a test. */
export function findFaults(
  runtime: RuntimeName,
  files: string[],
  report: Report,
  output: CommandOutput,
): Result[] {
  const faults: Result[] = [];
  let message = output.text.trimEnd().split("\n").slice(-60).join("\n");
  const fault = (name: string, file: string): void => {
    faults.push({ name, file, status: "failed", message });
    message = "its output is above";
  };
  if (output.code === -1 && report.results.length === 0) {
    fault("the runtime was killed before it reported anything", "");
    return faults;
  }
  const unhandled = output.text.match(/^# Unhandled error between tests$/gm)?.length ?? 0;
  const explained = output.code === 0 ||
    unhandled === 0 && report.results.some((result) => result.status === "failed");
  for (const file of files) {
    const bundle = file.replace(/\.ts$/, ".mjs");
    if (report.files.some((name) => name.endsWith(file) || name.endsWith(bundle))) continue;
    // Bun does not report suites that are skipped as a whole; a file that does not load it prints.
    if (runtime === "bun" && explained) {
      faults.push({ name: "the file as a whole", file, status: "skipped", message: "" });
    } else fault("the file reported no test", file);
  }
  if (runtime === "bun" && unhandled > faults.filter((one) => one.status === "failed").length) {
    fault(`${unhandled} unhandled errors between tests`, "");
  }
  const failed = [...report.results, ...faults].some((result) => result.status === "failed");
  if (output.code !== 0 && !failed) fault(`exit code ${output.code} without a failed test`, "");
  return faults;
}
