/** Starts a server and goes on when it is ready: its health check, its log and its port say so. */
import { allOf, DockerClient, healthy, logLine, portOpen } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const scope = docker.scope();
try {
  const script = "sleep 0.3; echo listening; mkdir /www; httpd -f -p 8000 -h /www";
  const server = await scope.containers.run("busybox", ["sh", "-c", script], {
    detach: true,
    healthcheck: {
      test: "wget -q -O /dev/null http://127.0.0.1:8000/ || test -d /www",
      interval: 1e9,
    },
    waitUntil: allOf(logLine("listening"), portOpen(8000), healthy()),
    timeout: 30,
  });
  console.log(`health: ${server.health}`);
} finally {
  await scope.end(); // removes the container
  docker.close();
}
