/** Starts the services of a YAML file on a network of their own, prints their output, cleans up. */
import { readFile } from "node:fs/promises";
import { type Container, DockerClient, followLogs } from "@longshore/docker";
import { parseYaml } from "./yaml.ts";

interface Stack {
  services: Record<string, { image: string; command: string[]; depends?: string[] }>;
}

const text = await readFile(new URL("stack.yaml", import.meta.url), "utf8");
const { services } = await parseYaml(text) as Stack;
const docker = await DockerClient.fromEnv();
const scope = docker.scope();
const started = new Map<string, Container>();

/** Starts a service after those that it depends on. */
async function start(name: string, network: string): Promise<void> {
  const { image, command, depends = [] } = services[name]!;
  for (const before of depends) if (!started.has(before)) await start(before, network);
  started.set(name, await scope.containers.run(image, command, { name, network, detach: true }));
}

try {
  const network = await scope.networks.create("example-stack");
  for (const name of Object.keys(services)) {
    if (!started.has(name)) await start(name, network.name);
  }
  for await (const { container, text } of await followLogs([...started.values()])) {
    console.log(`${container} | ${text}`);
    if (container === "client") break;
  }
} finally {
  await scope.end();
  docker.close();
}
