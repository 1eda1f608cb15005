/** Pushes an image to a registry that asks for a password, removes it and pulls it again. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const { REGISTRY = "registry.example", REGISTRY_USER, REGISTRY_PASSWORD } = process.env;
const authConfig = { username: REGISTRY_USER, password: REGISTRY_PASSWORD };
const docker = await DockerClient.fromEnv();
const name = `${REGISTRY}/team/tool`;
const image = await docker.images.get("busybox");
await image.tag(name, { tag: "1" });
await docker.images.push(name, { tag: "1", authConfig });
await docker.images.remove(`${name}:1`);
const pulled = await docker.images.pull(name, { tag: "1", authConfig });
console.log(`pulled ${pulled.tags.filter((tag) => tag.startsWith(name))}`);
await docker.images.remove(`${name}:1`);
docker.close();
