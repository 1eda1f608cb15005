/**
 * Tells what bundles of a few programs weigh, minified, for one runtime: `deno task bundle`. With
 * `--check` it fails where one is heavier than its limit or holds what it must not.
 *
 * The programs are split as esbuild splits them: what is counted is loaded by a program that talks to a
 * unix socket in Node, its adapter included.
 *
 * @module
 */
import process from "node:process";
import { build, type Metafile } from "esbuild";

/** A program and what its bundle may be. */
interface Program {
  /** Its name in the table. */
  name: string;
  /** Its source. */
  source: string;
  /** The most that it may weigh, in bytes. */
  limit: number;
  /** What none of its files may be called. */
  without: RegExp;
}

const NO_OTHERS =
  /\/(h2|tar|build|objects|specs|auth|contexts|environment)\/|\/api\/(swarm|services|images)\/|\/connect\/(connect_error|ssh|ssh_arguments|tls|tls_config|tls_material|tls_problems)\.ts|\/http\/(upload|websocket)/;
const PROGRAMS: Program[] = [
  {
    name: "inspectContainer",
    source: `import { createEngine, inspectContainer } from "./src/api/mod.ts";
      console.log(await inspectContainer(createEngine(), "web"));`,
    limit: 59_000,
    without: NO_OTHERS,
  },
  {
    name: "logs",
    source: `import { createEngine, logs } from "./src/api/mod.ts";
      console.log(await logs(createEngine(), "web"));`,
    limit: 71_700,
    without: NO_OTHERS,
  },
  {
    name: "runContainer",
    source: `import { createEngine, runContainer } from "./src/objects/mod.ts";
      console.log(await runContainer(createEngine(), "busybox", "date"));`,
    limit: 121_200,
    without:
      /\/(h2|tar|build|contexts|environment)\/|\/auth\/(config|credentials|helper)|\/api\/(swarm|services|build|images|plugins)\/|\/http\/upload/,
  },
  {
    name: "APIClient",
    source: `import { APIClient } from "./src/client.ts";
      console.log(await new APIClient().ping());`,
    limit: 150_000,
    without:
      /src\/(h2|tar|build|contexts|objects|environment)\/|\/auth\/(config|credentials|helper)|\/api\/(nodes|plugins|services)\/|\/http\/upload/,
  },
];
const ADAPTER = "src/connect/node.ts";

/** Adds an output and all that it imports at once. */
function collect(outputs: Metafile["outputs"], file: string, into: Set<string>): void {
  if (into.has(file)) return;
  into.add(file);
  for (const { path, kind } of outputs[file]!.imports) {
    if (kind === "import-statement" && outputs[path] !== undefined) collect(outputs, path, into);
  }
}

let failed = false;
for (const { name, source, limit, without } of PROGRAMS) {
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: "ts", sourcefile: "entry.ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    splitting: true,
    outdir: "out",
    write: false,
    metafile: true,
  });
  const { outputs } = metafile;
  const loaded = new Set<string>();
  for (const [file, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === "entry.ts" || entryPoint === ADAPTER) collect(outputs, file, loaded);
  }
  const files = [...loaded].flatMap((file) => Object.entries(outputs[file]!.inputs));
  const bytes = [...loaded].reduce((sum, file) => sum + outputs[file]!.bytes, 0);
  const wrong = files.filter(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 && without.test(file)
  );
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB of at most ${limit / 1000} kB`);
  for (const [file] of wrong) console.log(`  it must not hold ${file}`);
  failed ||= bytes > limit || wrong.length > 0 || loaded.size === 0;
}
if (failed && process.argv.includes("--check")) process.exit(1);
// esbuild's service would keep the process.
process.exit(0);
