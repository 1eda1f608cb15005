import assert from "node:assert/strict";
import { test } from "node:test";
import { APIClient } from "../../mod.ts";
import { countDescriptors, settleDescriptors } from "../harness/descriptors.ts";
import { connection } from "../live/connection.ts";
import { baseImage, isSoak, labels, rounds, skip, uniqueName } from "../live/fixture.ts";

/** Runs `echo` in a container of its own, from creation to removal. */
async function round(client: APIClient, number: number): Promise<void> {
  const [word, code] = [`round ${number}`, number % 256];
  const container = await client.createContainer(baseImage, {
    command: ["sh", "-c", `echo ${word}; echo ${word} >&2; exit ${code}`],
    name: uniqueName("round"),
    labels: labels(),
  });
  await client.start(container);
  assert.equal(await client.wait(container), code, `the exit code of round ${number}`);
  const output = await client.logs(container, { demux: true });
  assert.deepEqual(
    { stdout: output.stdout, stderr: output.stderr },
    { stdout: `${word}\n`, stderr: `${word}\n` },
  );
  await client.removeContainer(container);
}

test("rounds of create, start, wait, logs and remove lose nothing and leave no descriptor", {
  skip,
}, async () => {
  const count = rounds(500);
  const before = countDescriptors();
  const client = new APIClient({ ...connection });
  for (let number = 0; number < 3; number++) await round(client, number);
  const warm = await settleDescriptors(before + 1);
  const start = performance.now();
  for (let number = 0; number < count; number++) await round(client, number);
  const each = (performance.now() - start) / count;
  assert.equal(await settleDescriptors(warm), warm, "descriptors while the client is open");
  client.close();
  const after = await settleDescriptors(before);
  if (isSoak) {
    console.log(
      `soak: ${count} rounds, ${each.toFixed(0)} ms each; ` +
        `descriptors ${before} before, ${warm} open, ${after} after`,
    );
  }
  assert.equal(after, before, "descriptors after the client was closed");
});
