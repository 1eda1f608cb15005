import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { skipWithoutProgram } from "../harness/registry.ts";
import { skipWithoutAgent } from "../harness/ssh_agent.ts";
import { withBuilding, withDirectory } from "../live/building.ts";
import { clientOptions } from "../live/connection.ts";
import { isSoak, skipUnlessPrivate } from "../live/fixture.ts";
import { openTransport, skipTransport, type Transport, TRANSPORTS } from "../live/transports.ts";
import { BUILD_CASES, type BuildCase } from "./build_cases.ts";

const skip = skipUnlessPrivate || skipWithoutProgram || skipWithoutAgent;

for (const transport of TRANSPORTS) {
  describe(`BuildKit over ${transport}`, { skip: skip || skipTransport(transport) }, () => {
    let way: Transport;
    before(async () => void (way = await openTransport(transport)));
    after(() => way?.stop());

    for (const one of BUILD_CASES.filter(({ smoke }) => isSoak || smoke)) {
      const { name, refusal } = one;
      it(`${transport}: ${name} ${refusal === undefined ? "works" : "is refused"}`, async () => {
        note(name, transport, "fails");
        await attempt(
          one,
          () =>
            withDirectory((file) =>
              withBuilding(
                (building) => one.run({ ...building, file }),
                clientOptions(way.settings),
              )
            ),
        );
        note(name, transport, refusal === undefined ? "works" : "refused");
      });
    }
  });
}

async function attempt({ refusal }: BuildCase, run: () => Promise<void>): Promise<void> {
  if (refusal === undefined) return await run();
  await assert.rejects(run, refusal);
}

/** Notes for the runner's table what became of a case. */
function note(name: string, transport: string, result: string): void {
  const file = process.env.LONGSHORE_TEST_BUILDS;
  if (file) appendFileSync(file, `${name}\t${transport}\t${result}\n`);
}
