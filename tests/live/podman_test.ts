import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { importBaseImage } from "../harness/base_image.ts";
import {
  type PodmanService,
  skipWithoutPodman,
  startPodman,
  testedPodman,
} from "../harness/podman_service.ts";
import { skipWithoutProgram, startRegistry, type TestRegistry } from "../harness/registry.ts";
import { labels } from "./fixture.ts";
import { PODMAN_CASES, type PodmanCase } from "./podman_cases.ts";
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
