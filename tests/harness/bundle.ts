/**
 * Bundles test files for Node 20, which reads no TypeScript: `bundle.ts OUTDIR FILE...`.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const [outdir = "", ...entryPoints] = process.argv.slice(2);

/** Keeps `import.meta.url` what it is in the source, so that tests find their fixtures. */
const keepAddress: esbuild.Plugin = {
  name: "keep-address",
  setup(build): void {
    build.onLoad({ filter: /\/(tests|bench|examples)\/.*\.ts$/ }, (file) => {
      const source = readFileSync(file.path, "utf8");
      const address = JSON.stringify(pathToFileURL(file.path).href);
      return { contents: source.replaceAll("import.meta.url", address), loader: "ts" };
    });
  },
};

await esbuild.build({
  entryPoints,
  outdir,
  outbase: ".",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  external: ["node:*"],
  packages: "external",
  logLevel: "warning",
  plugins: [keepAddress],
});
await esbuild.stop();
