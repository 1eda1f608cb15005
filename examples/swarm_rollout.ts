/** Rolls a new version of a service out in a swarm, with a secret, and waits for its tasks. */
import { DockerClient, SecretReference } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const scope = docker.scope();
try {
  const secret = await scope.secrets.create({ name: "example-token", data: "s3cret" });
  const service = await scope.services.create("busybox", ["sleep", "600"], {
    name: "example-rollout",
    env: { VERSION: "1" },
    mode: { Replicated: { Replicas: 2 } },
    secrets: [new SecretReference(secret.id, secret.name, { filename: "token" })],
    updateConfig: { Order: "start-first", Monitor: 1e9 }, // watch new tasks for a second
    waitUntilConverged: true,
  });
  console.log("version 1 runs");

  await service.update({ env: { VERSION: "2" }, waitUntilConverged: { timeout: 120 } });
  console.log("version 2 runs");
} finally {
  await scope.end(); // removes the service and the secret
  docker.close();
}
