import { mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { bunProgram } from "../../tests/harness/dev_tools.ts";
import { run, runOrThrow } from "../../tests/harness/process.ts";
import type { RuntimeName } from "../../tests/harness/runtimes.ts";
import type { Figures } from "./statistics.ts";

const BUNDLES = ".cache/bench";

/** A file that a bundler makes. */
export interface BundledFile {
  /** Its size. */
  bytes: number;
  /** What it imports, and how. */
  imports: { path: string; kind: string }[];
  /** The module that it is made for. */
  entryPoint?: string;
}

/** The scripts of one tree of sources, this one or that of another commit. */
export class Scripts {
  /** The directory of the tree. */
  readonly root: string;

  /** @param root The directory of the tree. */
  constructor(root: string = process.cwd()) {
    this.root = root;
  }

  /**
   * Bundles scripts for Node, which reads no TypeScript, and for the figures of single files.
   *
   * @param files The scripts, by their path below `bench/` without the ending.
   * @param settings What the bundler is told besides.
   * @throws {Error} When one does not compile, with the bundler's message.
   */
  async bundle(files: string[], settings: Record<string, unknown> = {}): Promise<void> {
    mkdirSync(path.join(this.root, BUNDLES), { recursive: true });
    const options = { ...this.#options(files), ...settings };
    const script = `import { build } from "esbuild"; await build(${JSON.stringify(options)});`;
    await runOrThrow("node", ["--input-type=module", "--eval", script], { timeout: 120 });
  }

  /**
   * Bundles scripts into nothing, and tells what the files would be.
   *
   * @param files The scripts, by their path below `bench/` without the ending.
   * @param settings What the bundler is told besides.
   */
  async outputs(
    files: string[],
    settings: Record<string, unknown>,
  ): Promise<Record<string, BundledFile>> {
    const options = {
      ...this.#options(files),
      ...settings,
      write: false,
      metafile: true,
    };
    const script = `import { build } from "esbuild";
      const { metafile } = await build(${JSON.stringify(options)});
      console.log(JSON.stringify(metafile.outputs));`;
    const args = ["--input-type=module", "--eval", script];
    return JSON.parse(await runOrThrow("node", args, { timeout: 120 }));
  }

  #options(files: string[]): Record<string, unknown> {
    return {
      absWorkingDir: this.root,
      entryPoints: files.map((file) => `bench/${file}.ts`),
      outdir: path.join(BUNDLES, "bench"),
      outbase: "bench",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      logLevel: "warning",
    };
  }

  /** The command that runs a script. */
  command(runtime: RuntimeName, file: string, bundled: boolean): string[] {
    const script = path.join(this.root, bundled ? this.bundled(file) : `bench/${file}.ts`);
    switch (runtime) {
      case "deno": {
        const flags = ["--no-check", "--v8-flags=--expose-gc"];
        return [process.execPath, "run", "-A", ...(bundled ? [] : flags), script];
      }
      case "bun":
        return [bunProgram(), script];
      case "node":
        return ["node", ...(file.startsWith("workers/ping_") ? [] : ["--expose-gc"]), script];
    }
  }

  /** Where the bundle of a script is. */
  bundled(file: string): string {
    return path.join(BUNDLES, "bench", `${file}.mjs`);
  }

  /**
   * Runs a worker and returns what it reports.
   *
   * @param bundled Whether it is the one file that {@linkcode Scripts.bundle} made of it.
   * @throws {Error} When it fails, with what it printed.
   */
  async figures(
    runtime: RuntimeName,
    worker: string,
    args: (string | number)[],
    timeout = 120,
    bundled: boolean = runtime === "node",
  ): Promise<Figures> {
    const [program, ...rest] = this.command(runtime, `workers/${worker}`, bundled);
    const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
    const { code, text, stdout } = await run(program!, [...rest, ...args.map(String)], {
      timeout,
      env,
    });
    if (code !== 0) throw new Error(`${runtime} ${worker} ${args.join(" ")} failed:\n${text}`);
    return JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
  }
}

/** Runs a command and returns how many milliseconds it took. */
export async function wallTime(program: string, args: string[]): Promise<Figures> {
  const start = performance.now();
  const { code, text } = await run(program, args, { timeout: 120 });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed:\n${text}`);
  return { ms: performance.now() - start };
}
