import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DockerClient, ServiceCreateOptions, ServiceObject } from "../../mod.ts";
import { freePort } from "../harness/free_port.ts";
import { sh, withDocker } from "./docker.ts";
import { eventually } from "./eventually.ts";
import { baseImage, labels, skipUnlessPrivate, uniqueName } from "./fixture.ts";

const WAIT = "trap exit TERM INT; while :; do sleep 1 & wait; done";

/** Makes a swarm of this one node, and leaves it. */
function withSwarm(body: (docker: DockerClient) => Promise<void>): Promise<void> {
  return withDocker(async ({ docker }) => {
    const listenAddr = `127.0.0.1:${await freePort()}`;
    await docker.swarm.init({ advertiseAddr: "127.0.0.1", listenAddr });
    try {
      await body(docker);
    } finally {
      await docker.swarm.leave({ force: true });
    }
  });
}

function create(
  docker: DockerClient,
  script: string,
  options: ServiceCreateOptions = {},
): Promise<ServiceObject> {
  return docker.services.create(baseImage, sh(script), {
    name: uniqueName("rollout"),
    labels: labels(),
    containerLabels: labels(),
    mode: { Replicated: { Replicas: 2 } },
    updateConfig: { Parallelism: 0, Order: "start-first", Monitor: 500e6 },
    stopGracePeriod: 0,
    ...options,
  });
}

/** The environments of the tasks that run. */
async function environments(service: ServiceObject): Promise<string[]> {
  const tasks = await service.tasks({ filters: { "desired-state": "running" } });
  return tasks.filter(({ Status }) => Status.State === "running")
    .flatMap(({ Spec }) => Spec.ContainerSpec?.Env ?? []);
}

describe("service.waitUntilConverged()", { skip: skipUnlessPrivate }, () => {
  it("waits for what was created, updated, relabelled, scaled and rolled back", () =>
    withSwarm(async (docker) => {
      const service = await create(docker, WAIT, { env: { A: "1" } });
      await service.waitUntilConverged();
      assert.deepEqual(await environments(service), ["A=1", "A=1"]);
      await service.update({ env: { A: "2" } });
      await service.waitUntilConverged();
      assert.deepEqual(await environments(service), ["A=2", "A=2"]);
      await service.update({ labels: { ...labels(), a: "b" } });
      await service.waitUntilConverged();
      await service.scale(1);
      await service.waitUntilConverged();
      assert.deepEqual(await environments(service), ["A=2"]);
      await service.update({ env: { A: "3" } });
      await service.waitUntilConverged();
      await service.update({ rollback: "previous" });
      await service.waitUntilConverged();
      assert.deepEqual(await environments(service), ["A=2"]);
    }));

  it("is part of creating and changing a service, where that is asked for", () =>
    withSwarm(async (docker) => {
      const service = await create(docker, WAIT, { env: { A: "1" }, waitUntilConverged: true });
      assert.deepEqual(await environments(service), ["A=1", "A=1"]);
      await service.update({ env: { A: "2" }, waitUntilConverged: { timeout: 60 } });
      assert.deepEqual(await environments(service), ["A=2", "A=2"]);
      await service.scale(1, { waitUntilConverged: true });
      assert.deepEqual(await environments(service), ["A=2"]);
      await service.forceUpdate({ waitUntilConverged: true });
      assert.deepEqual(await environments(service), ["A=2"]);
      const ending = create(docker, "exit 3", { waitUntilConverged: { timeout: 1 } });
      await assert.rejects(ending, { name: "TimeoutError", message: / converges: .* of 2 tasks/ });
      const left = await docker.services.list();
      assert.deepEqual(left.map(({ id }) => id), [service.id]);
    }));

  it("tells why an update is paused or rolled back, and what fails", () =>
    withSwarm(async (docker) => {
      const failing = { command: sh("exit 3"), restartPolicy: { condition: "none" } } as const;
      const paused = await create(docker, WAIT);
      await paused.waitUntilConverged();
      await paused.update(failing as object);
      await assert.rejects(paused.waitUntilConverged(), {
        name: "DockerError",
        message: /^Cannot wait until service "[^"]*" converges: its update was paused: .*task/,
      });
      const config = { Parallelism: 0, FailureAction: "rollback", Monitor: 2e9 } as const;
      const rolledBack = await create(docker, WAIT, { updateConfig: config });
      await rolledBack.waitUntilConverged();
      await rolledBack.update(failing as object);
      await assert.rejects(rolledBack.waitUntilConverged(), {
        message: /^Cannot wait until service "[^"]*" converges: its update was rolled back: /,
      });
      const ending = await create(docker, "exit 3");
      await eventually(async () => {
        const tasks = await ending.tasks();
        return tasks.some(({ Status }) => Status.State === "failed") || undefined;
      });
      await assert.rejects(ending.waitUntilConverged({ timeout: 2 }), {
        name: "TimeoutError",
        message:
          /seen so far: \d of 2 tasks are ready; the last failure: task: non-zero exit \(3\)$/,
      });
    }));

  it("waits for the end of a job", () =>
    withSwarm(async (docker) => {
      const job = await create(docker, "sleep 0.5", {
        mode: { ReplicatedJob: { TotalCompletions: 2, MaxConcurrent: 1 } },
        updateConfig: null,
        restartPolicy: { condition: "none" },
      } as object);
      await job.waitUntilConverged();
      const states = (await job.tasks()).map(({ Status }) => Status.State);
      assert.deepEqual(states, ["complete", "complete"]);
    }));
});
