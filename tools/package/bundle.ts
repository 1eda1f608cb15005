import path from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import { build, type BuildOptions } from "esbuild";
import { type Project, SOURCE_DIRECTORY } from "./entries.ts";

/** What Node 20 runs; `await using` in the sources is written out. */
const COMMON = {
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  external: ["node:*"],
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * Writes the entries as JavaScript modules that share what they have in common: Node opens a dozen
 * files at start-up rather than hundreds.
 *
 * @param project The entries.
 * @param directory Where they go.
 */
export async function bundleEntries(project: Project, directory: string): Promise<void> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: Object.fromEntries(project.entries.map(({ name, source }) => [name, source])),
    outdir: directory,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    sourcemap: true,
    // The sources are in the package.
    sourcesContent: false,
    metafile: true,
  });
  for (const file of Object.keys(metafile.outputs)) {
    if (file.endsWith(".js")) dropBareImports(file);
    else moveSources(file, directory);
  }
}

/** Takes out imports of chunks for their effects: none has any, and bundlers warn of them. */
function dropBareImports(file: string): void {
  const text = readFileSync(file, "utf8");
  // The line stays, so that the source map holds.
  writeFileSync(file, text.replace(/^import "\.[^"]*";$/gm, ""));
}

/** Lets a source map name the sources in the package in place of those of the repository. */
function moveSources(file: string, directory: string): void {
  const map = JSON.parse(readFileSync(file, "utf8")) as { sources: string[] };
  const from = path.dirname(file);
  map.sources = map.sources.map((source) => {
    const inPackage = path.join(
      directory,
      SOURCE_DIRECTORY,
      path.relative(".", path.join(from, source)),
    );
    return path.relative(from, inPackage).replaceAll("\\", "/");
  });
  writeFileSync(file, JSON.stringify(map));
}

/**
 * Writes all that entries export as one file.
 *
 * @param sources The entries' sources.
 * @param file The file to write; its types are looked for beside it.
 * @param banner A line about what it is.
 */
export async function bundleOne(sources: string[], file: string, banner: string): Promise<void> {
  const types = `./${path.basename(file, ".js")}.d.ts`;
  await build({
    ...COMMON,
    stdin: {
      contents: sources.map((source) => `export * from ${JSON.stringify(source)};`).join("\n"),
      resolveDir: ".",
    },
    banner: { js: `// @ts-self-types="${types}"\n// ${banner}` },
    outfile: file,
  });
}
