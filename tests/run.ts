/**
 * Runs all tests and ends with the line `N passed, N failed`: `deno task test [OPTION...]`.
 *
 * - `--runtime=NAME[,NAME]`: only in these of deno, bun and node
 * - `--filter=TEXT`: only files whose path holds the text, and no static checks
 * - `--unit`: without the live tests
 * - `--live`: only the live tests
 * - `--static`: only the static checks
 * - `--soak`: only `tests/soak` at full length, and the live tests over every transport
 * - `--transport=NAME[,NAME]`: only the live tests, over these of unix, tcp, tls and ssh
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { installDevTools } from "./harness/dev_tools.ts";
import { ExercisedReport } from "./harness/exercised_report.ts";
import { endRunning, onInterrupt } from "./harness/process.ts";
import type { Result } from "./harness/reports.ts";
import { runTests, type RuntimeName, RUNTIMES } from "./harness/runtimes.ts";
import { runStaticCheck, sourceFiles, staticChecks } from "./harness/static_checks.ts";
import { Totals } from "./harness/totals.ts";
import { type LiveEngine, liveEngine } from "./live/engine.ts";

const { values } = parseArgs({
  options: {
    runtime: { type: "string", default: RUNTIMES.join(",") },
    filter: { type: "string", default: "" },
    unit: { type: "boolean", default: false },
    live: { type: "boolean", default: false },
    static: { type: "boolean", default: false },
    soak: { type: "boolean", default: false },
    transport: { type: "string", default: "" },
  },
});
const names = values.runtime.split(",");
const unknown = names.find((name) => !(RUNTIMES as readonly string[]).includes(name));
if (unknown !== undefined) {
  console.error(`Cannot run tests in "${unknown}": expected ${RUNTIMES.join(", ")}`);
  process.exit(2);
}
const runtimes = names as RuntimeName[];
const transports = (values.soak && !values.filter ? "unix,tcp,tls,ssh" : values.transport)
  .split(",").filter((name) => name !== "");
const only = values.unit || values.live || values.static || values.soak || transports.length > 0;
const files = sourceFiles("tests").filter((file) => file.includes(values.filter));
const tests = files.filter((file) => file.endsWith("_test.ts"));
const unitFiles = tests.filter((file) => !/^tests\/(live|soak)\//.test(file));
// What is in tests/soak runs with few rounds every time; files `*_soak.ts` only at full length.
const liveFiles = values.soak
  ? files.filter((file) => /^tests\/soak\/.*_(test|soak)\.ts$/.test(file))
  : tests.filter((file) => !unitFiles.includes(file));
/** What is about one transport, or about another engine, is left out when others are tried. */
const transportFiles = tests.filter((file) => {
  return /^tests\/live\//.test(file) &&
    !/\/(client|transports|permissions|podman)_test\.ts$/.test(file);
});

const totals = new Totals();
let engine: Promise<LiveEngine> | undefined;
let interrupted = false;
onInterrupt(async (signal) => {
  interrupted = true;
  endRunning();
  await stopEngine();
  totals.addFailure(`${signal}: the run was interrupted`, "");
  process.exit(totals.finish());
});

async function stopEngine(): Promise<void> {
  await (await engine?.catch(() => undefined))?.stop();
}

/** Runs jobs two at a time. */
async function inPairs(jobs: (() => Promise<void>)[]): Promise<void> {
  const queue = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all([work(), work()]);
}

/** Runs something and adds its results. */
async function count(part: string, results: () => Promise<Result[]>): Promise<void> {
  const start = performance.now();
  const all = await results();
  if (!interrupted) totals.add(part, all, (performance.now() - start) / 1000);
}

async function runAll(): Promise<void> {
  await installDevTools();
  if (values.filter === "" && (values.static || !only)) {
    await count("static checks", async () => {
      const results: Result[] = [];
      await inPairs(
        staticChecks().map((check) => async () => {
          results.push(await runStaticCheck(check));
        }),
      );
      return results;
    });
  }
  if (unitFiles.length > 0 && (values.unit || !only)) {
    await inPairs(runtimes.map((runtime) => () => {
      return count(`${runtime}, unit`, () => runTests(runtime, unitFiles, {}));
    }));
  }
  if (liveFiles.length > 0 && (values.live || values.soak || !only)) {
    engine = liveEngine();
    const env = { ...(await engine).env, LONGSHORE_SOAK: values.soak ? "1" : "" };
    for (const runtime of runtimes) {
      if (interrupted) return;
      const report = new ExercisedReport();
      const own = { ...env, LONGSHORE_TEST_EXERCISED: report.file };
      await count(`${runtime}, live`, () => runTests(runtime, liveFiles, own));
      if (!interrupted && values.filter === "" && !values.soak) report.print(runtime);
    }
  }
  for (const transport of transports) await tryTransport(transport);
}

/** Runs the live tests over one way to the engine. */
async function tryTransport(name: string): Promise<void> {
  engine ??= liveEngine();
  const { env } = await engine;
  if (!env.LONGSHORE_TEST_TLS_HOST) throw new Error("Transports need an engine of the tests' own");
  const { isTransport, openTransport } = await import("./live/transports.ts");
  if (!isTransport(name)) throw new Error(`Cannot try the transport "${name}"`);
  const { settings, stop } = await openTransport(name, {
    host: env.LONGSHORE_TEST_HOST!,
    tlsHost: env.LONGSHORE_TEST_TLS_HOST,
    tlsFolder: env.LONGSHORE_TEST_TLS_FOLDER!,
  });
  try {
    const own = { ...env, LONGSHORE_TEST_CONNECTION: JSON.stringify(settings) };
    for (const runtime of runtimes) {
      if (interrupted) return;
      await count(`${runtime}, live over ${name}`, () => runTests(runtime, transportFiles, own));
    }
  } finally {
    await stop();
  }
}

try {
  await runAll();
} catch (error) {
  if (!interrupted) totals.addFailure("the run stopped", error);
}
if (!interrupted) {
  await stopEngine();
  process.exit(totals.finish());
}
