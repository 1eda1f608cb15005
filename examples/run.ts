/** Runs a command in a new container and prints what it wrote: the container is removed by itself. */
import { DockerClient } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const { exitCode, stdout, stderr } = await docker.containers.run(
  "busybox",
  ["sh", "-c", "wc -l; echo done >&2; exit 3"],
  { input: "one\ntwo\n", environment: { TZ: "UTC" }, check: false },
);
console.log(`exit code ${exitCode}, stdout ${stdout.trim()}, stderr ${stderr.trim()}`);
docker.close();
