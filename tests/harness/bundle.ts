import { runOrThrow } from "./process.ts";

/**
 * Bundles files for Node 20, which reads no TypeScript; packages stay imports, and what several
 * files import stands in files of its own.
 *
 * @param files The files, by their path in the repository.
 * @param directory Where the bundles go: each under its file's path, with the ending `.mjs`.
 * @throws {Error} When a file does not compile, with the bundler's message.
 */
export async function bundleForNode(files: string[], directory: string): Promise<void> {
  const options = {
    entryPoints: files,
    outdir: directory,
    outbase: ".",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
  };
  // By its module: what its program is, a script or not, depends on how it was installed.
  const script = `import { build } from "esbuild"; await build(${JSON.stringify(options)});`;
  await runOrThrow("node", ["--input-type=module", "--eval", script], { timeout: 900 });
}
