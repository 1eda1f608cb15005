/** Two containers on a network of their own: one finds the other by its name. */
import { DockerClient, logLine } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const scope = docker.scope();
try {
  const { name: network } = await scope.networks.create("example-net");
  const web = await scope.containers.run("busybox", ["sh", "-c", "echo up; httpd -f"], {
    name: "web",
    network,
    detach: true,
    waitUntil: logLine("up"),
  });
  const { stdout } = await scope.containers.run("busybox", "nslookup web", {
    network,
    check: false, // it complains that there is no IPv6 address
  });
  const address = web.attrs.NetworkSettings.Networks?.[network]?.IPAddress;
  console.log(`web is found: ${stdout.includes(`Address: ${address}`)}`);
} finally {
  await scope.end(); // removes containers and network
  docker.close();
}
