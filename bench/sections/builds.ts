import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { APIClient } from "../../mod.ts";
import { Buildx } from "../../tests/harness/buildx.ts";
import { run } from "../../tests/harness/process.ts";
import type { Bench } from "../lib/bench.ts";
import { type Figures, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const MIB = 1024 * 1024;
const TAG = "longshore-bench:build";

/** A directory of 20,000 small files, built with BuildKit. */
export async function buildFiles(bench: Bench): Promise<void> {
  await measure(bench, "20,000 files", (directory) => {
    for (let index = 0; index < 20_000; index++) {
      const name = path.join(directory, `${index % 20}/${index % 400}`);
      mkdirSync(name, { recursive: true });
      writeFileSync(path.join(name, `${index}.txt`), `file ${index}\n`.repeat(index % 100));
    }
  });
}

/** A directory of 1 GiB in 16 files, built with BuildKit. */
export async function buildBytes(bench: Bench): Promise<void> {
  await measure(bench, "1 GiB", (directory) => {
    for (let index = 0; index < 16; index++) {
      const content = new Uint8Array(64 * MIB);
      for (let at = 0; at < content.length; at += 65536) {
        crypto.getRandomValues(content.subarray(at, at + 65536));
      }
      writeFileSync(path.join(directory, String(index)), content);
    }
  });
}

/** Measures the whole of a build, from the start of the process to its end, beside `docker buildx build`. */
async function measure(
  bench: Bench,
  what: string,
  make: (directory: string) => void,
): Promise<void> {
  const { socket } = await bench.engine();
  await bench.scripts.bundle(["workers/build"]);
  const buildx = await Buildx.open();
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-builds-"));
  await using client = new APIClient({ baseUrl: `unix://${socket}`, timeout: 600 });
  const builders: Record<string, () => Promise<Figures>> = {
    buildx: () => buildTheirs(buildx, socket, directory),
  };
  for (const runtime of bench.runtimes) {
    builders[runtime] = async (): Promise<Figures> => {
      const start = performance.now();
      const args = [socket, directory, TAG];
      // One file, as the release has it: reading the sources is no part of a build.
      const figures = await bench.scripts.figures(runtime, "build", args, 600, true);
      return { ...figures, whole: performance.now() - start };
    };
  }
  const results = { first: new Rounds(), second: new Rounds() };
  try {
    make(directory);
    writeFileSync(path.join(directory, "Dockerfile"), "FROM scratch\nCOPY . /\n");
    // Each finds an engine that has just thrown a build away, the first one too.
    await builders.buildx!();
    await client.removeImage(TAG);
    for (let round = 0; round < bench.rounds; round++) {
      const names = Object.keys(builders);
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        // The engine has nothing of it, then it has all.
        await client.pruneBuilds({ all: true });
        await run("sync", []);
        for (const result of [results.first, results.second]) {
          await result.run(1, { [name]: builders[name]! });
        }
        await client.removeImage(TAG);
      }
    }
  } finally {
    buildx.close();
    rmSync(directory, { recursive: true, force: true });
  }
  const { runtimes } = bench;
  print(
    `${what} built with BuildKit: milliseconds of the whole process (times buildx's) and of the call alone, by how many MiB it grew, and its CPU ms`,
    [
      ...["build", "buildx", ...runtimes],
      ...runtimes.map((runtime) => `call, ${runtime}`),
      ...runtimes.map((runtime) => `MiB, ${runtime}`),
      "MiB, buildx in all",
      "CPU, buildx",
      ...runtimes.map((runtime) => `CPU, ${runtime}`),
    ],
    Object.entries(results).map(([which, result]) => [
      which,
      fixed(result.median("buildx", "whole")),
      ...runtimes.map((runtime) => cell(result, runtime, "whole", "buildx")),
      ...runtimes.map((runtime) => fixed(result.median(runtime, "ms"))),
      ...runtimes.map((runtime) => fixed(result.median(runtime, "growth"))),
      fixed(result.median("buildx", "growth")),
      fixed(result.median("buildx", "cpu")),
      ...runtimes.map((runtime) => fixed(result.median(runtime, "cpu"))),
    ]),
  );
}

async function buildTheirs(
  buildx: Buildx,
  socket: string,
  directory: string,
): Promise<Figures> {
  const start = performance.now();
  const args = ["build", "--progress=quiet", "--provenance=false", "--tag", TAG, directory];
  const env = { ...process.env, ...buildx.env(`unix://${socket}`) };
  const child = spawn(buildx.program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => words += text);
  let [peak, cpu] = [0, 0];
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peak = Math.max(peak, Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
      // Behind the name, which ends with the last bracket, the 12th and 13th are hundredths of a second.
      const numbers = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)!.split(
        " ",
      );
      cpu = Math.max(cpu, (Number(numbers[11]) + Number(numbers[12])) * 10);
    } catch {
      // It has ended.
    }
  }, 20);
  const [code] = await once(child, "exit");
  clearInterval(timer);
  if (code !== 0) throw new Error(`Cannot build with buildx: ${words}`);
  return { whole: performance.now() - start, growth: peak, cpu };
}
