/** Rolls a new version of a service out in a swarm, with a secret, and waits for its tasks. */
import { DockerClient, SecretReference } from "@longshore/docker";
import type { Service } from "@longshore/docker/objects";

const docker = await DockerClient.fromEnv();

/** Waits until both tasks of a version run. */
async function waitForTasks(service: Service, version: string): Promise<void> {
  for (;;) {
    const tasks = await service.tasks({ filters: { "desired-state": "running" } });
    const running = tasks.filter(({ Status, Spec }) =>
      Status.State === "running" && Spec.ContainerSpec?.Env?.includes(`VERSION=${version}`)
    );
    if (running.length === 2) return console.log(`version ${version}: 2 tasks`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const secret = await docker.secrets.create({ name: "example-token", data: "s3cret" });
const service = await docker.services.create("busybox", ["sleep", "600"], {
  name: "example-rollout",
  env: { VERSION: "1" },
  mode: { Replicated: { Replicas: 2 } },
  secrets: [new SecretReference(secret.id, secret.name, { filename: "token" })],
  updateConfig: { Parallelism: 1, Order: "start-first" },
});
try {
  await waitForTasks(service, "1");
  await service.update({ env: { VERSION: "2" } });
  await waitForTasks(service, "2");
} finally {
  await service.remove();
  await secret.remove();
  docker.close();
}
