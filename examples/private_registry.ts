/** Pushes an image to a registry that asks for a password, removes it and pulls it again. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const { REGISTRY = "registry.example", REGISTRY_USER, REGISTRY_PASSWORD } = process.env;
const authConfig = { username: REGISTRY_USER, password: REGISTRY_PASSWORD };
const docker = await DockerClient.fromEnv();
const name = `${REGISTRY}/team/tool:1`;
try {
  // Given: an image that has a name in the registry.
  const image = await docker.images.get("busybox");
  await image.tag(name);

  await docker.images.push(name, { authConfig });
  await docker.images.remove(name);
  const pulled = await docker.images.pull(name, { authConfig });
  console.log(`pulled ${pulled.tags.filter((tag) => tag === name)}`);
} finally {
  await docker.images.remove(name);
  docker.close();
}
