/**
 * Runs all tests and ends with the line `N passed, N failed`: `deno task test [OPTION...]`.
 *
 * - `--runtime=NAME[,NAME]`: only in these of deno, bun and node
 * - `--filter=TEXT`: only files whose path holds the text, and no static checks
 * - `--unit`: without the live tests
 * - `--live`: only the live tests
 * - `--static`: only the static checks
 * - `--engine=NAME[,NAME]`: the live tests on each of these of 28, 26, 20 and 28-containerd, in every
 *   runtime; `all` for each pair; `matrix`, which is the default, for one engine a runtime
 * - `--soak`: only `tests/soak` at full length, what makes up its inputs with many of them, and the live
 *   tests over every transport and on every engine; what is a table in `tests/soak` on every engine, or on
 *   those that `--engine` names
 * - `--packages`: only the tests of what is published, which run once and not in each runtime
 * - `--part=NAME` with `--report=FILE`, of a run that another one started: only `live`, `soak`, `tables`
 *   or `engines` on one engine; what was counted is written into the file
 * - `--share=N/COUNT`, of such a part: only the Nth of COUNT shares of its files, which run on engines apart
 * - `--transport=NAME[,NAME]`: only the live tests, over these of unix, tcp, tls and ssh
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { hasAmpleMemory } from "./harness/ample_memory.ts";
import { canRunApart, endApart, runApart } from "./harness/apart.ts";
import { installTools, isDebianRoot } from "./harness/debian.ts";
import { installDevTools } from "./harness/dev_tools.ts";
import { LiveNotes } from "./harness/live_notes.ts";
import { shareOf } from "./harness/live_shares.ts";
import { type EnginePlan, LiveRuns, planEngines, prepareEngine } from "./harness/live_runs.ts";
import { testPackages } from "./harness/packages.ts";
import { endRunning, onInterrupt } from "./harness/process.ts";
import type { Result } from "./harness/reports.ts";
import {
  runTests,
  type RuntimeName,
  RUNTIMES,
  type TestRun,
  whenRunsEnded,
} from "./harness/runtimes.ts";
import { runStaticCheck, sourceFiles, staticChecks } from "./harness/static_checks.ts";
import { Totals } from "./harness/totals.ts";
import { unitFilesIn } from "./harness/unit_files.ts";
import type { LiveEngine } from "./live/engine.ts";

const { values } = parseArgs({
  options: {
    engine: { type: "string" },
    runtime: { type: "string", default: RUNTIMES.join(",") },
    filter: { type: "string", default: "" },
    unit: { type: "boolean", default: false },
    live: { type: "boolean", default: false },
    static: { type: "boolean", default: false },
    packages: { type: "boolean", default: false },
    soak: { type: "boolean", default: false },
    part: { type: "string", default: "" },
    report: { type: "string", default: "" },
    share: { type: "string", default: "1/1" },
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
const only = values.unit || values.live || values.static || values.packages || values.soak ||
  transports.length > 0;
const files = sourceFiles("tests").filter((file) => file.includes(values.filter));
const tests = files.filter((file) => file.endsWith("_test.ts"));
const packageFiles = tests.filter((file) => file.startsWith("tests/packages/"));
const unitFiles = tests.filter((file) => !/^tests\/(live|soak|packages)\//.test(file));
const [share = 1, shares = 1] = values.share.split("/").map(Number);
const liveFiles = tests.filter((file) => /^tests\/(live|soak)\//.test(file));
/** What can be run on an engine. */
const PARTS = {
  live: shareOf(liveFiles, share, shares),
  // What is in tests/soak runs with few rounds every time; files `*_soak.ts` only at full length.
  soak: files.filter((file) => /^tests\/soak\/.*_(test|soak)\.ts$/.test(file) && !isTable(file)),
  // What goes every way to the engine by itself, and differs from engine to engine.
  tables: files.filter(isTable),
  // What is about Podman is the same for each runtime.
  engines: tests.filter((file) => /^tests\/live\/(?!podman_test)/.test(file)),
};
/** The name of one of them. */
type Part = keyof typeof PARTS;
const mainPart: Part = values.soak ? "soak" : "live";
/** What makes up its inputs: more of them in a soak. */
const fuzzFiles = unitFiles.filter((file) => /\/fuzz_test\.ts$/.test(file));
/** What is about one transport, or about another engine, is left out when others are tried. */
const transportFiles = tests.filter((file) => {
  return /^tests\/live\//.test(file) &&
    !/\/(client|transports|permissions|podman)_test\.ts$/.test(file);
});

