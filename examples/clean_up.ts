/** Removes all that carries a label: services, containers, networks, volumes and images. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const label = process.argv[2] ?? "example.temporary";
const docker = await DockerClient.fromEnv();
for (const { kind, name } of await docker.removeLabelled(label)) {
  console.log(`removed the ${kind} ${name}`);
}
docker.close();
