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
  const data = await scope.volumes.create("example-data");
  // A container that holds the volume need not run to be copied from and into.
  const from = await scope.containers.create("busybox", "true", {
    volumes: [`${data.name}:/data`],
  });
  await from.copyInto(new TextEncoder().encode("precious\n"), "/data/file");
  const [archive] = await from.getArchive("/data/.");
  await writeFile(backup, archive);

  const other = await scope.volumes.create("example-restored");
  const volumes = [`${other.name}:/data`];
  const into = await scope.containers.create("busybox", "true", { volumes });
  await into.putArchive("/data", { file: backup });
  const { stdout } = await scope.containers.run("busybox", "cat /data/file", { volumes });
  console.log(`restored: ${stdout.trim()}`);
} finally {
  await scope.end();
  await rm(directory, { recursive: true });
  docker.close();
}
