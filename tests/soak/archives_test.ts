import assert from "node:assert/strict";
import { test } from "node:test";
import { APIClient, type BatchStream } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import { connection } from "../live/connection.ts";
import { baseImage, isSoak, labels, skip } from "../live/fixture.ts";
import { measure, Memory, MIB, noise } from "./memory.ts";

test("putArchive(), getArchive() and export() keep memory flat", { skip }, async () => {
  const size = isSoak ? 2048 : 192;
  const client = new APIClient({ ...connection, timeout: 600 });
  const { Id } = await client.createContainer(baseImage, { labels: labels() });
  const put = async (mebibytes: number): Promise<Memory> => {
    const content = noise(mebibytes);
    const archive = pack([{ path: "noise", content, size: mebibytes * MIB }]);
    const memory = new Memory();
    assert.equal(await client.putArchive(Id, "/", memory.watch(archive)), true);
    return memory;
  };
  const drain = async (stream: BatchStream<Uint8Array>): Promise<Memory> => {
    const memory = new Memory();
    for await (const _ of memory.watch(stream));
    return memory;
  };
  const get = async (): Promise<Memory> => {
    const [stream, stat] = await client.getArchive(Id, "/noise");
    assert.equal(stat.name, "noise");
    return await drain(stream);
  };
  try {
    // The first round shows what the code takes, garbage that is not collected yet included.
    await put(96);
    await get();
    await drain(await client.export(Id));
    for (
      const [name, carry] of [
        ["putArchive()", () => put(size)],
        ["getArchive()", get],
        ["export()", async () => await drain(await client.export(Id))],
      ] as const
    ) {
      await measure(async () => {
        const start = performance.now();
        const memory = await carry();
        memory.check(name, start);
        assert.ok(memory.bytes > size * MIB, `${memory.bytes} bytes`);
      });
    }
  } finally {
    await client.removeContainer(Id, { force: true, v: true });
    client.close();
  }
});