/** Something that takes a while. */
type Job = () => Promise<void>;
/** How many of them run at the same time: tests wait as well as work, but more engines take longer. */
const LANES = 3;
/** On how many engines of the same kind the live tests of a runtime are run: less is left for the end. */
const SHARES = 2;

const totals = new Totals();
const engines = new LiveRuns();
let interrupted = false;
onInterrupt(async (signal) => {
  interrupted = true;
  endRunning();
  await Promise.all([engines.interrupt(), whenRunsEnded(), endApart()]);
  totals.addFailure(`${signal}: the run was interrupted`, "");
  process.exit(finish());
});

function isTable(file: string): boolean {
  return /^tests\/soak\/.*_table_test\.ts$/.test(file);
}

/** Prints what was counted, or writes it down for the run that started this one. */
function finish(): number {
  if (values.report === "") return totals.finish();
  writeFileSync(values.report, JSON.stringify(totals.report()));
  return 0;
}

/** Runs jobs in their order, so many at a time. One that cannot go on fails, and the others are run still. */
async function inLanes(count: number, jobs: Job[]): Promise<void> {
  const queue = [...jobs];
  const lane = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      if (interrupted) return;
      await job().catch((error) => {
        if (!interrupted) totals.addFailure("a part of the run stopped", error);
      });
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}

/** Runs something and adds its results. */
async function count(part: string, work: () => Promise<TestRun>): Promise<void> {
  const start = performance.now();
  const { results, seconds } = await work();
  if (!interrupted) totals.add(part, results, (performance.now() - start) / 1000, seconds);
}

async function runAll(): Promise<void> {
  await installDevTools();
  const own = !values.unit && !values.static && !process.env.LONGSHORE_TEST_HOST;
  if (own && isDebianRoot()) await installTools();
  if (values.part !== "") {
    for (const plan of plans(values.engine ?? "")) await tryEngine(plan, values.part as Part);
    return;
  }
  // What only compiles and bundles fills what the tests leave idle; a soak measures, and is alone.
  const others = inLanes(1, checks());
  if (values.soak) await others;
  const live = PARTS[mainPart].length > 0 && (values.live || values.soak || !only)
    ? enginesJobs(plans(values.soak ? "matrix" : values.engine ?? "matrix"), mainPart)
    : [];
  await inLanes(LANES, inOrder(units(), live));
  await others;
  if (fuzzFiles.length > 0 && values.soak) {
    for (const runtime of runtimes) {
      await count(
        `${runtime}, fuzzing`,
        () => runTests(runtime, fuzzFiles, { LONGSHORE_SOAK: "1" }),
      );
    }
  }
  if (PARTS.tables.length > 0 && values.soak) {
    await tryEngines(plans(values.engine ?? "all"), "tables");
  }
  for (const name of transports) {
    for (const plan of plans("20")) await tryTransport(plan, name);
  }
  if (values.soak && values.filter === "") {
    await tryEngines(plans("all"), "engines");
  }
}

/** The order in which the lanes end at about the same time; trees are made beside the first units. */
function inOrder(units: Job[], live: Job[]): Job[] {
  const first = Math.min(live.length, SHARES);
  return [...live.slice(0, first), ...units.slice(0, 2), ...live.slice(first), ...units.slice(2)];
}

/** The unit tests in each runtime, the longest first. */
function units(): Job[] {
  return (["node", "deno", "bun"] as const).flatMap((runtime) => {
    const files = runtimes.includes(runtime) ? unitFilesIn(runtime, runtimes, unitFiles) : [];
    if (files.length === 0 || only && !values.unit) return [];
    return [() => count(`${runtime}, unit`, () => runTests(runtime, files, {}))];
  });
}

/** What says nothing of how long anything takes. */
function checks(): Job[] {
  const jobs: Job[] = [];
  // By itself it need not wait for anything.
  const background = !only;
  if (packageFiles.length > 0 && (values.packages || values.soak || !only)) {
    jobs.push(() => count("packages", () => testPackages(packageFiles, values.soak, background)));
  }
  if (values.filter === "" && (values.static || !only)) {
    jobs.push(() => count("static checks", () => checkAll(background)));
  }
  return jobs;
}

async function checkAll(background: boolean): Promise<TestRun> {
  const results: Result[] = [];
  await inLanes(
    2,
    staticChecks().map((check) => async () => {
      results.push(await runStaticCheck(check, background));
    }),
  );
  return { results, seconds: new Map() };
}

/** What runs on which engine: only the machine's user knows of one that is named. */
function plans(engines: string): EnginePlan[] {
  return planEngines(runtimes, process.env.LONGSHORE_TEST_HOST ? "20" : engines);
}

/** Runs a part on engines: on several at the same time, where each can have a network of its own. */
async function tryEngines(all: EnginePlan[], part: Part): Promise<void> {
  await inLanes(LANES, enginesJobs(all, part));
}

