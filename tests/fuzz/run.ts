/**
 * Reads millions of changed inputs by every parser: `deno task fuzz [--inputs=N] [--seed=N]`.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzzer.ts";
import { TARGETS } from "./targets.ts";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "3000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const each = Math.ceil(Number(values.inputs) / TARGETS.length);
console.log(`seed ${values.seed}`);
let total = 0;
for (const target of TARGETS) {
  const start = performance.now();
  const { inputs, refused } = fuzz(target, each, Number(values.seed));
  total += inputs;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${target.name.padEnd(20)} ${inputs} inputs, ${refused} refused, ${seconds} s`);
}
console.log(`${total} inputs without a fault`);
process.exit(0);
