import type { Bench } from "../lib/bench.ts";
import type { BundledFile } from "../lib/scripts.ts";
import { fixed, print } from "../lib/table.ts";

const PROGRAMS = ["functions", "inspect", "longshore"].map((name) => `workers/ping_${name}`);

/** How large a program becomes that calls one function, or has the class. */
export async function bundles(bench: Bench): Promise<void> {
  const rows: string[][] = [];
  const add = (name: string, sizes: number[]): void => {
    rows.push([name, ...sizes.map((bytes) => fixed(bytes / 1000, 1))]);
  };
  add(
    "one file",
    await Promise.all(PROGRAMS.map(async (program) => {
      const outputs = await bench.scripts.outputs([program], { minify: true });
      return Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
    })),
  );
  for (const runtime of bench.runtimes) {
    const adapter = `src/connect/${runtime}.ts`;
    add(
      `entry and adapter, ${runtime}`,
      await Promise.all(PROGRAMS.map(async (program) => {
        const outputs = await bench.scripts.outputs([program], { minify: true, splitting: true });
        return sizeOf(outputs, [`bench/${program}.ts`, adapter]);
      })),
    );
  }
  print("Bundled and minified, kB", ["as", "ping()", "inspectContainer()", "the class"], rows);
}

/** The size of what holds some modules, with all that it imports at once. */
function sizeOf(outputs: Record<string, BundledFile>, modules: string[]): number {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement" && path in outputs) add(path);
    }
  };
  for (const module of modules) {
    add(Object.keys(outputs).find((name) => outputs[name]!.entryPoint === module)!);
  }
  return [...found].reduce((sum, name) => sum + outputs[name]!.bytes, 0);
}
