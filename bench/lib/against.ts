import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { runOrThrow, say } from "../../tests/harness/process.ts";
import type { Bench } from "./bench.ts";
import { Scripts } from "./scripts.ts";
import { median, Rounds } from "./statistics.ts";
import { print } from "./table.ts";

/** A median beyond this is a regression, if all but few of the rounds say so. */
const LIMIT = 1.15;
/** What three rounds in four have to be beyond: one that was disturbed proves nothing. */
const QUARTILE_LIMIT = 1.05;

interface Row {
  name: string;
  worker: string;
  args: (string | number)[];
  /** The figure that is compared; less is better. */
  key: string;
}

/**
 * Compares these sources with those of another commit, on a few rows, by ratios within one run.
 *
 * @param bench What is measured with.
 * @param revision The commit.
 * @returns Whether nothing has become slower.
 */
export async function compare(bench: Bench, revision: string): Promise<boolean> {
  const { socket } = bench;
  const rows: Row[] = [
    {
      name: "ping, 16 at a time",
      worker: "requests",
      args: ["longshore", socket, "ping", 16, 500],
      key: "us",
    },
    {
      name: "list, 16 at a time",
      worker: "requests",
      args: ["longshore", socket, "list", 16, 500],
      key: "us",
    },
    {
      name: "frames of 100 bytes in batches",
      worker: "frames",
      args: ["batches", 100, 64],
      key: "us",
    },
    {
      name: "frames of 100 bytes, one by one",
      worker: "frames",
      args: ["frames", 100, 64],
      key: "us",
    },
    {
      name: "logs as one text",
      worker: "logs",
      args: ["whole", socket, "exited", 2e7],
      key: "ms",
    },
    {
      name: "logs in frames",
      worker: "logs",
      args: ["frames", socket, "exited", 2e7],
      key: "ms",
    },
    { name: "events", worker: "events", args: ["batches", socket, 200_000], key: "ms" },
    {
      name: "pack 10,000 x 1 KiB",
      worker: "tar",
      args: ["longshore", "pack", 10_000, 1024],
      key: "ms",
    },
    {
      name: "unpack 10,000 x 1 KiB",
      worker: "tar",
      args: ["longshore", "unpack", 10_000, 1024],
      key: "ms",
    },
    {
      name: "get 256 MiB",
      worker: "bulk",
      args: ["longshore", socket, "get", "of-268435456", "/file", 268435456],
      key: "ms",
    },
    {
      name: "put 256 MiB",
      worker: "bulk",
      args: ["longshore", socket, "put", "of-268435456", "/", 268435456],
      key: "ms",
    },
    {
      name: "CPU to open a followed stream",
      worker: "followed",
      args: ["longshore", socket, "1.44", 200],
      key: "cpu",
    },
    {
      name: "memory of a followed stream",
      worker: "followed",
      args: ["longshore", socket, "1.44", 200],
      key: "rss",
    },
  ];
  const workers = [...new Set(rows.map(({ worker }) => `workers/${worker}`))];
  const before = await checkOut(revision);
  let good = true;
  try {
    await bench.scripts.bundle(workers);
    await before.bundle(workers);
    const lines: string[][] = [];
    for (const runtime of bench.runtimes) {
      for (const { name, worker, args, key } of rows) {
        const result = new Rounds();
        await result.run(bench.rounds, {
          before: () => before.figures(runtime, worker, args),
          now: () => bench.scripts.figures(runtime, worker, args),
        });
        const ratios = result.ratios("now", "before", key).sort((a, b) => a - b);
        const slower = median(ratios) > LIMIT && ratios[ratios.length >> 2]! > QUARTILE_LIMIT;
        if (slower) good = false;
        lines.push([
          runtime,
          name,
          median(ratios).toFixed(2),
          `${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)}`,
          slower ? "slower" : "",
        ]);
      }
    }
    print(
      `Times ${revision}'s (less is better)`,
      ["runtime", "what", "median", "rounds", ""],
      lines,
    );
    return good;
  } finally {
    rmSync(before.root, { recursive: true, force: true });
  }
}

/** Puts a commit's sources beside this tree's benchmarks and packages. */
async function checkOut(revision: string): Promise<Scripts> {
  const hash = (await runOrThrow("git", ["rev-parse", "--verify", `${revision}^{commit}`])).trim();
  say(`comparing with ${hash.slice(0, 10)}`);
  const root = path.resolve(`.cache/against-${process.pid}`);
  mkdirSync(root, { recursive: true });
  await runOrThrow("sh", [
    "-c",
    `git archive ${hash} mod.ts src deno.json package.json | tar -x -C ${root}`,
  ]);
  cpSync("bench", path.join(root, "bench"), { recursive: true });
  symlinkSync(path.resolve("node_modules"), path.join(root, "node_modules"));
  return new Scripts(root);
}
