import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { APIClient, DockerClient, logLine } from "../../mod.ts";
import { AnswerSchema } from "../harness/answer_schema.ts";
import { importBaseImage } from "../harness/base_image.ts";
import {
  type PodmanService,
  skipWithoutPodman,
  startPodman,
  testedPodman,
} from "../harness/podman_service.ts";
import { skipWithoutProgram, startRegistry, type TestRegistry } from "../harness/registry.ts";
import { label, labels } from "./fixture.ts";
import { PODMAN_CASES, type PodmanCase } from "./podman_cases.ts";
import { ROUND_TRIPS } from "./round_trips.ts";
import { SEED } from "./seed.ts";

const IMAGE = "longshore/base:latest";

describe(`on Podman ${testedPodman}`, { skip: skipWithoutPodman || skipWithoutProgram }, () => {
  let podman: PodmanService;
  let registry: TestRegistry;
  let client: APIClient;
  before(async () => {
    registry = await startRegistry(false);
    podman = await startPodman(registry.address);
    await importBaseImage(podman.host, IMAGE);
    client = new APIClient({ baseUrl: podman.host, timeouts: { head: 20 } });
  });
  after(async () => {
    client?.close();
    await podman?.stop();
    await registry?.stop();
  });

  for (const [method, older] of Object.entries(PODMAN_CASES)) {
    const one = testedPodman === "4.3" ? older : older.newer ?? older;
    it(`${method} ${one.differs === undefined ? "works" : `differs: ${one.differs}`}`, async () => {
      const made: string[] = [];
      const create = async (command: string[], options = {}): Promise<string> => {
        const given = { command, labels: labels(), ...options };
        const { Id } = await client.createContainer(IMAGE, given);
        made.push(Id);
        return Id;
      };
      const run = async (command: string[], options = {}): Promise<string> => {
        const id = await create(command, options);
        await client.start(id);
        return id;
      };
      try {
        const trial = { client, image: IMAGE, registry: registry.address, create, run };
        await attempt(one, async () => await one.call(trial));
      } finally {
        for (const id of made) {
          // Podman's removal gives a process ten seconds to end.
          await client.kill(id).catch(() => {});
          await client.removeContainer(id, { force: true }).catch(() => {});
        }
      }
    });
  }

  it("answers with values that the types have", async () => {
    const schema = new AnswerSchema();
    const { Id } = await client.createContainer(IMAGE, { command: ["false"], labels: labels() });
    try {
      await client.start(Id);
      await client.wait(Id);
      const faults = [
        ...schema.check("ContainerInspect", await client.inspectContainer(Id)),
        ...schema.check("ContainerSummary[]", await client.containers({ all: true })),
        ...schema.check("EngineVersion", await client.version()),
        ...schema.check("ImageInspect", await client.inspectImage(IMAGE)),
        ...schema.check("NetworkSummary[]", await client.networks()),
      ];
      // Podman has more fields, and a list without what a container's host configuration is.
      const left = /is in no type|ContainerSummary\.HostConfig is missing/;
      assert.deepEqual(faults.filter((fault) => !left.test(fault)), []);
    } finally {
      await client.removeContainer(Id, { force: true });
    }
  });

  it("refuses what needs a BuildKit session, which Podman does not have", async () => {
    const fileobj = `FROM ${IMAGE}\n`;
    const options = { version: "2", fileobj, secrets: { token: "hush" } } as const;
    const needed = `it needs a BuildKit session, which the Engine at ${podman.host} does not have`;
    const refusal = (action: string): object => ({
      name: "DockerError",
      message: `${action}: ${needed}`,
    });
    await assert.rejects(client.build(options), refusal("Cannot build the image"));
    const path = mkdtempSync(join(tmpdir(), "longshore-podman-"));
    try {
      writeFileSync(join(path, "Dockerfile"), fileobj);
      const directory = client.build({ path, version: "2" });
      await assert.rejects(directory, refusal(`Cannot build "${path}"`));
      const outputs = [join(path, "out")];
      const output = client.build({ version: "2", fileobj, outputs });
      await assert.rejects(output, refusal("Cannot build the image"));
      const session = client.openSession({ secrets: { token: "hush" } });
      await assert.rejects(session, refusal("Cannot open a BuildKit session"));
      // By itself it takes the builder that is there.
      const stream = await client.build({ path, version: "auto", labels: labels() });
      for await (const _ of stream);
    } finally {
      rmSync(path, { recursive: true });
    }
  });

  // Podman lets what it removes by force end by itself for as long as this, which no test would wait.
  const lasting = { stopTimeout: 3600, labels: labels() };
  const stubborn = ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"];
  const givenUp: [what: string, run: (docker: DockerClient) => Promise<unknown>][] = [
    [
      "takes too long",
      (docker) =>
        assert.rejects(docker.containers.run(IMAGE, stubborn, { ...lasting, timeout: 2 }), {
          name: "TimeoutError",
        }),
    ],
    ["is aborted", async (docker) => {
      const controller = new AbortController();
      const { signal } = controller;
      const lines = await docker.containers.run(IMAGE, stubborn, {
        ...lasting,
        stream: true,
        signal,
      });
      await assert.rejects(async () => {
        for await (const _ of lines) controller.abort(new Error("enough"));
      }, { message: "enough" });
    }],
    ["is left", async (docker) => {
      const options = { ...lasting, stream: true } as const;
      for await (const { text } of await docker.containers.run(IMAGE, stubborn, options)) {
        assert.equal(text, "up");
        break;
      }
    }],
    ["never gets where it is waited for", (docker) => {
      const options = {
        ...lasting,
        detach: true,
        waitUntil: logLine("never"),
        timeout: 2,
      } as const;
      return assert.rejects(docker.containers.run(IMAGE, stubborn, options), {
        name: "TimeoutError",
      });
    }],
    ["is of a scope that ends", async (docker) => {
      const scope = docker.scope();
      await scope.containers.run(IMAGE, stubborn, { ...lasting, detach: true });
      assert.deepEqual((await scope.end()).map(({ kind }) => kind), ["container"]);
    }],
  ];
  for (const [what, run] of givenUp) {
    it(`ends a run at once that ${what}`, { timeout: 120_000 }, async () => {
      await run(new DockerClient(client));
      assert.deepEqual(await client.containers({ filters: { label } }), []);
    });
  }

  for (const [what, trip] of Object.entries(ROUND_TRIPS)) {
    it(`takes what it returned: ${what}`, () => trip({ client, image: IMAGE }));
  }
});

async function attempt({ refused }: PodmanCase, call: () => Promise<void>): Promise<void> {
  if (refused === undefined) return await call();
  await assert.rejects(call, { message: refused });
}

it("the cases on Podman are all methods of the seed", () => {
  const methods = Object.entries(SEED).filter(([group]) => group !== "client" && group !== "types")
    .flatMap(([, members]) => Object.keys(members));
  assert.deepEqual(Object.keys(PODMAN_CASES).sort(), methods.sort());
});
