import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { BuildError } from "../../mod.ts";
import { untar } from "../harness/untar.ts";
import { PASSWORD, skipWithoutProgram, startRegistry, USER } from "../harness/registry.ts";
import { hasBegun, withBuilding, withDirectory } from "./building.ts";
import { baseImage, skip, uniqueName } from "./fixture.ts";

/** A Dockerfile of a small tree that is made anew each time. */
const TREE = (): string =>
  [
    `FROM ${baseImage} AS made`,
    `RUN echo ${Math.random()} >/word; mkdir -p /tree/deep; echo hello >/tree/deep/file; ln -s deep /tree/link; head -c 3000000 /dev/zero >/tree/large`,
    "FROM scratch",
    "COPY --from=made /tree /",
  ].join("\n");

describe("outputs of a build", { skip }, () => {
  it("come as files, as an archive, and as a stream", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client }) => {
        const fileobj = TREE();
        const stream = await client.build({ fileobj, version: "2", outputs: [file("out")] });
        assert.deepEqual(await stream.result(), { imageId: null, digest: null, metadata: {} });
        assert.equal(readFileSync(file("out/deep/file"), "utf8"), "hello\n");
        assert.equal(lstatSync(file("out/large")).size, 3_000_000);
        assert.ok(lstatSync(file("out/link")).isSymbolicLink());
        const archive = `type=tar,dest=${file("out.tar")}`;
        await (await client.build({ fileobj, version: "2", outputs: [archive] })).result();
        const names = await untar(readFileSync(file("out.tar")));
        assert.deepEqual(names.sort(), ["deep/", "deep/file", "large", "link"]);
        let size = 0;
        const dest = new WritableStream<Uint8Array>({
          write: (bytes) => void (size += bytes.length),
        });
        const outputs = [{ type: "tar", dest }];
        await (await client.build({ fileobj, version: "2", outputs })).result();
        assert.equal(size, lstatSync(file("out.tar")).size);
      })
    );
  });

  it("are not there when the build fails, and a stream hears of it", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile }) => {
        let reason: unknown;
        const dest = new WritableStream<Uint8Array>({ abort: (why) => void (reason = why) });
        const stream = await client.build({
          fileobj: dockerfile("RUN exit 1"),
          version: "2",
          outputs: [{ type: "tar", dest }],
        });
        await assert.rejects(stream.result(), { name: "BuildError" });
        while (reason === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
        writeFileSync(file("out"), "a file");
        await assert.rejects(
          client.build({ fileobj: "FROM scratch", version: "2", outputs: [file("out")] }),
          {
            message: /^Cannot build the image: output "local": ".*out" is a file, not a directory$/,
          },
        );
      })
    );
  });

  it("are an image in the Engine, whose id the result tells", async () => {
    await withBuilding(async ({ client, dockerfile }) => {
      const tag = uniqueName("output");
      for (const more of [{}, { outputs: ["type=image"] }, { noCacheFilter: ["none"] }]) {
        const stream = await client.build({
          fileobj: dockerfile(`RUN echo ${Math.random()}`),
          version: "2",
          tag,
          ...more,
        });
        const { imageId } = await stream.result();
        assert.equal((await client.inspectImage(tag)).Id, imageId);
        await client.removeImage(tag);
      }
      const old = await client.build({ fileobj: dockerfile("RUN true"), rm: true, tag });
      // The old builder tells the whole id, too.
      const { imageId } = await old.result();
      assert.equal((await client.inspectImage(tag)).Id, imageId);
    });
  });

  for (
    const [way, more] of Object.entries({
      "the Engine's": {},
      "BuildKit's own": { noCacheFilter: ["none"] },
    })
  ) {
    it(`tell no step with quiet, by ${way} API`, async () => {
      await withBuilding(async ({ client, dockerfile, build }) => {
        const tag = uniqueName("quiet");
        const fileobj = dockerfile("RUN echo told");
        const options = { fileobj, version: "2", tag, quiet: true, ...more } as const;
        const { records, text } = await build(options);
        assert.deepEqual(records.filter(({ trace }) => trace !== undefined), []);
        const { imageId } = await (await client.build(options)).result();
        assert.equal(text, `${imageId}\n`);
        assert.equal(imageId, (await client.inspectImage(tag)).Id);
      });
    });
  }

  it(
    "are pushed to a registry that asks for credentials",
    { skip: skipWithoutProgram },
    async () => {
      const registry = await startRegistry(true);
      try {
        await withBuilding(async ({ client, dockerfile }) => {
          const tag = `${registry.address}/pushed:v1`;
          const build = (authConfigs: object): Promise<unknown> =>
            client.build({
              fileobj: dockerfile("RUN true"),
              version: "2",
              tag,
              outputs: ["type=registry"],
              authConfigs: authConfigs as never,
            }).then((stream) => stream.result());
          await assert.rejects(build({}), { name: "BuildError" });
          await build({ [registry.address]: { username: USER, password: PASSWORD } });
          await client.removeImage(tag);
          await client.pull(tag, { authConfig: { username: USER, password: PASSWORD } });
          await client.removeImage(tag);
        });
      } finally {
        await registry.stop();
      }
    },
  );

  it("are nothing but cache, when that is asked for", async () => {
    await withBuilding(async ({ client, dockerfile }) => {
      const options = {
        fileobj: dockerfile("RUN true"),
        version: "2",
        tag: uniqueName("none"),
      } as const;
      const stream = await client.build({ ...options, outputs: [{ type: "cacheonly" }] });
      assert.equal((await stream.result()).imageId, null);
      await assert.rejects(client.inspectImage(options.tag), { name: "ImageNotFound" });
    });
  });

  it("are refused where this Engine does not make them", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client }) => {
        const { DriverStatus } = await client.info();
        const hasStore = JSON.stringify(DriverStatus).includes("io.containerd.snapshotter.v1");
        const outputs = [{ type: "oci", dest: file("image.tar") }];
        const stream = await client.build({ fileobj: TREE(), version: "2", outputs });
        if (hasStore) {
          const { digest } = await stream.result();
          const names = await untar(readFileSync(file("image.tar")));
          assert.ok(names.includes(`blobs/sha256/${digest!.slice(7)}`), names.join());
          return;
        }
        await assert.rejects(stream.result(), (error) => {
          assert.ok(error instanceof BuildError);
          assert.match(
            error.message,
            /exporter "oci" could not be found; this Engine has it with the containerd image store alone/,
          );
          return true;
        });
      })
    );
  });
});

