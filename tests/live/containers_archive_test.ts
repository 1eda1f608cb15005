import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { APIClient } from "../../mod.ts";
import { pack, unpack } from "../../src/tar/mod.ts";
import { EXPECTED, refusedOr } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { labels, skip, uniqueName } from "./fixture.ts";
import { within } from "./sandbox.ts";

/** Reads an archive: the paths of its entries, with the text of files. */
async function read(archive: ReadableStream<Uint8Array>): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  for await (const entry of unpack(archive)) {
    entries.set(entry.path, entry.type === "file" ? await entry.text() : "");
  }
  return entries;
}

describe("archives of containers on the engine", { skip }, () => {
  it("getArchive() streams files and directories with what is known of them", async () => {
    await within(async ({ client, run }) => {
      const { id } = await run(
        "mkdir '/päth a'; echo hello > '/päth a/file'; ln -s file '/päth a/link'; chmod 640 '/päth a/file'",
      );
      const [file, stat] = await client.getArchive(id, "/päth a/file");
      assert.deepEqual([...await read(file)], [["file", "hello\n"]]);
      assert.equal(stat.name, "file");
      assert.equal(stat.size, 6);
      assert.equal(stat.mode, 0o640);
      assert.equal(stat.linkTarget, "");
      assert.ok(!Number.isNaN(Date.parse(stat.mtime)));
      const [directory, directoryStat] = await client.getArchive({ Id: id }, "/päth a");
      assert.deepEqual([...(await read(directory)).keys()].sort(), [
        ...["päth a/", "päth a/file", "päth a/link"],
      ]);
      assert.equal(directoryStat.name, "päth a");
      const [link, linkStat] = await client.getArchive(id, "/päth a/link");
      await link.cancel();
      assert.equal(linkStat.linkTarget, "/päth a/file");
      exercised("getArchive", "container", "path");
      await assert.rejects(client.getArchive(id, "/nowhere"), {
        name: "NotFound",
        message: new RegExp(`^Cannot get "/nowhere" from container "${id}": .*nowhere`),
      });
      await assert.rejects(client.getArchive(id, ""), {
        name: "TypeError",
        message: 'Cannot use path "": expected a string that is not empty',
      });
    });
  });

  it("putArchive() takes bytes and streams, and says what is wrong with them", async () => {
    await within(async ({ client, container, run }) => {
      const id = await container("cat /a /etc/b; ls -ln /etc/b");
      const entries = [{ path: "a", content: "first\n" }];
      assert.equal(await client.putArchive(id, "/", pack(entries)), true);
      const bytes = new Uint8Array(
        await new Response(pack([{ path: "b", content: "second\n" }])).arrayBuffer(),
      );
      assert.equal(await client.putArchive(id, "/etc", bytes), true);
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      assert.equal(await exit.exitCode(), 0);
      assert.match(await client.logs(id), /^first\nsecond\n/);
      exercised("putArchive", "container", "path", "data");

      const broken = new TextEncoder().encode("this is no archive".repeat(100));
      await assert.rejects(client.putArchive(id, "/", broken), {
        message: new RegExp(
          `^Cannot put an archive into "/" of container "${id}": .*(tar|header|EOF)`,
        ),
      });
      await assert.rejects(client.putArchive(id, "/nowhere", bytes), { name: "NotFound" });
      const failing = new ReadableStream<Uint8Array>({
        pull(controller): void {
          controller.error(new RangeError("the source failed"));
        },
      });
      await assert.rejects(client.putArchive(id, "/", failing), {
        name: "DockerError",
        message:
          `Cannot put an archive into "/" of container "${id}": the data that it sends failed: the source failed`,
      });
      const directory = pack([{ path: "etc", content: "a file in a directory's place" }]);
      await assert.rejects(client.putArchive(id, "/", directory, { noOverwriteDirNonDir: true }), {
        message: EXPECTED.overwriteDirectory,
      });
      const { output } = await run("id");
      assert.match(output, /uid=0/);
    });
  });

  it("export() streams the whole file system", async () => {
    await within(async ({ client, run }) => {
      const { id } = await run("echo exported > /file");
      const entries = await read(await client.export(id));
      assert.equal(entries.get("file"), "exported\n");
      assert.ok(entries.has("bin/busybox") || entries.has("bin/sh"));
      exercised("export", "container");
    });
  });

  it("copy() streams from an engine of old, and is refused with the way out by others", async () => {
    await within(async ({ client, run }) => {
      const { id } = await run("echo copied > /file");
      await assert.rejects(client.copy(id, "/file"), {
        name: "InvalidVersion",
        message:
          `Cannot copy "/file" from container "${id}": POST /containers/{id}/copy is known up to API version ` +
          `1.23 only, and ${client.apiVersion} is in use; use getArchive()`,
      });
      await within(async ({ client: old }) => {
        await refusedOr(EXPECTED.copyRefusal, () => old.copy(id, "/file"), async (archive) => {
          assert.deepEqual([...await read(archive)], [["file", "copied\n"]]);
        });
      }, "1.23");
      exercised("copy", "container", "resource");
    });
  });

  it("commit() makes an image with all that it is told", async () => {
    await within(async ({ client, run, later }) => {
      const { id } = await run("echo committed > /file");
      const [repository, tag] = [`longshore/${uniqueName("commit")}`, "edited"];
      const made = await client.commit(id, {
        repository,
        tag,
        message: "a message",
        author: "A B <a.b@example.org>",
        changes: ["ENV CHANGED=1", "EXPOSE 81"],
        conf: { Labels: { from: "conf" }, Cmd: ["cat", "/file"] },
        pause: false,
      });
      later(() => client.removeImage(made.Id, { force: true }));
      const name = `${repository}:${tag}`;
      const image = await client.inspectImage(name);
      assert.equal(image.Id, made.Id);
      assert.equal(image.Comment, "a message");
      assert.equal(image.Author, "A B <a.b@example.org>");
      assert.ok(image.Config?.Env?.includes("CHANGED=1"));
      assert.deepEqual(image.Config?.ExposedPorts, { "81/tcp": {} });
      assert.equal(image.Config?.Labels?.from, "conf");
      assert.equal(await output(client, name), "committed\n");
      const lines = await client.commit(id, {
        changes: "ENV A=1\nENV B=2",
        conf: { Cmd: ["true"] },
      });
      later(() => client.removeImage(lines.Id, { force: true }));
      const { Config } = await client.inspectImage(lines.Id);
      assert.ok(Config?.Env?.includes("A=1") && Config.Env.includes("B=2"));
      exercised("commit", "container", "repository", "tag", "message", "author", "changes", "conf");
      await assert.rejects(client.commit(id, { changes: "NONSENSE 1" }), {
        name: "BadRequest",
        message: new RegExp(EXPECTED.invalidChange),
      });
    });
  });
});

/** Runs an image and returns what it writes. */
async function output(client: APIClient, image: string): Promise<string> {
  const { Id } = await client.createContainer(image, { labels: labels() });
  try {
    const exit = await client.registerWait(Id, { condition: "next-exit" });
    await client.start(Id);
    assert.equal(await exit.exitCode(), 0);
    return await client.logs(Id);
  } finally {
    await client.removeContainer(Id, { force: true });
  }
}
