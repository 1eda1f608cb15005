/**
 * Runs unit tests in Deno and prints how much of the sources they reach: `deno task coverage`.
 *
 * - `--missing`: with the lines and branches that no test reaches
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { run } from "./harness/process.ts";

const { values } = parseArgs({ options: { missing: { type: "boolean", default: false } } });

/** The sources that are measured, and the tests that reach them. */
const AREAS = ["http", "streams", "tar", "h2", "convert"];
const TESTS = [...AREAS.map((area) => `tests/${area}`), "tests/specs", "tests/fuzz", "tests/bytes"];
/** The share of branches that is aimed at. */
const AIM = 95;

/** How many there are, and how many of them were reached. */
interface Count {
  found: number;
  hit: number;
}

const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-coverage-"));
try {
  const test = await run(process.execPath, [
    ...["test", "-A", "--no-check", "--quiet", `--coverage=${directory}`, ...TESTS],
  ], { timeout: 900 });
  if (test.code !== 0) throw new Error(`Cannot measure: tests fail\n${test.text.slice(-3000)}`);
  const report = await run(process.execPath, ["coverage", "--lcov", directory], { timeout: 300 });
  print(report.text);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function print(lcov: string): void {
  const areas = new Map(AREAS.map((area) => [area, { lines: none(), branches: none() }]));
  const missing: string[] = [];
  for (const record of lcov.split("end_of_record")) {
    const file = /^SF:(.*)$/m.exec(record)?.[1]?.replace(/^.*\/(?=src\/)/, "");
    const area = areas.get(/^src\/(\w+)\//.exec(file ?? "")?.[1] ?? "");
    if (file === undefined || area === undefined) continue;
    add(area.lines, record, "L");
    add(area.branches, record, "BR");
    const dead = [...record.matchAll(/^BRDA:(\d+),\d+,\d+,0$/gm)].map(([, line]) => line);
    const unseen = [...record.matchAll(/^DA:(\d+),0$/gm)].map(([, line]) => line);
    if (dead.length + unseen.length > 0) {
      missing.push(`${file}: branches at ${dead.join(", ")}; lines ${unseen.join(", ")}`);
    }
  }
  console.log("| sources | branches | lines |\n| ------- | -------- | ----- |");
  for (const [name, { lines, branches }] of areas) {
    console.log(`| src/${name} | ${share(branches)} | ${share(lines)} |`);
    if (100 * branches.hit < AIM * branches.found) process.exitCode = 1;
  }
  if (values.missing) console.log(missing.join("\n"));
}

function none(): Count {
  return { found: 0, hit: 0 };
}

function add(count: Count, record: string, what: string): void {
  count.found += Number(new RegExp(`^${what}F:(\\d+)$`, "m").exec(record)?.[1] ?? 0);
  count.hit += Number(new RegExp(`^${what}H:(\\d+)$`, "m").exec(record)?.[1] ?? 0);
}

function share({ found, hit }: Count): string {
  return `${(100 * hit / Math.max(found, 1)).toFixed(1)} % of ${found}`;
}
