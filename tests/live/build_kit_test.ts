import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { BuildError, type BuildRecord, type BuildVertex } from "../../mod.ts";
import { skipWithoutProgram, startRegistry } from "../harness/registry.ts";
import { withBuilding } from "./building.ts";
import { EXPECTED } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { baseImage, skip, uniqueName } from "./fixture.ts";

/** The last that the records say of each step, by its name. */
function stepsOf(records: readonly BuildRecord[]): Map<string, BuildVertex> {
  const steps = new Map<string, BuildVertex>();
  for (const { trace } of records) {
    for (const vertex of trace?.vertexes ?? []) steps.set(vertex.name, vertex);
  }
  return steps;
}

describe("build with BuildKit", { skip }, () => {
  it("builds a directory that is sent, and tells its steps, their output and what is exported", async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-kit-"));
    try {
      await withBuilding(async ({ client, dockerfile, build }) => {
        writeFileSync(path.join(directory, "note"), "from the directory\n");
        writeFileSync(path.join(directory, "ignored"), "x");
        writeFileSync(path.join(directory, ".dockerignore"), "ignored\n");
        writeFileSync(
          path.join(directory, "Dockerfile"),
          dockerfile(
            "ARG WHO",
            "COPY . /ctx",
            "RUN --mount=type=cache,target=/cache cat /ctx/note; ls -A /ctx; echo to $WHO >&2",
          ),
        );
        const tag = uniqueName("kit");
        const start = Date.now() / 1000;
        const { id, text, records } = await build({
          path: directory,
          version: "2",
          tag,
          buildargs: { WHO: "you" },
          labels: { color: "red" },
        });
        const inspected = await client.inspectImage(tag);
        assert.equal(inspected.Id, id);
        assert.equal(inspected.Config?.Labels?.color, "red");
        assert.match(text, /^from the directory$/m);
        assert.match(text, /^to you$/m);
        assert.doesNotMatch(text, /^ignored$/m);

        const steps = stepsOf(records);
        const run = [...steps.values()].find(({ name }) =>
          name.includes("RUN --mount=type=cache")
        )!;
        assert.ok(
          run.started! >= start - 60 && run.completed! >= run.started!,
          String(run.started),
        );
        assert.deepEqual([run.cached, run.error], [false, ""]);
        assert.match(run.digest, /^sha256:[0-9a-f]{64}$/);
        assert.ok(run.inputs.length > 0);
        const statuses = records.flatMap(({ trace }) => trace?.statuses ?? []);
        assert.ok(
          statuses.some(({ id }) =>
            id === `naming to docker.io/library/${tag}${EXPECTED.builtTag}`
          ),
        );
        const streams = records.flatMap(({ trace }) => trace?.logs ?? []).map((log) => log.stream);
        assert.deepEqual([...new Set(streams)].sort(), [1, 2]);

        const again = await build({
          path: directory,
          version: "2",
          tag,
          buildargs: { WHO: "you" },
        });
        const cached = stepsOf(again.records).get(run.name)!;
        assert.equal(cached.cached, true);
        exercised("build", "path", "tag", "buildargs", "labels");
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("rejects with the output so far when a step fails", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const fileobj = dockerfile("RUN echo before; exit 5");
      const error = await build({ fileobj, version: "2", nocache: true })
        .then(() => assert.fail("was built"), (reason) => reason);
      assert.ok(error instanceof BuildError);
      assert.equal(error.exitCode, 5);
      assert.match(
        error.message,
        /^Cannot build the image: .*\/bin\/sh -c echo before; exit 5.*exit code: 5 \(\d+, POST \/v1\.\d+\/build\)$/,
      );
      const records = error.records as BuildRecord[];
      const failed = [...stepsOf(records).values()].find((step) => step.error !== "")!;
      assert.match(failed.name, /RUN echo before/);
      const logs = records.flatMap(({ trace }) => trace?.logs ?? []);
      assert.equal(logs.map(({ data }) => new TextDecoder().decode(data)).join(""), "before\n");
    });
  });

  it("is what mounts of secrets need: the old builder says that it cannot", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const fileobj = dockerfile("RUN --mount=type=secret,id=x cat /x");
      await assert.rejects(() => build({ fileobj, forcerm: true }), { message: /BuildKit/ });
    });
  });

  it("pulls base images without credentials", { skip: skipWithoutProgram }, async () => {
    const registry = await startRegistry(false);
    try {
      await withBuilding(async ({ client, dockerfile, build }) => {
        const base = `${registry.address}/base:v1`;
        await client.tag(baseImage, base);
        await client.push(base);
        await client.removeImage(base);
        const fileobj = dockerfile("RUN echo on $(ls / | wc -l)").replace(baseImage, base);
        const { text } = await build({ fileobj, version: "2", nocache: true });
        assert.match(text, /^on \d+$/m);
      });
    } finally {
      await registry.stop();
    }
  });
});
