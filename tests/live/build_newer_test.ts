import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { BuildRecord } from "../../mod.ts";
import { untar } from "../harness/untar.ts";
import { withBuilding, withDirectory } from "./building.ts";
import { containerdStore, skipBelow } from "./differences.ts";
import { skip } from "./fixture.ts";

const skipWithoutStore = skipBelow("1.42") ||
  (containerdStore ? false : "The Engine does not keep images in containerd");

function wasCached(records: readonly BuildRecord[], word: string): boolean {
  return records.flatMap(({ trace }) => trace?.vertexes ?? [])
    .some(({ name, cached }) => cached && name.includes(word));
}

describe("a build on a newer Engine", { skip }, () => {
  it("takes named contexts: directories and images", { skip: skipBelow("1.42") }, async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile, build }) => {
        mkdirSync(file("data"));
        writeFileSync(file("data/word"), "from a named context\n");
        const base = "longshore-named:latest";
        await client.tag("longshore/base:latest", base);
        const { text } = await build({
          fileobj: dockerfile("COPY --from=data word /word", "RUN cat /word"),
          version: "2",
          nocache: true,
          contexts: { data: file("data"), other: "docker-image://longshore/base:latest" },
        });
        assert.match(text, /^from a named context$/m);
        await client.removeImage(base);
        await assert.rejects(
          client.build({ fileobj: "FROM scratch", version: "2", contexts: { a: file("none") } }),
          {
            message: /^Cannot build the image: context "a": ".*none" is not a directory$/,
          },
        );
      })
    );
  });

  it("limits what steps may use", { skip: skipBelow("1.42") }, async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const { text } = await build({
        fileobj: dockerfile(
          "RUN df -k /dev/shm | tail -1 | awk '{ print \"shm\", $2 }'; " +
            'echo "files $(ulimit -n) $(ulimit -Hn)"; cat /proc/self/cgroup',
        ),
        version: "2",
        shmsize: "5m",
        ulimits: [{ name: "nofile", soft: 77, hard: 99 }],
        cgroupParent: "/longshore-slow",
      });
      assert.match(text, /^shm 5120$/m);
      assert.match(text, /^files 77 99$/m);
      // Where there are no cgroups but of version 2, a step sees its own as the root.
      assert.match(text, /:\/longshore-slow\/|^0::\/$/m);
    });
  });

  it("gives several results of one build", { skip: skipBelow("1.45") }, async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile }) => {
        const fileobj = `${
          dockerfile("RUN echo both >/both")
        }FROM scratch\nCOPY --from=0 /both /both\n`;
        const outputs = [file("out"), { type: "tar", dest: file("out.tar") }];
        const stream = await client.build({ fileobj, version: "2", outputs });
        await stream.result();
        assert.equal(readFileSync(file("out/both"), "utf8"), "both\n");
        assert.deepEqual(await untar(readFileSync(file("out.tar"))), ["both"]);
      })
    );
  });

  it(
    "keeps the cache in a directory, and takes it from there",
    { skip: skipWithoutStore },
    async () => {
      await withDirectory((file) =>
        withBuilding(async ({ client, dockerfile, build }) => {
          const fileobj = dockerfile(
            `RUN echo ${Math.random()} >/made; head -c 500000 /dev/urandom >/large`,
          );
          const cache = file("cache é");
          const warned: string[] = [];
          await build({
            fileobj,
            version: "2",
            cacheFrom: [{ type: "local", src: cache }],
            cacheTo: [{ type: "local", dest: cache, mode: "max" }],
          });
          assert.deepEqual(warned, []);
          const index = JSON.parse(readFileSync(path.join(cache, "index.json"), "utf8"));
          assert.equal(index.manifests.length, 1);
          const [algorithm, hex] = index.manifests[0].digest.split(":");
          assert.ok(existsSync(path.join(cache, "blobs", algorithm, hex)));
          await client.pruneBuilds({ all: true });
          const again = await build({
            fileobj,
            version: "2",
            cacheFrom: [`type=local,"src=${cache}"`],
          });
          assert.ok(wasCached(again.records, "RUN echo"), "the step ran again");
        })
      );
    },
  );

  it("attests how an image was made", { skip: skipWithoutStore }, async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile }) => {
        const stream = await client.build({
          fileobj: dockerfile("RUN true"),
          version: "2",
          attestations: { provenance: "mode=max" },
          outputs: [{ type: "oci", dest: file("image.tar"), tar: true }],
        });
        const { metadata } = await stream.result();
        assert.match(metadata["containerimage.descriptor"]!, /./);
        const names = await untar(readFileSync(file("image.tar")));
        assert.ok(
          names.filter((name) => name.startsWith("blobs/sha256/")).length >= 6,
          names.join(),
        );
      })
    );
  });

  it("checks a Dockerfile, and tells what it takes", { skip: skipBelow("1.46") }, async () => {
    await withBuilding(async ({ client }) => {
      const fileobj = "FROM longshore/base:latest as one\nARG WORD=x\nRUN exit 1\n";
      const ask = async (call: "check" | "outline" | "targets"): Promise<[string, unknown]> => {
        let text = "";
        const stream = await client.build({ fileobj, version: "2", call, decode: true });
        for await (const { stream: words } of stream) text += words ?? "";
        const { metadata } = await stream.result();
        return [text, JSON.parse(metadata["result.json"]!)];
      };
      assert.match((await ask("check"))[0], /WARNING: FromAsCasing[^]*1 \| >>> FROM longshore/);
      assert.match((await ask("outline"))[0], /WORD/);
      const [, targets] = await ask("targets");
      assert.equal((targets as { targets: { name: string }[] }).targets[0]!.name, "one");
    });
  });

  it("says what it cannot do without the containerd image store", {
    skip: skipBelow("1.42") || (containerdStore ? "The Engine has it" : false),
  }, async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile }) => {
        const options = { fileobj: dockerfile("RUN true"), version: "2" } as const;
        const cacheTo = [{ type: "local", dest: file("cache") }];
        const stream = await client.build({ ...options, cacheTo });
        await assert.rejects(stream.result(), {
          name: "BuildError",
          message: /containerd image store/,
        });
      })
    );
  });

  it("tells the step that failed, its lines and what it printed", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const fileobj = dockerfile("RUN echo one; \\", "  echo two; exit 9", "RUN true");
      for (const version of ["1", "2"] as const) {
        const error = await build({ fileobj, version, nocache: true, rm: true, forcerm: true })
          .then(() => assert.fail("was built"), (reason) => reason);
        assert.match(error.step.name, /RUN echo one;\s+echo two; exit 9$/);
        // The old builder tells in its output too that it removes the step's container.
        const written = error.step.logTail.filter((line: string) => !line.startsWith("Removing "));
        assert.deepEqual(written, ["one", "two"]);
        assert.deepEqual([error.step.file, error.step.startLine, error.step.endLine], [
          "Dockerfile",
          3,
          4,
        ]);
        assert.equal(error.exitCode, 9);
      }
      const told = await build({
        fileobj: dockerfile("RUN echo by $0"),
        version: "auto",
        nocache: true,
      });
      assert.ok(told.records.some(({ trace }) => trace !== undefined), "was not built by BuildKit");
    });
  });
});
