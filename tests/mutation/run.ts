/**
 * Changes the sources one place at a time and tells which changes the unit tests notice:
 * `deno task mutate [OPTION...]`.
 *
 * - `--area=NAME[,NAME]`: only these of http, streams, tar and ports
 * - `--file=TEXT`: only files whose path holds the text
 * - `--sample=N`: so many changes, chosen at random; 0 is all of them
 * - `--seed=N`: what decides on the choice
 * - `--again=FILE`: only the changes that survived by an earlier run's output
 *
 * @module
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { bunProgram, installDevTools } from "../harness/dev_tools.ts";
import { sourceFiles } from "../harness/static_checks.ts";
import { randomNumbers } from "../splits.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

/** The sources that are changed, and the tests that should notice. */
const AREAS: Readonly<Record<string, { sources: string; tests: readonly string[] }>> = {
  streams: {
    sources: "src/streams/",
    tests: ["tests/streams/", "tests/fuzz/fuzz_test.ts", "tests/linear_growth_test.ts"],
  },
  tar: {
    sources: "src/tar/",
    tests: ["tests/tar/", "tests/fuzz/fuzz_test.ts", "tests/linear_growth_test.ts"],
  },
  ports: {
    sources: "src/convert/ports/",
    tests: ["tests/convert/ports/", "tests/convert/host_config/", "tests/specs/"],
  },
  http: {
    sources: "src/http/",
    tests: ["tests/http/", "tests/fuzz/fuzz_test.ts", "tests/linear_growth_test.ts"],
  },
};
/** Which changes were looked at and change nothing that can be seen: file, line, change, why. */
const JUDGED = "tests/mutation/judged.tsv";
/** How long a single test may take, in milliseconds. */
const TEST_LIMIT = 10_000;
/** How many times as long as without a change tests may take, before they have noticed one. */
const PATIENCE = 4;
/** How long they may take in any case, in milliseconds. */
const LEAST_LIMIT = 8000;

