/** Follows the logs of many containers at once, each in a colour of its own. */
import { DockerClient, followLogs } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const scope = docker.scope();
try {
  const script = "for n in 1 2 3; do echo line $n; sleep 0.1; done";
  const containers = await Promise.all(["red", "green", "blue"].map((name) => {
    return scope.containers.run("busybox", ["sh", "-c", script], {
      name: `logs-${name}`,
      detach: true,
    });
  }));
  const colours = new Map(containers.map(({ name }, index) => [name, 31 + index]));
  for await (const { container, text } of await followLogs(containers)) {
    console.log(`\x1b[${colours.get(container)}m${container}\x1b[0m | ${text}`);
  }
} finally {
  await scope.end(); // removes the containers
  docker.close();
}
