/**
 * What `deno task fuzz` does within one runtime: it prints counts, and ends by itself.
 *
 * @module
 */
import process from "node:process";
import { Certificates, hasOpenssl } from "../harness/certificates.ts";
import { tryFaults } from "./faults/faults.ts";
import { TRANSPORTS } from "./faults/faulty_peer.ts";
import { fuzz } from "./fuzzer.ts";
import { TARGETS } from "./targets.ts";

const [inputs = "0", seed = "0", rounds = "0"] = process.argv.slice(2);

let total = 0;
const each = Math.ceil(Number(inputs) / TARGETS.length);
for (const target of each > 0 ? TARGETS : []) {
  const start = performance.now();
  const { inputs, refused } = fuzz(target, each, Number(seed));
  total += inputs;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${target.name.padEnd(20)} ${inputs} inputs, ${refused} refused, ${seconds} s`);
}
console.log(`${total} inputs without a fault`);

const certificate = hasOpenssl ? await Certificates.ofServer() : null;
for (let round = 0; round < Number(rounds); round++) {
  for (const transport of TRANSPORTS) {
    if (transport === "tls" && certificate === null) continue;
    const { cases, rejected, passed } = await tryFaults(
      transport,
      transport === "tls" ? certificate : null,
    );
    console.log(
      `${cases} faulted operations over ${transport}: ${rejected} rejected, ${passed} went well`,
    );
  }
}
// Nothing that was tried keeps the process alive: it ends here, or its runner says so.
console.log("done");