/** The jobs that run a part on engines: one for each, where each can have a network of its own. */
function enginesJobs(all: EnginePlan[], part: Part): Job[] {
  const isApart = all.length > 1 && !process.env.LONGSHORE_TEST_HOST && canRunApart();
  if (!isApart) {
    return [async () => {
      for (const plan of all) await tryEngine(plan, part);
    }];
  }
  // While there is a network that leads somewhere, and one after the other.
  let prepared: Promise<unknown> = Promise.resolve();
  const prepare = ({ source }: EnginePlan): Promise<void> => {
    const own = prepared.then(() => prepareEngine(source));
    prepared = own.catch(() => {});
    return own;
  };
  // The machine's own engine, the last, has the tests that take longest.
  return all.toReversed().flatMap((plan) => {
    const isReady = prepare(plan);
    isReady.catch(() => {});
    const isShared = part === "live" && plan.runtimes.length === 1 && liveFiles.length > 2 * SHARES;
    const parts = isShared ? SHARES : 1;
    // What is said of all shares is summed here.
    const notes = isShared ? new LiveNotes() : undefined;
    process.once("exit", () => notes?.remove());
    let engine = `Engine ${plan.source.name}`;
    let left = parts;
    return Array.from({ length: parts }, (_, index) => () =>
      attempt(plan, async () => {
        await isReady;
        const args = [
          `--part=${part}`,
          `--engine=${plan.source.name}`,
          `--runtime=${plan.runtimes.join(",")}`,
          `--filter=${values.filter}`,
          `--share=${index + 1}/${parts}`,
        ];
        const report = await runApart(args, notes?.env);
        engine = report.onEngines[0]?.engine ?? engine;
        totals.merge(report);
      }).finally(() => {
        if (--left === 0) {
          notes?.print(plan.runtimes[0]!, engine, !interrupted && values.filter === "");
        }
      }));
  });
}

/** Runs a part on one engine. */
async function tryEngine(plan: EnginePlan, part: Part): Promise<void> {
  await onEngine(plan, async ({ env, title }) => {
    for (const runtime of plan.runtimes) {
      if (interrupted) return;
      const given = LiveNotes.given();
      const notes = given ? undefined : new LiveNotes();
      const what = part === "soak" || part === "tables" ? "soak" : "live";
      const own = { ...env, LONGSHORE_SOAK: what === "soak" ? "1" : "", ...notes?.env ?? given };
      const name = shares > 1 ? `${what} ${values.share}` : what;
      await count(`${runtime}, ${name} on ${title}`, () => runTests(runtime, PARTS[part], own));
      notes?.print(runtime, title, !interrupted && values.filter === "" && what === "live");
    }
  });
}

/** Does something with an engine. One that cannot be had fails, and the others are tried still. */
async function attempt(plan: EnginePlan, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (interrupted) return;
    totals.addFailure(`${plan.runtimes.join(", ")} on Engine ${plan.source.name}`, error);
  }
}

function onEngine(plan: EnginePlan, work: (engine: LiveEngine) => Promise<void>): Promise<void> {
  // What is built, committed and removed waits for no disk then; a soak may keep more than fits.
  const inMemory = (values.part || mainPart) === "live" && hasAmpleMemory();
  return attempt(plan, () => engines.on(plan.source, work, inMemory));
}

/** Runs the live tests over one way to the engine. */
async function tryTransport(plan: EnginePlan, name: string): Promise<void> {
  await onEngine(plan, async ({ env, title }) => {
    if (!env.LONGSHORE_TEST_TLS_HOST) {
      throw new Error("Transports need an engine of the tests' own");
    }
    const { isTransport, openTransport } = await import("./live/transports.ts");
    if (!isTransport(name)) throw new Error(`Cannot try the transport "${name}"`);
    const { settings, stop } = await openTransport(name, {
      host: env.LONGSHORE_TEST_HOST!,
      tlsHost: env.LONGSHORE_TEST_TLS_HOST,
      tlsDirectory: env.LONGSHORE_TEST_TLS_DIRECTORY!,
    });
    try {
      const own = { ...env, LONGSHORE_TEST_CONNECTION: JSON.stringify(settings) };
      for (const runtime of plan.runtimes) {
        if (interrupted) return;
        const part = `${runtime}, live over ${name} on ${title}`;
        await count(part, () => runTests(runtime, transportFiles, own));
      }
    } finally {
      await stop();
    }
  });
}

try {
  await runAll();
} catch (error) {
  if (!interrupted) totals.addFailure("the run stopped", error);
}
if (!interrupted) {
  process.exit(finish());
}
