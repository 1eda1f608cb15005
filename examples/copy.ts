/** Copies files into a container and out of it, as `docker cp` does. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DockerClient } from "@longshore/docker";

const directory = await mkdtemp(path.join(os.tmpdir(), "copy-"));
const docker = await DockerClient.fromEnv();
// Given: a container; it need not run.
const container = await docker.containers.create("busybox");

try {
  await writeFile(path.join(directory, "note"), "from the host\n");
  await container.copyInto(directory, "/srv"); // a directory, with all that is in it
  await container.copyInto(new TextEncoder().encode("from memory\n"), "/srv/data");
  await container.copyFrom("/srv", path.join(directory, "back"));
  for (const name of ["note", "data"]) {
    console.log((await readFile(path.join(directory, "back", name), "utf8")).trim());
  }
} finally {
  await container.remove();
  await rm(directory, { recursive: true });
  docker.close();
}
