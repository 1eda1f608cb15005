/** Saves a volume in an archive and restores it into another one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DockerClient } from "@longshore/docker";

const directory = await mkdtemp(path.join(os.tmpdir(), "backup-"));
const backup = path.join(directory, "data.tar");
const docker = await DockerClient.fromEnv();
const scope = docker.scope();
try {
  // Given: a volume with data, and an empty one.
  const { name: full } = await scope.volumes.create("example-data");
  const { name: empty } = await scope.volumes.create("example-restored");
  const volumes = [`${full}:/full`, `${empty}:/empty`];
  await scope.containers.run("busybox", ["sh", "-c", "echo precious > /full/file"], { volumes });

  // A container that holds the volumes need not run to be copied from and into.
  const holder = await scope.containers.create("busybox", null, { volumes });
  const [archive] = await holder.getArchive("/full/.");
  await writeFile(backup, archive);
  await holder.putArchive("/empty", { file: backup });

  // Shown: what is in the other one.
  const { stdout } = await scope.containers.run("busybox", "cat /empty/file", { volumes });
  console.log(`restored: ${stdout.trim()}`);
} finally {
  await scope.end(); // removes the containers and the volumes
  await rm(directory, { recursive: true });
  docker.close();
}
