/** Opens a shell in a new container on this terminal; leave it with `exit`. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const container = await docker.containers.run("busybox", "sleep 3600", { detach: true });
try {
  console.log(`exit code ${await container.shell(process.argv[2] ?? "sh")}`);
} finally {
  await container.remove({ force: true });
  docker.close();
}
