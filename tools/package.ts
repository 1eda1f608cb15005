/**
 * Writes what is published: `deno task package [OPTION...]`.
 *
 * - `dist/npm`: the package for npm, as JavaScript with type declarations
 * - `dist/longshore.js`: the whole module in one file, for imports by URL, with its types beside it
 *
 * `--out=DIRECTORY` takes another directory than `dist`; `--repository=URL` names the repository that the
 * package is published from, which npm compares with where a provenance statement was made.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { installDevTools } from "../tests/harness/dev_tools.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "dist" },
    repository: { type: "string", default: process.env.LONGSHORE_REPOSITORY ?? "" },
  },
});
await installDevTools();
// Loaded late: it imports what is installed here.
const { writePackages } = await import("./package/write.ts");
await writePackages(values.out, values.repository);
console.log(`${values.out}/npm, ${values.out}/longshore.js and ${values.out}/longshore.d.ts`);
