/**
 * A program in one binary: `deno compile -A examples/compiled.ts`, or
 * `bun build --compile examples/compiled.ts --outfile containers`.
 */
import { DockerClient } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
const containers = await docker.containers.list({ all: true, sparse: true });
for (const { shortId, name, status } of containers) console.log(shortId, name, status);
console.log(`${containers.length} containers`);
docker.close();
