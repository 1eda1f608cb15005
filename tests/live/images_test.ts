import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { APIClient, type APIError } from "../../mod.ts";
import type { Data } from "../../src/convert/data.ts";
import { pack, unpack } from "../../src/tar/mod.ts";
import { EXPECTED } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { baseImage, label, labelKey, labelValue, skip, uniqueName } from "./fixture.ts";

const LABEL = `LABEL ${label}`;

/** A root file system of one file, as bytes. */
async function rootfs(content: string): Promise<Uint8Array> {
  const archive = pack([{ path: "note", content }]) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(archive).arrayBuffer());
}

/** Runs a test and removes the images that it says it makes. */
async function within(
  body: (client: APIClient, image: (name: string) => string) => Promise<void>,
): Promise<void> {
  const client = new APIClient({ ...connection });
  const made: string[] = [];
  try {
    await body(client, (name) => {
      made.push(name);
      return name;
    });
  } finally {
    for (const name of made) {
      await client.removeImage(name, { force: true })
        .catch((error: APIError) => assert.equal(error.status, 404, error.message));
    }
    client.close();
  }
}

/** The id that the last record of an import tells. */
function importedId(text: string): string {
  const last = JSON.parse(text.trim().split("\n").at(-1)!) as { status: string };
  assert.match(last.status, /^sha256:[0-9a-f]{64}$/);
  return last.status;
}

