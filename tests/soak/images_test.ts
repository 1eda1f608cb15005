import assert from "node:assert/strict";
import { ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { APIClient } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import { connection } from "../live/connection.ts";
import { baseImage, isSoak, label, skip, uniqueName } from "../live/fixture.ts";
import { measure, Memory, MIB, noise } from "./memory.ts";

test("getImage() into loadImage() keeps memory flat", { skip }, async () => {
  const size = isSoak ? 2048 : 192;
  const client = new APIClient({ ...connection, timeout: 600 });
  const repository = uniqueName("large");
  const name = `${repository}:x`;
  const carry = async (what: string): Promise<void> => {
    const memory = new Memory();
    const start = performance.now();
    const archive = memory.watch(await client.getImage(name));
    for await (const record of await client.loadImage(archive)) {
      assert.equal(record.stream, `Loaded image: ${name}\n`);
    }
    if (what !== "") {
      memory.check(what, start);
      assert.ok(memory.bytes > size * MIB, `${memory.bytes} bytes`);
    }
  };
  try {
    for (const mebibytes of [96, size]) {
      const content = noise(mebibytes);
      const archive = pack([{ path: "noise", content, size: mebibytes * MIB }]);
      const options = { repository, tag: "x", changes: `LABEL ${label}` };
      await client.importImageFromStream(archive, options);
      // The first round shows what the code takes, garbage that is not collected yet included.
      if (mebibytes === size) await measure(() => carry("getImage() into loadImage()"));
      else await carry("");
    }
  } finally {
    for (const id of await client.images({ name: repository, quiet: true })) {
      await client.removeImage(id, { force: true });
    }
    for (const id of await client.images({ filters: { label, dangling: true }, quiet: true })) {
      await client.removeImage(id, { force: true }).catch(() => {});
    }
    client.close();
  }
});

test("build() keeps memory flat whatever the size of its context", { skip }, async () => {
  const size = isSoak ? 1024 : 128;
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-large-"));
  const client = new APIClient({ ...connection, timeout: 600 });
  try {
    writeFileSync(path.join(directory, "Dockerfile"), `FROM ${baseImage}\n`);
    const build = async (options: { path: string }): Promise<void> => {
      for await (const _ of await client.build({ ...options, rm: true }));
    };
    await build({ path: directory });
    const file = openSync(path.join(directory, "zeros"), "w");
    ftruncateSync(file, size * MIB);
    const attempt = async (): Promise<void> => {
      const memory = new Memory();
      memory.bytes = size * MIB;
      const timer = setInterval(() => memory.look(), 20);
      const start = performance.now();
      try {
        await build({ path: directory });
      } finally {
        clearInterval(timer);
      }
      memory.check("a build's context", start);
    };
    await measure(attempt);
  } finally {
    rmSync(directory, { recursive: true });
    client.close();
  }
});
