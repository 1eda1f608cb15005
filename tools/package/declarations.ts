import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runOrThrow } from "../../tests/harness/process.ts";
import { installPinned } from "../npm_install.ts";
import { type Project, SOURCE_DIRECTORY } from "./entries.ts";

/** `AsyncDisposable` is in no default library of TypeScript up to 5.x. */
const LIBRARY = '/// <reference lib="esnext.disposable" />\n';
const DIRECTORY = "types";

/**
 * Writes type declarations of the sources in a directory, with maps to them, and one file an entry
 * that leads to its declarations.
 *
 * @param project The entries.
 * @param directory The package, with the sources in it.
 */
export async function writeDeclarations(project: Project, directory: string): Promise<void> {
  const config = path.join(directory, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: "esnext",
        module: "nodenext",
        lib: ["esnext"],
        types: [],
        // Each file's declarations follow from that file alone; types are checked elsewhere.
        isolatedDeclarations: true,
        noCheck: true,
        declaration: true,
        declarationMap: true,
        emitDeclarationOnly: true,
        allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: true,
        rootDir: SOURCE_DIRECTORY,
        outDir: DIRECTORY,
      },
      files: project.entries.map(({ source }) => path.posix.join(SOURCE_DIRECTORY, source)),
    }),
  );
  const tsc = "node_modules/typescript/bin/tsc";
  await runOrThrow("node", [tsc, "-p", config], { timeout: 900 });
  rmSync(config);
  for (const { name, source } of project.entries) {
    const text = `${LIBRARY}export * from "./${declarationsOf(source)}";\n`;
    writeFileSync(path.join(directory, `${name}.d.ts`), text);
  }
  rewriteExtensions(path.join(directory, DIRECTORY));
}

/** Where the declarations of a source are, as an import names them. */
function declarationsOf(source: string): string {
  return path.posix.join(DIRECTORY, source).replace(/\.ts$/, ".js");
}

/** The compiler writes the ends of imports anew in JavaScript only. */
function rewriteExtensions(directory: string): void {
  for (const name of readdirSync(directory, { recursive: true }) as string[]) {
    if (!name.endsWith(".d.ts")) continue;
    const file = path.join(directory, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"'));
  }
}

/**
 * Joins the declarations of entries in one file.
 *
 * @param project The entries.
 * @param directory The package, with its declarations.
 * @param file The file to write.
 */
export async function joinDeclarations(
  project: Project,
  directory: string,
  file: string,
): Promise<void> {
  const tools = await installPinned("tools/package");
  // Beside the packages, so that the script finds them.
  const scratch = mkdtempSync(path.join(tools, "join-"));
  try {
    const entry = path.join(scratch, "entry.d.ts");
    const script = path.join(scratch, "join.mjs");
    const exports = project.entries.map(({ source }) => {
      return `export * from ${JSON.stringify(path.resolve(directory, declarationsOf(source)))};`;
    });
    writeFileSync(entry, exports.join("\n"));
    writeFileSync(script, JOIN);
    await runOrThrow("node", [script, entry, path.resolve(file)], { timeout: 900 });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  writeFileSync(file, LIBRARY + readFileSync(file, "utf8"));
}

const JOIN = `
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
const [input, file] = process.argv.slice(2);
const bundle = await rollup({ input, plugins: [dts()], external: /^node:/ });
await bundle.write({ file, format: "es" });
`;
