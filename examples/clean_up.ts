/** Removes all that carries a label: containers, networks, volumes and images. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const label = process.argv[2] ?? "example.temporary";
const filters = { label };
const docker = await DockerClient.fromEnv();
for (const container of await docker.containers.list({ all: true, filters })) {
  await container.remove({ force: true, v: true });
  console.log(`removed the container ${container.name}`);
}
for (const network of await docker.networks.list({ filters })) {
  await network.remove();
  console.log(`removed the network ${network.name}`);
}
for (const volume of await docker.volumes.list({ filters })) {
  await volume.remove({ force: true });
  console.log(`removed the volume ${volume.name}`);
}
const { SpaceReclaimed } = await docker.images.prune({ filters: { ...filters, dangling: false } });
console.log(`images: ${SpaceReclaimed} bytes`);
docker.close();
