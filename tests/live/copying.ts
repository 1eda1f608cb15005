import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import type { Container, DockerClient } from "../../mod.ts";
import { pack, unpack } from "../../src/tar/mod.ts";
import { sh, withDocker } from "./docker.ts";
import { baseImage, host, labels, skip, uniqueName } from "./fixture.ts";

const hasCli = spawnSync("docker", ["--version"]).status === 0;
/** For `{ skip }` of a test that compares copies with those of the `docker` command. */
export const skipWithoutCli: string | false = skip ||
  (hasCli ? false : "No docker command to compare with");

/** A copy: what is copied and where to, as they are written. */
export type Copy = readonly [source: string, target: string];

/** Makes a directory for a test and removes it behind it. */
async function withDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "longshore-copy-"));
  try {
    await body(directory);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** Creates a container to copy into or from, which does not run. */
export async function created(
  docker: DockerClient,
  later: (work: () => Promise<unknown>) => void,
): Promise<Container> {
  const options = { name: uniqueName("copy"), labels: labels() };
  const container = await docker.containers.create(baseImage, sh("sleep 60"), options);
  later(() => container.remove({ force: true }));
  return container;
}

/** Copies by the `docker` command; tells whether it succeeded. */
function copied(followLink: boolean, from: string, to: string): boolean {
  const env = { ...process.env, DOCKER_HOST: host! };
  const args = ["cp", ...followLink ? ["--follow-link"] : [], from, to];
  return spawnSync("docker", args, { env, timeout: 60_000 }).status === 0;
}

/** Lists a directory of a container: paths, kinds, modes, contents and targets. */
async function treeInside(container: Container, directory: string): Promise<string[]> {
  const [stream] = await container.getArchive(directory);
  const lines: string[] = [];
  for await (const entry of unpack(stream)) {
    const below = entry.path.replace(/\/$/, "").split("/").slice(1).join("/");
    const content = entry.type === "file" ? await entry.text() : entry.header.linkname;
    lines.push(`${below} ${entry.type} ${entry.header.mode.toString(8)} ${content}`);
  }
  return lines.sort();
}

function treeOutside(directory: string): string[] {
  return namesBelow(directory).map((name) => {
    const location = path.join(directory, name);
    const stats = fs.lstatSync(location);
    const mode = (stats.mode & 0o777).toString(8);
    if (stats.isSymbolicLink()) return `${name} symlink ${fs.readlinkSync(location)}`;
    if (stats.isDirectory()) return `${name} directory ${mode}`;
    return `${name} file ${mode} ${fs.readFileSync(location, "utf8")}`;
  }).sort();
}

/** Bun's own recursive list stops at a link that leads to itself. */
function namesBelow(directory: string): string[] {
  return fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    const below = namesBelow(path.join(directory, entry.name));
    return [entry.name, ...below.map((name) => `${entry.name}/${name}`)];
  });
}

function makeSources(directory: string): void {
  fs.mkdirSync(path.join(directory, "d/sub"), { recursive: true });
  fs.writeFileSync(path.join(directory, "f"), "file");
  fs.chmodSync(path.join(directory, "f"), 0o640);
  fs.writeFileSync(path.join(directory, "d/one"), "1");
  fs.writeFileSync(path.join(directory, "d/sub/two"), "2");
  fs.chmodSync(path.join(directory, "d/sub"), 0o700);
  fs.symlinkSync("one", path.join(directory, "d/to-one"));
  fs.linkSync(path.join(directory, "d/one"), path.join(directory, "d/same"));
  fs.mkdirSync(path.join(directory, "empty"));
  fs.symlinkSync("d", path.join(directory, "l"));
  fs.symlinkSync("f", path.join(directory, "l-file"));
  fs.symlinkSync("nowhere", path.join(directory, "l-gone"));
}

/**
 * Asserts that copyInto() does and refuses what the command does and refuses.
 *
 * @param cases What is copied where to; each meets a directory of its own.
 * @param followLink Whether a source that is a link is followed.
 */
export async function assertCopiesInto(
  cases: readonly Copy[],
  followLink: boolean = false,
): Promise<void> {
  await withDocker(({ docker: client, later }) =>
    withDirectory(async (directory) => {
      makeSources(directory);
      const [ours, theirs] = [await created(client, later), await created(client, later)];
      const archive = (): ReadableStream<Uint8Array> =>
        pack(cases.flatMap((_, index) => [
          { type: "directory" as const, path: `c${index}` },
          { type: "directory" as const, path: `c${index}/dir` },
          { path: `c${index}/file`, content: "old" },
          { type: "symlink" as const, path: `c${index}/link`, linkname: "dir" },
          { type: "symlink" as const, path: `c${index}/to-file`, linkname: "file" },
          { type: "symlink" as const, path: `c${index}/gone`, linkname: "nothing" },
          { type: "symlink" as const, path: `c${index}/loop`, linkname: "loop" },
        ]));
      await ours.putArchive("/", archive());
      await theirs.putArchive("/", archive());
      for (const [index, [source, target]] of cases.entries()) {
        const local = `${directory}/${source}`;
        const remote = `/c${index}/${target}`;
        const expected = copied(followLink, local, `${theirs.id}:${remote}`);
        const done = await ours.copyInto(local, remote, { followLink }).then(
          () => true,
          (error) => String(error),
        );
        const what = `${source} -> ${target}: ${done}`;
        assert.equal(done === true, expected, what);
        const there = `/c${index}`;
        assert.deepEqual(await treeInside(ours, there), await treeInside(theirs, there), what);
      }
    })
  );
}

/**
 * Asserts that copyFrom() does what the command does, and refuses no more than it does.
 *
 * @param cases What is copied where to; each meets a directory of its own.
 * @param followLink Whether a source that is a link is followed.
 * @returns What the command alone refuses, as `source -> target`.
 */
export async function assertCopiesFrom(
  cases: readonly Copy[],
  followLink: boolean = false,
): Promise<string[]> {
  const onlyOurs: string[] = [];
  await withDocker(({ docker: client, later }) =>
    withDirectory(async (directory) => {
      makeSources(directory);
      const container = await created(client, later);
      await container.copyInto(`${directory}/.`, "/src").catch(async () => {
        await container.putArchive("/", pack([{ type: "directory", path: "src" }]));
        await container.copyInto(`${directory}/.`, "/src");
      });
      for (const [source, target] of cases) {
        const [ours, theirs] = ["ours", "theirs"].map((name) => {
          const place = path.join(directory, "out", name);
          fs.rmSync(place, { recursive: true, force: true });
          fs.mkdirSync(path.join(place, "dir"), { recursive: true });
          fs.writeFileSync(path.join(place, "file"), "old");
          fs.symlinkSync("dir", path.join(place, "link"));
          fs.symlinkSync("file", path.join(place, "to-file"));
          fs.symlinkSync("nothing", path.join(place, "gone"));
          fs.symlinkSync("loop", path.join(place, "loop"));
          return place;
        }) as [string, string];
        const expected = copied(
          followLink,
          `${container.id}:/src/${source}`,
          `${theirs}/${target}`,
        );
        const done = await container.copyFrom(`/src/${source}`, `${ours}/${target}`, { followLink })
          .then(() => true, (error) => String(error));
        const what = `${source} -> ${target}: ${done}`;
        if (done === true && !expected) {
          onlyOurs.push(`${source} -> ${target}`);
          continue;
        }
        assert.equal(done === true, expected, what);
        assert.deepEqual(treeOutside(ours), treeOutside(theirs), what);
      }
    })
  );
  return onlyOurs;
}
