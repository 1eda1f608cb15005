import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadRequest, BuildError, TimeoutError } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import { gzip } from "../../src/build/gzip.ts";
import { skipWithoutProgram, startRegistry } from "../harness/registry.ts";
import { withBuilding } from "./building.ts";
import { apiVersion, EXPECTED, refusedOr } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { baseImage, skip, uniqueName } from "./fixture.ts";

describe("build", { skip }, () => {
  it("builds a Dockerfile, names the image and labels it", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      const name = uniqueName("built");
      const { id, text } = await build({
        fileobj: dockerfile("RUN echo built > /out", 'CMD ["cat", "/out"]'),
        tag: [`${name}:one`, `${name}:two`],
        labels: { color: "blue", "a b": '"c"' },
        rm: true,
        stream: true,
      });
      assert.match(text, /Successfully built [0-9a-f]{12}\nSuccessfully tagged /);
      const inspected = await client.inspectImage(`${name}:one`);
      assert.equal(inspected.Id, id);
      assert.deepEqual(inspected.RepoTags?.sort(), [`${name}:one`, `${name}:two`]);
      assert.equal(inspected.Config?.Labels?.color, "blue");
      assert.equal(inspected.Config?.Labels?.["a b"], '"c"');
      assert.deepEqual(inspected.Config?.Cmd, ["cat", "/out"]);
      exercised("build", "fileobj", "tag", "labels", "stream", "decode");
    });
  });

  it("streams the Engine's bytes unless told to decode", async () => {
    await withBuilding(async ({ client, dockerfile }) => {
      let text = "";
      for await (const bytes of await client.build({ fileobj: dockerfile(), rm: true })) {
        text += new TextDecoder().decode(bytes);
      }
      const records = text.trim().split("\n").map((line) => JSON.parse(line));
      assert.match(records[0].stream, /^Step 1\/2 : FROM /);
      exercised("build", "decode");
    });
  });

  it("tells nothing but the id with quiet, and runs all steps again with nocache", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      const fileobj = dockerfile("RUN date +%s%N > /out");
      const first = await build({ fileobj, rm: true });
      const quiet = await build({ fileobj, rm: true, quiet: true });
      assert.equal(quiet.text, `${first.id}\n`);
      const told = await client.build({ fileobj, rm: true, quiet: true });
      assert.equal((await told.result()).imageId, first.id);
      const again = await build({ fileobj, rm: true });
      assert.match(again.text, /Using cache/);
      assert.equal(again.id, first.id);
      const fresh = await build({ fileobj, rm: true, nocache: true });
      assert.doesNotMatch(fresh.text, /Using cache/);
      assert.notEqual(fresh.id, first.id);
      exercised("build", "quiet", "nocache");
    });
  });

  it("keeps the containers of steps unless rm is set, and of failed builds unless forcerm is", async () => {
    await withBuilding(async ({ client, dockerfile, build, containersOf }) => {
      const exists = async (text: string): Promise<boolean[]> => {
        const ids = containersOf(text);
        assert.ok(ids.length > 0, text);
        return await Promise.all(
          ids.map((id) =>
            client.inspectContainer(id).then(() => true, (error) => {
              assert.equal(error.status, 404);
              return false;
            })
          ),
        );
      };
      const fileobj = dockerfile("RUN true");
      const kept = await build({ fileobj, nocache: true });
      assert.ok((await exists(kept.text)).every((one) => one));
      const removed = await build({ fileobj, nocache: true, rm: true });
      assert.ok((await exists(removed.text)).every((one) => !one));
      exercised("build", "rm");

      const failing = dockerfile("RUN exit 7");
      const failed = async (forcerm: boolean): Promise<string> => {
        const error = await build({ fileobj: failing, nocache: true, rm: true, forcerm })
          .then(() => assert.fail("was built"), (reason) => reason);
        assert.ok(error instanceof BuildError);
        assert.deepEqual([error.status, error.exitCode], [500, 7]);
        assert.match(
          error.message,
          /^Cannot build the image: The command '\/bin\/sh -c exit 7' returned a non-zero code: 7 \(500, POST \/v1\.\d+\/build\)$/,
        );
        return error.records.map((record) => (record as { stream?: string }).stream).join("");
      };
      const left = await failed(false);
      assert.equal((await exists(left)).at(-1), true);
      for (const id of containersOf(left)) await client.removeContainer(id).catch(() => {});
      assert.equal((await exists(await failed(true))).at(-1), false);
      exercised("build", "forcerm");
    });
  });

  it("passes arguments, and limits, sizes, hosts and the network of its containers", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const { text } = await build({
        fileobj: dockerfile(
          "ARG WHO=nobody",
          "ARG COUNT",
          [
            'RUN echo "<who=$WHO count=$COUNT>"',
            "echo \"<hosts=$(grep example /etc/hosts | tr '\\t\\n' ' ,')>\"",
            'echo "<net=$(ls /sys/class/net | tr "\\n" " ")>"',
            'echo "<shm=$(grep /dev/shm /proc/mounts)>"',
            "cd /sys/fs/cgroup",
            'echo "<memory=$(cat memory/memory.limit_in_bytes)>"',
            'echo "<memsw=$(cat memory/memory.memsw.limit_in_bytes)>"',
            'echo "<shares=$(cat cpu/cpu.shares)>"',
            'echo "<cpus=$(cat cpuset/cpuset.cpus)>"',
          ].join("; "),
        ),
        rm: true,
        buildargs: { WHO: "you & me", COUNT: 3 },
        extraHosts: { "a.example": "10.1.2.3", "b.example": "::1" },
        networkMode: "none",
        shmsize: "5m",
        containerLimits: {
          memory: "64m",
          memswap: 128 * 1024 * 1024,
          cpushares: 77,
          cpusetcpus: "0",
        },
      });
      const seen = Object.fromEntries(
        [...text.matchAll(/^<(\w+)=(.*)>$/gm)].map((match) => [match[1]!, match[2]!.trim()]),
      );
      assert.equal(seen.who, "you & me count=3");
      assert.equal(seen.hosts, "10.1.2.3 a.example,::1 b.example,");
      assert.equal(seen.net, "lo");
      assert.match(seen.shm!, /size=5120k/);
      assert.equal(seen.memory, String(64 * 1024 * 1024));
      assert.equal(seen.memsw, String(128 * 1024 * 1024));
      assert.equal(seen.shares, "77");
      assert.equal(seen.cpus, "0");
      exercised("build", "buildargs", "extraHosts", "networkMode", "shmsize", "containerLimits");
    });
  });

  it("stops at the target, and makes one layer with squash", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      const fileobj = dockerfile("RUN echo 1 > /a", "RUN echo 2 > /b") +
        `FROM ${baseImage}\nRUN exit 9\n`;
      const stages = fileobj.replace(/^FROM (\S+)/, "FROM $1 AS first");
      const layers = async (id: string): Promise<number> => {
        return (await client.inspectImage(id)).RootFS.Layers!.length;
      };
      const { id } = await build({ fileobj: stages, target: "first", rm: true });
      const base = await layers(baseImage);
      assert.equal(await layers(id), base + 2);
      const squashing = { fileobj: stages, target: "first", rm: true, squash: true };
      await refusedOr(EXPECTED.squashRefusal, () => build(squashing), async ({ text }) => {
        assert.match(text, /Successfully built/);
        const final = /Successfully built ([0-9a-f]{12})/.exec(text)![1]!;
        assert.equal(await layers(final), base + 1);
      });
      exercised("build", "target", "squash");
    });
  });

  it("takes cached steps from the images of cacheFrom only", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const fileobj = dockerfile("RUN date +%s%N > /out");
      const name = uniqueName("cache");
      const { id } = await build({ fileobj, rm: true, tag: name });
      const other = await build({ fileobj, rm: true, cacheFrom: [baseImage] });
      assert.notEqual(other.id, id);
      const named = { fileobj, rm: true, cacheFrom: [baseImage, name] };
      await refusedOr(EXPECTED.cacheFromRefusal, () => build(named), (same) => {
        assert.equal(same.id, id);
      });
      exercised("build", "cacheFrom");
    });
  });

  it("sends a custom context, compressed or not", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      const archive = (): ReadableStream<Uint8Array> =>
        pack([
          { path: "sub/Other", content: dockerfile("COPY note /note", "RUN cat /note") },
          { path: "note", content: "custom\n" },
        ]);
      const dockerfilePath = "sub/Other";
      const contexts = {
        plain: { fileobj: archive() },
        compressed: { fileobj: gzip(archive()), encoding: "gzip" },
        compressing: { fileobj: archive(), gzip: true },
      };
      for (const [form, context] of Object.entries(contexts)) {
        const { text } = await build({
          ...context,
          customContext: true,
          dockerfile: dockerfilePath,
          rm: true,
          nocache: true,
        });
        assert.match(text, /^custom$/m, form);
      }
      await assert.rejects(
        () =>
          client.build({
            fileobj: archive(),
            customContext: true,
            encoding: "x-none",
            dockerfile: "y",
          }),
        { name: "ServerError", message: /Cannot locate specified Dockerfile: y/ },
      );
      exercised("build", "fileobj", "customContext", "encoding", "gzip", "dockerfile");
    });
  });

  it("pulls base images again with pull", { skip: skipWithoutProgram }, async () => {
    const registry = await startRegistry(false);
    try {
      await withBuilding(async ({ client, dockerfile, build }) => {
        const base = `${registry.address}/base:v1`;
        await client.tag(baseImage, base);
        try {
          await client.push(base);
          const fileobj = dockerfile().replace(baseImage, base);
          assert.doesNotMatch(
            (await build({ fileobj, rm: true })).text,
            /Pulling|Image is up to date/,
          );
          const { records } = await build({ fileobj, rm: true, pull: true });
          assert.ok(records.some(({ status }) => /^Status: .* for /.test(status ?? "")));
          await registry.stop();
          await assert.rejects(() => build({ fileobj, rm: true, pull: true }), {
            message: /connection refused/,
          });
          exercised("build", "pull");
        } finally {
          await client.removeImage(base, { force: true });
        }
      });
    } finally {
      await registry.stop();
    }
  });

  it("ends at the timeout", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const start = performance.now();
      const error = await build({ fileobj: dockerfile("RUN sleep 600"), forcerm: true, timeout: 1 })
        .then(() => assert.fail("was built"), (reason) => reason);
      assert.ok(error instanceof TimeoutError);
      assert.equal(
        error.message,
        "Cannot build the image: the call did not finish within 1 seconds",
      );
      assert.ok(performance.now() - start < 60_000);
      exercised("build", "timeout");
    });
  });

  it("rejects with the Engine's words for a Dockerfile that cannot be parsed", async () => {
    await withBuilding(async ({ client }) => {
      await assert.rejects(() => client.build({ fileobj: "FORM x\n", tag: "never" }), (error) => {
        assert.ok(error instanceof BadRequest);
        const { message } = error;
        assert.ok(message.startsWith('Cannot build "never": dockerfile parse error '), message);
        const end = `: ${EXPECTED.unknownInstruction} (400, POST /v${apiVersion}/build)`;
        assert.ok(message.endsWith(end), message);
        return true;
      });
    });
  });
});