/** Serves one answer on 127.0.0.1. */
async function serve(
  listener: http.RequestListener,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe("images", { skip }, () => {
  it("importImageFromData() makes a named image with instructions", async () => {
    await within(async (client, image) => {
      const repository = uniqueName("data");
      image(`${repository}:one`);
      const text = await client.importImageFromData(await rootfs("data"), {
        repository,
        tag: "one",
        changes: [LABEL, 'CMD ["/note"]', 'ENV A="b c"'],
        message: "by hand",
      });
      const inspected = await client.inspectImage(`${repository}:one`);
      assert.equal(inspected.Id, importedId(text));
      assert.deepEqual(inspected.RepoTags, [`${repository}:one`]);
      assert.deepEqual(inspected.Config?.Cmd, ["/note"]);
      assert.deepEqual(inspected.Config?.Env, ["A=b c"]);
      assert.equal(inspected.Config?.Labels?.[labelKey], labelValue);
      exercised("importImageFromData", "data", "repository", "tag", "changes");
      exercised("inspectImage", "image");

      const steps = await client.history({ Id: inspected.Id });
      assert.equal(steps.length, 1);
      assert.equal(steps[0]!.Id, inspected.Id);
      assert.equal(steps[0]!.Comment, "by hand");
      assert.deepEqual(steps[0]!.Tags, [`${repository}:one`]);
      exercised("history", "image");
    });
  });

  it("importImageFromStream() takes an archive of unknown length", async () => {
    await within(async (client, image) => {
      const repository = uniqueName("stream");
      image(`${repository}:two`);
      const archive = pack([{ path: "note", content: "stream" }]);
      const text = await client.importImageFromStream(archive, {
        repository,
        tag: "two",
        changes: LABEL,
      });
      const { Id, Config } = await client.inspectImage(`${repository}:two`);
      assert.equal(Id, importedId(text));
      assert.equal(Config?.Labels?.[labelKey], labelValue);
      exercised("importImageFromStream", "stream", "repository", "tag", "changes");
    });
  });

  it("importImageFromFile() sends a file and says when there is none", async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-import-"));
    try {
      const file = path.join(directory, "rootfs.tar");
      writeFileSync(file, await rootfs("file"));
      await within(async (client, image) => {
        const repository = uniqueName("file");
        image(`${repository}:three`);
        const text = await client.importImageFromFile(file, {
          repository,
          tag: "three",
          changes: [LABEL],
        });
        const { Id, Config } = await client.inspectImage(`${repository}:three`);
        assert.equal(Id, importedId(text));
        assert.equal(Config?.Labels?.[labelKey], labelValue);
        exercised("importImageFromFile", "filename", "repository", "tag", "changes");
        await assert.rejects(() => client.importImageFromFile(`${file}x`), {
          name: "DockerError",
          message: `Cannot import the image: there is no file "${file}x"`,
        });
        await assert.rejects(() => client.importImageFromFile(directory), {
          name: "DockerError",
          message: `Cannot import the image: "${directory}" is a directory`,
        });
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("importImageFromUrl() lets the engine fetch the archive", async () => {
    const archive = await rootfs("url");
    const server = await serve((_request, response) => response.end(archive));
    try {
      await within(async (client, image) => {
        const repository = uniqueName("url");
        image(`${repository}:four`);
        const url = `http://127.0.0.1:${server.port}/rootfs.tar`;
        const text = await client.importImageFromUrl(url, {
          repository,
          tag: "four",
          changes: LABEL,
        });
        assert.match(text, /Downloading from http/);
        const { Id, Config } = await client.inspectImage(`${repository}:four`);
        assert.equal(Id, importedId(text));
        assert.equal(Config?.Labels?.[labelKey], labelValue);
        exercised("importImageFromUrl", "url", "repository", "tag", "changes");
      });
    } finally {
      await server.close();
    }
  });

  it("importImage() tells files, URLs and bytes apart", async () => {
    const archive = await rootfs("any");
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-import-"));
    const server = await serve((_request, response) => response.end(archive));
    try {
      const file = path.join(directory, "rootfs.tar");
      writeFileSync(file, archive);
      await within(async (client, image) => {
        const sources = {
          file: { src: file },
          url: { src: `http://127.0.0.1:${server.port}/rootfs.tar` },
          bytes: { src: archive },
          chunks: { src: archive, streamSrc: true },
          stream: { src: new Blob([archive as Uint8Array<ArrayBuffer>]).stream() },
        };
        const repository = uniqueName("any");
        for (const [tag, source] of Object.entries(sources)) {
          image(`${repository}:${tag}`);
          const text = await client.importImage({ ...source, repository, tag, changes: LABEL });
          const { Id, Config } = await client.inspectImage(`${repository}:${tag}`);
          assert.equal(Id, importedId(text));
          assert.equal(Config?.Labels?.[labelKey], labelValue);
        }
        exercised("importImage", "src", "repository", "tag", "changes", "streamSrc");
        await assert.rejects(() => client.importImage({ src: `${directory}/nothing` }), {
          name: "DockerError",
          message:
            `Cannot import the image: "${directory}/nothing" is neither a file nor a URL that begins with http:// or https://`,
        });
      });
    } finally {
      await server.close();
      rmSync(directory, { recursive: true });
    }
  });

  it("import*() rejects with the engine's words for what is no archive", async () => {
    await within(async (client) => {
      await assert.rejects(
        () => client.importImageFromData(new TextEncoder().encode("no archive")),
        {
          name: "ServerError",
          message:
            /^Cannot import the image: .*unexpected EOF.* \(500, POST \/v1\.\d+\/images\/create\)$/,
        },
      );
    });
  });

  it("import*() and loadImage() give the engine's words when it refuses while data is being sent", async () => {
    await within(async (client) => {
      const junk = new Uint8Array(16 * 1024 * 1024).fill(7);
      const refusals: [data: () => Data, call: (data: Data) => Promise<unknown>, words: RegExp][] =
        [
          [
            () => junk,
            (data) => client.importImageFromData(data, { changes: "NONSENSE x" }),
            new RegExp(`^Cannot import the image: .*${EXPECTED.invalidChange} \\(400, `),
          ],
          [
            () => new Blob([junk]).stream(),
            (data) => client.importImageFromStream(data, { changes: "NONSENSE x" }),
            new RegExp(`^Cannot import the image: .*${EXPECTED.invalidChange} \\(400, `),
          ],
          [
            () => new Blob([junk]).stream(),
            async (data) => {
              for await (const _ of await client.loadImage(data));
            },
            /^Cannot load the image: .*invalid tar header \(500, /,
          ],
        ];
      for (const [data, call, words] of refusals) {
        for (let round = 0; round < 3; round++) {
          await assert.rejects(() => call(data()), { message: words });
        }
      }
    });
  });

  it("getImage() and loadImage() carry an image over, as bytes and as a stream", async () => {
    await within(async (client, image) => {
      const repository = uniqueName("carry");
      const name = image(`${repository}:x`);
      await client.importImageFromData(await rootfs("carry"), {
        repository,
        tag: "x",
        changes: LABEL,
      });
      const { Id } = await client.inspectImage(name);
      const names: string[] = [];
      for await (const entry of unpack(await client.getImage(name))) names.push(entry.path);
      assert.ok(names.includes("manifest.json"), names.join());
      exercised("getImage", "image");

      const saved = new Uint8Array(
        await new Response(await client.getImage(name) as never).arrayBuffer(),
      );
      const loads = {
        bytes: [saved, {}],
        stream: [new Blob([saved]).stream(), { quiet: false }],
        quiet: [saved, { quiet: true }],
      } as const;
      for (const [form, [data, options]] of Object.entries(loads)) {
        await client.removeImage(name);
        const records = [];
        for await (const record of await client.loadImage(data, options)) records.push(record);
        assert.equal(records.at(-1)!.stream, `Loaded image: ${name}\n`, form);
        const layers = records.filter((record) => record.status === "Loading layer");
        assert.equal(layers.length > 0, form === "stream" && EXPECTED.loadTellsLayers, form);
        assert.equal((await client.inspectImage(name)).Id, Id);
      }
      exercised("loadImage", "data", "quiet");

      await assert.rejects(() => client.getImage(`${repository}:y`), {
        name: "ImageNotFound",
        status: 404,
      });
      await assert.rejects(async () => {
        for await (const _ of await client.loadImage(new Uint8Array(1024).fill(7)));
      }, {
        name: "APIError",
        message:
          /^Cannot load the image: .*invalid tar header \(500, POST \/v1\.\d+\/images\/load\)$/,
      });
    });
  });

  it("tag(), images() and removeImage() name, list and remove", async () => {
    await within(async (client, image) => {
      const repository = uniqueName("name");
      const other = `${uniqueName("host")}.example:5000/team/app`;
      image(`${repository}:latest`);
      image(`${other}:2`);
      await client.importImageFromData(await rootfs(repository), {
        repository,
        tag: "latest",
        changes: LABEL,
      });
      assert.equal(await client.tag(repository, other, { tag: "1" }), true);
      assert.equal(await client.tag(repository, `${other}:2`), true);
      // A name that is taken moves, with force or without.
      assert.equal(await client.tag(baseImage, other, { tag: "1", force: true }), true);
      const base = await client.inspectImage(baseImage);
      assert.equal((await client.inspectImage(`${other}:1`)).Id, base.Id);
      assert.deepEqual(await client.removeImage(`${other}:1`), [{ Untagged: `${other}:1` }]);
      exercised("tag", "image", "repository", "tag", "force");

      const { Id } = await client.inspectImage(repository);
      assert.deepEqual(await client.images({ name: repository, quiet: true }), [Id]);
      assert.deepEqual(await client.images({ name: `${other}:2`, quiet: true }), [Id]);
      assert.deepEqual(await client.images({ name: `${other}:3` }), []);
      const listed = (await client.images({ filters: { label } })).find((one) => one.Id === Id);
      assert.deepEqual(listed?.RepoTags?.sort(), [`${other}:2`, `${repository}:latest`]);
      assert.deepEqual(await client.images({ filters: { label: `${label}x` } }), []);
      exercised("images", "name", "quiet", "filters");

      // Of two names only the one that is given goes; an id with two names goes by force alone.
      await assert.rejects(() => client.removeImage(Id), {
        name: "Conflict",
        message: /must be forced/,
      });
      const removed = await client.removeImage({ Id }, { force: true });
      assert.ok(removed.some((item) => item.Deleted === Id));
      assert.equal(removed.filter((item) => item.Untagged !== undefined).length, 2);
      await assert.rejects(() => client.inspectImage(Id), { name: "ImageNotFound" });
      exercised("removeImage", "image", "force");
    });
  });

  it("images({ all }) and removeImage({ noprune }) know the images in between", async () => {
    await within(async (client, image) => {
      const name = image(`${uniqueName("child")}:x`);
      const container = await client.createContainer(baseImage, { command: ["true"] });
      let parent = "";
      try {
        // Two commits, one upon the other, leave an image in between once its name is gone.
        const commit = (image: string, comment: string): Promise<string> =>
          client.engine.json<{ Id: string }>(
            "Cannot commit",
            "POST",
            `/commit?container=${image}&comment=${comment}&changes=${encodeURIComponent(LABEL)}`,
            {},
            { json: {} },
          ).then(({ Id }) => Id);
        parent = await commit(container.Id, name);
        const second = await client.createContainer(parent, { command: ["true"] });
        try {
          const child = await commit(second.Id, `${name}-child`);
          await client.tag(child, name);
          const ids = async (all: boolean): Promise<string[]> => {
            return await client.images({ quiet: true, all, filters: { label } });
          };
          assert.ok((await ids(true)).includes(parent));
          assert.ok(!(await ids(false)).includes(parent));
          assert.ok((await ids(false)).includes(child));
          exercised("images", "all");
          await client.removeContainer(second, { force: true });
          const removed = await client.removeImage(name, { noprune: true });
          assert.ok(removed.some((item) => item.Deleted === child));
          assert.ok(!removed.some((item) => item.Deleted === parent));
          assert.equal((await client.inspectImage(parent)).Id, parent);
          exercised("removeImage", "noprune");
        } finally {
          await client.removeContainer(second, { force: true }).catch(() => {});
        }
      } finally {
        await client.removeContainer(container, { force: true });
        if (parent !== "") image(parent);
      }
    });
  });

  it("pruneImages() removes what its filters match and nothing else", async () => {
    await within(async (client, image) => {
      const repository = uniqueName("prune");
      const mark = `${repository}=1`;
      image(`${repository}:x`);
      await client.importImageFromData(await rootfs("prune"), {
        repository,
        tag: "x",
        changes: [LABEL, `LABEL ${mark}`],
      });
      const { Id } = await client.inspectImage(`${repository}:x`);
      const kept = await client.pruneImages({ filters: { label: mark } });
      assert.deepEqual(kept.ImagesDeleted, null);
      const report = await client.pruneImages({ filters: { label: mark, dangling: false } });
      assert.ok(report.ImagesDeleted?.some((item) => item.Deleted === Id));
      assert.equal(typeof report.SpaceReclaimed, "number");
      await assert.rejects(() => client.inspectImage(Id), { name: "ImageNotFound" });
      exercised("pruneImages", "filters");
    });
  });

  it("search() asks the registry that the term names", async () => {
    let asked = "";
    const server = await serve((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, "http://127.0.0.1");
      response.setHeader("Content-Type", "application/json");
      response.setHeader("X-Docker-Registry-Version", "0.6.0");
      if (pathname === "/v1/_ping") return response.end("true");
      if (pathname !== "/v1/search") {
        response.statusCode = 404;
        return response.end("{}");
      }
      asked = searchParams.get("q")!;
      const results = [{
        name: "tools/shell",
        description: "A shell",
        star_count: 7,
        is_official: false,
        is_automated: false,
      }];
      response.end(JSON.stringify({ query: asked, num_results: 1, results }));
    });
    try {
      await within(async (client) => {
        const results = await client.search(`127.0.0.1:${server.port}/shell`);
        assert.equal(asked, "shell");
        assert.equal(results.length, 1);
        assert.equal(results[0]!.description, "A shell");
        assert.equal(results[0]!.star_count, 7);
        const popular = await client.search(`127.0.0.1:${server.port}/shell`, {
          filters: { stars: 8 },
        });
        assert.deepEqual(popular, []);
        exercised("search", "term");
      });
    } finally {
      await server.close();
    }
  });

  it("insert() and images({ viz }) say what took their place", async () => {
    await within(async (client) => {
      const version = (await client.version()).ApiVersion;
      await assert.rejects(() => client.insert(baseImage, "http://127.0.0.1/x", "/y"), {
        name: "InvalidVersion",
        message:
          `Cannot insert a file into image "${baseImage}": POST /images/{name}/insert is known up to API version 1.11 only, and ${version} is in use; use build() with an ADD line`,
      });
      await assert.rejects(() => client.images({ viz: true }), {
        name: "InvalidVersion",
        message:
          `Cannot list images: option "viz" is known up to API version 1.6 only, and ${version} is in use; use images() and draw the graph from ParentId`,
      });
      exercised("insert", "image", "url", "path");
      exercised("images", "viz");
    });
  });
});
