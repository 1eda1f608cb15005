/**
 * Measures this client beside hand-written loops and other clients, and prints tables.
 *
 * `deno task bench [section ...] [--rounds=5] [--runtime=deno] [--engine=20] [--against=REV] [--write]`
 *
 * With `--write` each table takes the place of the one of its title in `bench/README.md`, as soon as
 * its section is done, and the table of the goals is made anew.
 * Without a section all are measured but the hour. With `--against` this tree is compared with the
 * commit REV, or with one that `git` names so, such as `HEAD~1`.
 *
 * @module
 */
import process from "node:process";
import { installDevTools } from "../tests/harness/dev_tools.ts";
import { say } from "../tests/harness/process.ts";
import { RUNTIMES } from "../tests/harness/runtimes.ts";
import { compare } from "./lib/against.ts";
import { Bench } from "./lib/bench.ts";
import { writeGoals, writeTable } from "./lib/readme.ts";
import { printed } from "./lib/table.ts";
import { buildBytes, buildFiles } from "./sections/builds.ts";
import { bulk, engineBulk } from "./sections/bulk.ts";
import { bundles } from "./sections/bundles.ts";
import { connections } from "./sections/connections.ts";
import { events } from "./sections/events.ts";
import { followed, hour } from "./sections/followed.ts";
import { frames } from "./sections/frames.ts";
import { engineLogs, logs } from "./sections/logs.ts";
import { pings } from "./sections/pings.ts";
import { engineRequests, lists, requests } from "./sections/requests.ts";
import { startup } from "./sections/startup.ts";
import { tar } from "./sections/tar.ts";
import { tls } from "./sections/tls.ts";

const SECTIONS: Record<string, (bench: Bench) => Promise<void>> = {
  requests,
  lists,
  frames,
  logs,
  events,
  tar,
  bulk,
  followed,
  tls,
  connections,
  pings,
  startup,
  bundles,
  "engine-requests": engineRequests,
  "engine-logs": engineLogs,
  "engine-bulk": engineBulk,
  "build-files": buildFiles,
  "build-bytes": buildBytes,
  hour,
};

/** Puts what was printed since into the README, if that is asked for. */
function publish(): void {
  const tables = printed.splice(0);
  if (!args.includes("--write")) return;
  for (const { title, head, rows } of tables) writeTable(title, head, rows);
  writeGoals();
}

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const chosen = args.filter((arg) => !arg.startsWith("--"));
const unknown = chosen.find((name) => !Object.hasOwn(SECTIONS, name));
if (unknown !== undefined) {
  throw new Error(`Unknown section "${unknown}"; there are ${Object.keys(SECTIONS).join(", ")}`);
}
const sections = chosen.length > 0
  ? chosen
  : Object.keys(SECTIONS).filter((name) => name !== "hour");
const wanted = option("runtime");
if (wanted !== undefined && args.includes("--write")) {
  throw new Error("--write replaces whole tables: leave --runtime out");
}
const runtimes = RUNTIMES.filter((runtime) => wanted === undefined || runtime === wanted);

await installDevTools();
const bench = new Bench(Number(option("rounds") ?? 5), runtimes, option("engine"));
try {
  await bench.start();
  const revision = option("against");
  if (revision === undefined) {
    for (const name of sections) {
      const start = performance.now();
      await SECTIONS[name]!(bench);
      publish();
      say(`${name}: ${Math.round((performance.now() - start) / 1000)} s`);
    }
  } else {
    if (!await compare(bench, revision)) process.exitCode = 1;
    publish();
  }
} finally {
  await bench.stop();
}
