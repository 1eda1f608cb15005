import assert from "node:assert/strict";
import { test } from "node:test";
import { exercised } from "../live/exercised.ts";
import { isSoak, rounds, skip } from "../live/fixture.ts";
import { within } from "../live/sandbox.ts";

test("rounds of auto-removed containers give all their output and their code", {
  skip,
}, async () => {
  await within(async ({ client, container }) => {
    const count = rounds(500);
    const start = performance.now();
    for (let round = 0; round < count; round++) {
      const code = round % 256;
      const id = await container(`echo round ${round}; echo error ${round} >&2; exit ${code}`, {
        hostConfig: { AutoRemove: true, NetworkMode: "none" },
      });
      const output = await client.attach(id, { stream: true, demux: true });
      const exit = await client.registerWait(id, { condition: "removed" });
      await client.start(id);
      const decoder = new TextDecoder();
      const texts = { stdout: "", stderr: "" };
      for await (const { stream, data } of output) texts[stream] += decoder.decode(data);
      assert.deepEqual(texts, { stdout: `round ${round}\n`, stderr: `error ${round}\n` });
      assert.equal(await exit.exitCode(), code);
    }
    if (isSoak) {
      const each = (performance.now() - start) / count;
      console.log(`soak: ${count} auto-removed containers, ${each.toFixed(0)} ms each`);
    }
    exercised("createHostConfig", "autoRemove");
  });
});
