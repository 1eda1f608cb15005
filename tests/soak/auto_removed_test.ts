import assert from "node:assert/strict";
import { test } from "node:test";
import { DockerClient, runContainer } from "../../mod.ts";
import { countDescriptors, settleDescriptors } from "../harness/descriptors.ts";
import { connection } from "../live/connection.ts";
import { exercised } from "../live/exercised.ts";
import { baseImage, isSoak, labels, rounds, skip, uniqueName } from "../live/fixture.ts";
import { within } from "../live/sandbox.ts";

test("rounds of auto-removed containers, call by call, give all their output and their code", {
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

test(
  "rounds of runContainer() with autoRemove give all their output and their code, and leave nothing",
  {
    skip,
  },
  async () => {
    const count = rounds(500);
    const before = countDescriptors();
    const docker = new DockerClient({ ...connection });
    const name = uniqueName("run");
    const round = async (number: number): Promise<void> => {
      const code = number % 256;
      const size = number % 10 === 0 ? 300_000 : number;
      const script = `head -c ${size} /dev/zero | tr '\\0' x; echo; echo error ${number} >&2; ` +
        `exit ${code}`;
      const result = await runContainer(docker, baseImage, ["sh", "-c", script], {
        name: `${name}-${number}`,
        labels: labels(),
        autoRemove: true,
        networkMode: "none",
        check: false,
      });
      const { length } = result.stdout;
      assert.deepEqual({ ...result, stdout: length }, {
        exitCode: code,
        stdout: size + 1,
        stderr: `error ${number}\n`,
      });
      assert.equal(result.stdout, `${"x".repeat(size)}\n`);
    };
    for (let number = 0; number < 3; number++) await round(number);
    const warm = await settleDescriptors(before + 1);
    const start = performance.now();
    for (let number = 0; number < count; number++) await round(number);
    const seconds = (performance.now() - start) / 1000;
    assert.equal(await settleDescriptors(warm), warm, "descriptors while the client is open");
    assert.deepEqual(await docker.containers.list({ all: true, filters: { name } }), []);
    docker.close();
    const after = await settleDescriptors(before);
    if (isSoak) {
      console.log(
        `soak: ${count} rounds of run() with autoRemove in ${seconds.toFixed(0)} s; ` +
          `descriptors ${before} before, ${warm} open, ${after} after`,
      );
    }
    assert.equal(after, before, "descriptors after the client was closed");
  },
);
