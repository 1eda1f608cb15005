import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { bunProgram } from "../harness/dev_tools.ts";
import { runOrThrow } from "../harness/process.ts";

const PROGRAM = `
import { APIClient } from "@longshore/docker";
import { pack } from "@longshore/docker/tar";
console.log(typeof APIClient, typeof pack);
`;

let directory: string;
before(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "longshore-bun-add-"));
});
after(() => rmSync(directory, { recursive: true, force: true }));

/** Adds a package in a new project, and runs a program that uses it. */
async function add(name: string, what: string): Promise<void> {
  const project = path.join(directory, name);
  mkdirSync(project);
  writeFileSync(path.join(project, "package.json"), '{ "name": "scratch" }');
  writeFileSync(path.join(project, "main.ts"), PROGRAM);
  // With an empty cache and no registry, nothing else can be installed.
  const env = {
    BUN_INSTALL_CACHE_DIR: path.join(directory, "cache"),
    BUN_CONFIG_REGISTRY: "http://127.0.0.1:9",
    NO_COLOR: "1",
  };
  const options = { cwd: project, env, timeout: 900 };
  await runOrThrow(bunProgram(), ["add", what], options);
  const installed = readdirSync(path.join(project, "node_modules"));
  assert.deepEqual(installed.filter((entry) => !entry.startsWith(".")), ["@longshore"]);
  const printed = await runOrThrow(bunProgram(), ["main.ts"], options);
  assert.equal(printed.trim(), "function function");
}

describe("bun add", () => {
  it("takes the repository's directory without the development tools", async () => {
    await add("of-directory", process.cwd());
  });

  it("takes the git repository without them", async () => {
    const repository = path.join(directory, "repository");
    for (const name of ["mod.ts", "src", "package.json", "deno.json", "README.md"]) {
      cpSync(name, path.join(repository, name), { recursive: true });
    }
    const git = (...args: string[]): Promise<string> =>
      runOrThrow("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
        cwd: repository,
      });
    await git("init", "--quiet");
    await git("add", ".");
    await git("commit", "--quiet", "--message=all");
    await add("of-git", `git+file://${repository}`);
  });
});