const { values } = parseArgs({
  options: {
    area: { type: "string", default: Object.keys(AREAS).join(",") },
    file: { type: "string", default: "" },
    sample: { type: "string", default: "300" },
    again: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});

await installDevTools();
const judged = new Set(
  readFileSync(JUDGED, "utf8").trim().split("\n")
    .map((line) => line.split("\t").slice(0, 3).join("\t")),
);
/** The test that noticed the last change, by the file that was changed: it may notice the next one too. */
const noticed = new Map<string, string>();
/** How long tests take without a change, in milliseconds, by their files. */
const durations = new Map<string, number>();
/** The changes that are tried again; all without it. */
const again = values.again === undefined ? null : new Set(
  readFileSync(values.again, "utf8").split("\n")
    .filter((line) => line.startsWith("survived: ")).map((line) => line.slice(10)),
);
const copied = sourceFiles("tests").filter((file) => file.endsWith("_test.ts"));
const unchanged = copyTree();
const copies = [0, 1, 2].map(() => copyTree());
process.on("exit", () => {
  for (const copy of [unchanged, ...copies]) rmSync(copy, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

console.log(`seed ${values.seed}`);
const random = randomNumbers(Number(values.seed));
let [killed, survived, equal] = [0, 0, 0];
for (const name of values.area.split(",")) {
  const area = AREAS[name];
  if (area === undefined) throw new Error(`Cannot mutate "${name}": no such area`);
  const files = sourceFiles(area.sources)
    .filter((file) => file.includes(values.file) && !file.endsWith("types.ts"));
  const mutants = files.flatMap((file) => mutantsOf(file, readFileSync(file, "utf8")));
  const all = mutants.length;
  tellStale(files, mutants);
  const tried = mutants.filter((mutant) => again === null || again.has(keyOf(mutant)));
  const chosen = choose(tried, Math.ceil(Number(values.sample) / values.area.split(",").length));
  await measure(testFiles(area.tests));
  const before = { killed, survived, equal };
  await Promise.all(copies.map(async (copy) => {
    for (let mutant = chosen.shift(); mutant !== undefined; mutant = chosen.shift()) {
      if (await isNoticed(copy, mutant, area.tests)) killed++;
      else if (judged.has(keyOf(mutant))) equal++;
      else {
        survived++;
        console.log(`survived: ${keyOf(mutant)}`);
      }
    }
  }));
  const [own, left] = [killed - before.killed, survived - before.survived];
  const same = equal - before.equal;
  console.log(
    `${name}: ${own} of ${own + left} killed (${
      share(own, left)
    }), ${same} change nothing; ${all} in all`,
  );
}
console.log(
  `${killed} of ${killed + survived} killed (${share(killed, survived)}), ${equal} change nothing`,
);
process.exit();

function share(killed: number, survived: number): string {
  return `${(100 * killed / Math.max(killed + survived, 1)).toFixed(1)} %`;
}

/** What a mutant is called among those that were judged. */
function keyOf({ file, line, before, after }: Mutant): string {
  const short = (code: string): string => code.replace(/\s+/g, " ").slice(0, 60);
  return `${file}\t${line}\t${short(before)} -> ${short(after)}`;
}

function choose(mutants: Mutant[], count: number): Mutant[] {
  if (Number(values.sample) === 0) return mutants;
  const left = [...mutants];
  const chosen: Mutant[] = [];
  while (chosen.length < count && left.length > 0) {
    chosen.push(...left.splice(random(left.length), 1));
  }
  return chosen;
}

function copyTree(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), "longshore-mutants-"));
  for (const part of ["src", "tests", "mod.ts", "package.json", "deno.json"]) {
    cpSync(part, path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.resolve("node_modules"), path.join(copy, "node_modules"));
  return copy;
}

/** Tells of what was judged and is no longer there. */
function tellStale(files: readonly string[], mutants: readonly Mutant[]): void {
  const there = new Set(mutants.map(keyOf));
  for (const key of judged) {
    if (!files.includes(key.split("\t")[0]!) || there.has(key)) continue;
    console.log(`judged, but no longer there: ${key}`);
    process.exitCode = 1;
  }
}

/** Notes how long each test takes where nothing was changed; all have to pass there. */
async function measure(files: readonly string[]): Promise<void> {
  for (const file of files) {
    // One after the other, and once more where one has a limit in time that it has missed.
    for (let attempt = 0; attempt < 3 && !durations.has(file); attempt++) {
      const began = performance.now();
      const { passed } = await runTests(unchanged, [file], 180_000);
      if (passed) durations.set(file, performance.now() - began);
    }
    if (!durations.has(file)) throw new Error(`Cannot mutate: ${file} fails without any change`);
  }
}

async function isNoticed(copy: string, mutant: Mutant, tests: readonly string[]): Promise<boolean> {
  const file = path.join(copy, mutant.file);
  const text = readFileSync(file, "utf8");
  const stages = stagesFor(mutant, tests);
  writeFileSync(file, text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end));
  try {
    for (const stage of stages) {
      const usual = stage.reduce((sum, test) => sum + durations.get(test)!, 0);
      const limit = Math.max(LEAST_LIMIT, Math.ceil(PATIENCE * usual));
      const { passed, last } = await runTests(copy, stage, limit);
      if (passed) continue;
      if (last !== undefined) noticed.set(mutant.file, last);
      return true;
    }
    return false;
  } finally {
    writeFileSync(file, text);
  }
}

/** Tests in the order in which they notice, as a rule: those of the same name, of the room, others. */
function stagesFor(mutant: Mutant, tests: readonly string[]): string[][] {
  const name = path.basename(mutant.file, ".ts");
  const stages: string[][] = [[], [], []];
  for (const file of testFiles(tests)) {
    const isOwn = path.basename(file) === `${name}_test.ts` || noticed.get(mutant.file) === file;
    stages[isOwn ? 0 : tests.includes(file) ? 2 : 1]!.push(file);
  }
  return stages.filter((stage) => stage.length > 0);
}

/** The tests of a list of files and directories: what is written behind the copies is in none of them. */
function testFiles(tests: readonly string[]): string[] {
  return copied.filter((file) => tests.some((test) => file.startsWith(test)));
}

/** Runs tests until one fails; tells as well which file was the last. */
function runTests(
  copy: string,
  files: readonly string[],
  limit: number,
): Promise<{ passed: boolean; last: string | undefined }> {
  return new Promise((resolve, reject) => {
    const args = ["test", "--bail", `--timeout=${TEST_LIMIT}`, ...files.map((file) => `./${file}`)];
    const child = spawn(bunProgram(), args, {
      cwd: copy,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: limit,
      killSignal: "SIGKILL",
    });
    let last: string | undefined;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      last = [...text.matchAll(/^(tests\/\S+_test\.ts):$/gm)].at(-1)?.[1] ?? last;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ passed: code === 0, last }));
  });
}
