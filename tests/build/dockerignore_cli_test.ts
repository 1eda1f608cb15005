/** Asks the Engine's own command line what it leaves out of a context, if it is installed. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { unpack } from "../../src/tar/mod.ts";
import { CASES, TREE } from "./dockerignore_cases.ts";

const { stdout } = spawnSync("docker", ["--version"], { encoding: "utf8" });
const version = Number(/version (\d+)\./.exec(stdout ?? "")?.[1] ?? 0);
const skip = (version < 20 || version > 28) && "needs the docker command of version 20 to 28";

/** An Engine that takes a context, and says that all went well. */
async function takeContext(directory: string): Promise<Uint8Array> {
  const context: Uint8Array[] = [];
  const server = createServer((request, response) => {
    const isBuild = request.url!.includes("/build?");
    request.on("data", (chunk) => isBuild && context.push(chunk));
    request.on("end", () => {
      response.setHeader("Api-Version", "1.41");
      response.setHeader("Ostype", "linux");
      response.setHeader("Content-Type", isBuild ? "application/json" : "text/plain");
      response.end(isBuild ? "{}" : "OK");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn("docker", ["build", "."], {
        cwd: directory,
        env: {
          PATH: process.env.PATH,
          HOME: directory,
          DOCKER_CONFIG: "/nonexistent",
          DOCKER_HOST: `tcp://127.0.0.1:${port}`,
          DOCKER_BUILDKIT: "0",
        },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let problems = "";
      child.stderr.on("data", (chunk) => problems += chunk);
      child.on("error", reject);
      child.on("close", (code) => code === 0 ? resolve() : reject(new Error(problems)));
    });
  } finally {
    server.close();
  }
  return Buffer.concat(context);
}

test("the docker command leaves out what the cases say", { skip, timeout: 120_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), "longshore-ignore-"));
  const differing: unknown[] = [];
  try {
    for (const path of [...TREE, "Dockerfile"]) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), "FROM scratch\n");
    }
    for (const { doc, text, ignored, command } of CASES) {
      await writeFile(join(directory, ".dockerignore"), text);
      const sent = new Set<string>();
      for await (const entry of unpack(await takeContext(directory))) {
        if (entry.type === "file") sent.add(entry.path);
      }
      assert.ok(sent.has("Dockerfile"), doc);
      const gone = TREE.filter((path) => !sent.has(path));
      const expected = TREE.filter((path) => ignored.includes(path));
      const more = gone.some((path) => !expected.includes(path));
      const less = expected.some((path) => !gone.includes(path));
      const difference = more ? "leaves out more" : less ? "leaves out less" : undefined;
      // What departs from the documentation was seen with one version.
      if (command !== undefined && version !== 28) continue;
      if (difference !== command) differing.push({ doc, text, gone, expected });
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  assert.deepEqual(differing, []);
});
