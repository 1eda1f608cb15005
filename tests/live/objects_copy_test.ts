import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import process from "node:process";
import type { Container, DockerClient } from "../../mod.ts";
import { pack, unpack } from "../../src/tar/mod.ts";
import { sh, withDocker } from "./docker.ts";
import { baseImage, host, labels, skip, uniqueName } from "./fixture.ts";

const hasCli = spawnSync("docker", ["--version"]).status === 0;
const skipWithoutCli = skip || (hasCli ? false : "No docker command to compare with");

/** Makes a directory for a test and removes it behind it. */
async function withDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "longshore-copy-"));
  try {
    await body(directory);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

async function created(
  docker: DockerClient,
  later: (work: () => Promise<unknown>) => void,
): Promise<Container> {
  const options = { name: uniqueName("copy"), labels: labels() };
  const container = await docker.containers.create(baseImage, sh("sleep 60"), options);
  later(() => container.remove({ force: true }));
  return container;
}

/** Runs the docker command; tells whether it succeeded. */
function docker(...args: string[]): boolean {
  const env = { ...process.env, DOCKER_HOST: host! };
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

/** What the command refuses, though it takes the same without the point or without the slash. */
const REFUSED = ["d/. -> link/", "d/./ -> link/"];
/** What is there before each copy. */
const TARGETS = [
  "new",
  "new/",
  "dir",
  "dir/",
  "dir/.",
  "file",
  "file/",
  "none/new",
  "link",
  "link/",
  "new/.",
  "gone",
  "loop",
];
const SOURCES = ["f", "f/", "d", "d/", "d/.", "d/./", "none", "l", "l/", "l-gone"];

/** Each call of the command takes its time: odd ones meet those of the other side that matter. */
function targetsFor(source: string): string[] {
  const isOdd = ["d/./", "l-gone"].includes(source);
  if (isOdd) return ["new", "dir/", "file", "link/"];
  return ["f", "d", "d/."].includes(source) ? TARGETS : TARGETS.slice(0, TARGETS.indexOf("new/."));
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
  fs.symlinkSync("d", path.join(directory, "l"));
  fs.symlinkSync("nowhere", path.join(directory, "l-gone"));
}

describe("the rules of docker cp", { skip: skipWithoutCli }, () => {
  it("hold for copyInto(): what it does and refuses is what the command does and refuses", () =>
    withDocker(({ docker: client, later }) =>
      withDirectory(async (directory) => {
        makeSources(directory);
        const [ours, theirs] = [await created(client, later), await created(client, later)];
        const cases = SOURCES.flatMap((source) =>
          targetsFor(source).map((target) => [source, target] as const)
        );
        const archive = (): ReadableStream<Uint8Array> =>
          pack(cases.flatMap((_, index) => [
            { type: "directory" as const, path: `c${index}` },
            { type: "directory" as const, path: `c${index}/dir` },
            { path: `c${index}/file`, content: "old" },
            { type: "symlink" as const, path: `c${index}/link`, linkname: "dir" },
            { type: "symlink" as const, path: `c${index}/gone`, linkname: "nothing" },
            { type: "symlink" as const, path: `c${index}/loop`, linkname: "loop" },
          ]));
        await ours.putArchive("/", archive());
        await theirs.putArchive("/", archive());
        for (const [index, [source, target]] of cases.entries()) {
          const local = path.join(directory, source.replace(/\/.*/, "")) +
            source.replace(/^[^/]*/, "");
          const remote = `/c${index}/${target}`;
          const expected = docker("cp", local, `${theirs.id}:${remote}`);
          const done = await ours.copyInto(local, remote).then(
            () => true,
            (error) => String(error),
          );
          const what = `${source} -> ${target}: ${done}`;
          assert.equal(done === true, expected, what);
          const there = `/c${index}`;
          assert.deepEqual(
            await treeInside(ours, there),
            await treeInside(theirs, there),
            what,
          );
        }
      })
    ));

  it("hold for copyFrom(): what it does and refuses is what the command does and refuses", () =>
    withDocker(({ docker: client, later }) =>
      withDirectory(async (directory) => {
        makeSources(path.join(directory, "."));
        const container = await created(client, later);
        await container.copyInto(`${directory}/.`, "/src").catch(async () => {
          await container.putArchive("/", pack([{ type: "directory", path: "src" }]));
        });
        const onlyOurs: string[] = [];
        for (const source of SOURCES) {
          for (const target of targetsFor(source)) {
            const trees = ["ours", "theirs"].map((name) => {
              const place = path.join(directory, "out", name);
              fs.rmSync(place, { recursive: true, force: true });
              fs.mkdirSync(path.join(place, "dir"), { recursive: true });
              fs.writeFileSync(path.join(place, "file"), "old");
              fs.symlinkSync("dir", path.join(place, "link"));
              fs.symlinkSync("nothing", path.join(place, "gone"));
              fs.symlinkSync("loop", path.join(place, "loop"));
              return place;
            });
            const expected = docker(
              "cp",
              `${container.id}:/src/${source}`,
              `${trees[1]}/${target}`,
            );
            const done = await container.copyFrom(`/src/${source}`, `${trees[0]}/${target}`)
              .then(() => true, (error) => String(error));
            const what = `${source} -> ${target}: ${done}`;
            if (done === true && !expected) {
              onlyOurs.push(`${source} -> ${target}`);
              continue;
            }
            assert.equal(done === true, expected, what);
            assert.deepEqual(treeOutside(trees[0]!), treeOutside(trees[1]!), what);
          }
        }
        assert.deepEqual(onlyOurs.filter((one) => !REFUSED.includes(one)), []);
      })
    ));
});

describe("container.copyInto()", { skip }, () => {
  it("takes data in every form, with owner and mode", () =>
    withDocker(async ({ docker, later }) => {
      const container = await created(docker, later);
      const bytes = new TextEncoder().encode("content");
      const stream = (): ReadableStream<Uint8Array> => new Blob([bytes]).stream();
      await container.copyInto(bytes, "/tmp/bytes", { uid: 7, gid: 8, mode: 0o600 });
      await container.copyInto(new Blob([bytes]), "/tmp/blob");
      await container.copyInto(stream(), "/tmp/stream");
      await container.copyInto(stream(), "/tmp/sized", { size: bytes.length });
      for (const name of ["bytes", "blob", "stream", "sized"]) {
        const file = await container.copyFrom(`/tmp/${name}`);
        assert.deepEqual([file.kind, file.size, await file.text()], ["file", 7, "content"], name);
      }
      const [archive] = await container.getArchive("/tmp/bytes");
      for await (const { header } of unpack(archive)) {
        assert.deepEqual([header.uid, header.gid, header.mode & 0o7777], [7, 8, 0o600]);
      }
      assert.equal((await container.copyFrom("/tmp/blob")).mode, 0o644);
    }));

  it("leaves nothing behind when a stream fails, and says which step failed", () =>
    withDocker(async ({ docker, later }) => {
      const container = await created(docker, later);
      const failing = (): ReadableStream<Uint8Array> =>
        new ReadableStream({
          start: (controller) => controller.enqueue(new Uint8Array(10)),
          pull: (controller) => controller.error(new Error("disk broke")),
        });
      await assert.rejects(container.copyInto(failing(), "/tmp/x"), /disk broke/);
      const cancelled: string[] = [];
      const unread = (): ReadableStream<Uint8Array> =>
        new ReadableStream({ cancel: ({ name }) => void cancelled.push(name) });
      const controller = new AbortController();
      setTimeout(() => controller.abort(new RangeError("enough")), 100);
      const given = container.copyInto(unread(), "/tmp/x", { signal: controller.signal });
      await assert.rejects(given, { message: "enough" });
      await assert.rejects(container.copyInto(unread(), "/tmp"), {
        message: /: it is a directory; the path of data names the file$/,
      });
      assert.deepEqual(cancelled, ["RangeError", "DockerError"]);
      await assert.rejects(container.copyInto("some text", "/tmp/x"), {
        message: /no such local file or directory; a string is a path, a text goes as new Blob/,
      });
      await assert.rejects(container.copyInto(failing(), "/tmp/x", { size: 100 }), /disk broke/);
      const left = fs.readdirSync(os.tmpdir()).filter((name) =>
        /^longshore-[0-9a-f]{8}-/.test(name)
      );
      assert.deepEqual(left, []);
      await assert.rejects(container.copyInto("/no/such", "/tmp/x"), {
        name: "DockerError",
        message:
          `Cannot copy "/no/such" into "/tmp/x" of container "${container.id}": there is no such local file or directory`,
      });
      await assert.rejects(container.copyInto(new Uint8Array(1), "/tmp"), {
        message: /: it is a directory; the path of data names the file$/,
      });
      await assert.rejects(container.copyInto("/etc/hostname", "/tmp/x", { owner: 1 } as object), {
        message: /unknown option "owner"/,
      });
    }));
});

describe("container.copyFrom()", { skip }, () => {
  it("reads a file, and a directory entry by entry", () =>
    withDocker(async ({ docker, later }) => {
      const container = await created(docker, later);
      await container.putArchive(
        "/",
        pack([
          { path: "d/a", content: "A", options: { mode: 0o4755 } },
          { type: "symlink", path: "d/l", linkname: "a" },
        ]),
      );
      const file = await container.copyFrom("/d/l");
      assert.deepEqual([file.kind, file.name, file.size, file.mode, await file.text()], [
        "file",
        "l",
        1,
        0o4755,
        "A",
      ]);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await (await container.copyFrom("/d/a")).stream()) {
        chunks.push(chunk);
      }
      assert.equal(new TextDecoder().decode(chunks[0]), "A");
      await using directory = await container.copyFrom("/d");
      const names: string[] = [];
      for await (const entry of directory.entries()) names.push(`${entry.path} ${entry.type}`);
      assert.deepEqual(names.sort(), ["d/ directory", "d/a file", "d/l symlink"]);
      await assert.rejects((await container.copyFrom("/d")).bytes(), {
        message: /^Cannot read "\/d" of container .*: it is no file; its kind is "directory"$/,
      });
      await assert.rejects(container.copyFrom("/no/such"), { name: "NotFound" });
    }));
});