describe("a build that BuildKit solves", { skip }, () => {
  it("takes the same options as one that is posted", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile, build }) => {
        mkdirSync(file("sub"));
        writeFileSync(file("sub/note"), "from the directory\n");
        writeFileSync(
          file("My.Dockerfile"),
          [
            dockerfile("ARG WHO", "COPY sub/note /note").replace("FROM", "FROM").replace(
              "\n",
              " AS first\n",
            ),
            `RUN --mount=type=secret,id=word,required cat /note /run/secrets/word; echo to $WHO; cat /etc/hosts`,
            "FROM first AS second",
            "RUN exit 1",
          ].join("\n"),
        );
        const tag = uniqueName("solved");
        const { text, id } = await build({
          path: file("."),
          dockerfile: "My.Dockerfile",
          version: "2",
          tag,
          target: "first",
          buildargs: { WHO: "you" },
          labels: { color: "red" },
          extraHosts: { example: "10.1.2.3" },
          secrets: { word: "secret\n" },
          cacheTo: ["type=inline"],
          noCacheFilter: ["first"],
        });
        for (
          const line of ["from the directory", "secret", "to you", /10\.1\.2\.3\s+example/]
        ) {
          assert.match(text, new RegExp(line));
        }
        const inspected = await client.inspectImage(tag);
        assert.deepEqual([inspected.Id, inspected.Config?.Labels?.color], [id, "red"]);
        await client.removeImage(tag);
      })
    );
  });

  it("rejects with its output, and ends when it is given up", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      const options = { version: "2", noCacheFilter: ["none"] } as const;
      await assert.rejects(
        build({ ...options, fileobj: dockerfile("RUN echo before; exit 7") }),
        (error) => {
          assert.ok(error instanceof BuildError);
          assert.match(error.message, /exit code: 7 \(500, POST \/v1\.\d+\/grpc\)$/);
          assert.equal(error.exitCode, 7);
          assert.ok(error.records.length > 0);
          return true;
        },
      );
      const controller = new AbortController();
      const stream = await client.build({
        ...options,
        fileobj: dockerfile("RUN echo begun; sleep 1000"),
        signal: controller.signal,
        decode: true,
      });
      const reading = (async () => {
        for await (const record of stream) {
          if (hasBegun(record)) controller.abort(new Error("enough"));
        }
      })();
      await assert.rejects(reading, { message: "enough" });
    });
  });

  it(
    "keeps the cache in the image, and takes it from there",
    { skip: skipWithoutProgram },
    async () => {
      const registry = await startRegistry(false);
      try {
        await withBuilding(async ({ client, dockerfile, build }) => {
          const tag = `${registry.address}/cached:v1`;
          const fileobj = dockerfile(`RUN echo ${Math.random()} >/made`);
          await build({
            fileobj,
            version: "2",
            tag,
            cacheTo: ["type=inline"],
            outputs: ["type=registry"],
          });
          await client.removeImage(tag);
          await client.pruneBuilds({ all: true });
          const again = await build({ fileobj, version: "2", cacheFrom: [tag] });
          const cached = again.records.flatMap(({ trace }) => trace?.vertexes ?? [])
            .some(({ name, cached }) => cached && name.includes("RUN echo"));
          assert.ok(cached, "the step ran again");
        });
      } finally {
        await registry.stop();
      }
    },
  );
});
