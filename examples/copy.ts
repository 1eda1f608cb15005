/** Copies files into a container and out of it, as `docker cp` does. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DockerClient } from "@longshore/docker";

const directory = await mkdtemp(path.join(os.tmpdir(), "copy-"));
const docker = await DockerClient.fromEnv();
const container = await docker.containers.run("busybox", "sleep 60", { detach: true });
try {
  await writeFile(path.join(directory, "note"), "from the host\n");
  await container.copyInto(directory, "/srv"); // a directory, with all that is in it
  await container.copyInto(new TextEncoder().encode("from memory\n"), "/srv/data");
  console.log((await container.exec("cat /srv/note /srv/data")).stdout.trim());
  await container.copyFrom("/srv/data", path.join(directory, "back"));
  console.log(await readFile(path.join(directory, "back"), "utf8"));
} finally {
  await container.remove({ force: true });
  await rm(directory, { recursive: true });
  docker.close();
}
