/** Executes commands in a container that runs, with input and without. */
import { ContainerError, DockerClient } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
// Given: a container that runs.
const container = await docker.containers.run("busybox", "sleep 60", { detach: true });

try {
  const { stdout } = await container.exec("sort", { input: "pear\napple\n" });
  console.log(stdout.trim().split("\n").join(", "));
  for await (const { stream, text } of await container.exec("ls /etc/passwd", { stream: true })) {
    console.log(`${stream}: ${text}`);
  }
  await container.exec(["sh", "-c", "echo no such thing >&2; exit 4"]);
} catch (error) {
  if (!(error instanceof ContainerError)) throw error;
  console.log(`exit code ${error.exitCode}: ${error.stderr.trim()}`);
} finally {
  await container.remove({ force: true });
  docker.close();
}
