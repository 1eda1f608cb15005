/** Builds an image with BuildKit: progress as the CLI draws it, and a secret that stays out of it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DockerClient, renderProgress } from "@longshore/docker";

const directory = await mkdtemp(path.join(os.tmpdir(), "build-"));
await writeFile(
  path.join(directory, "Dockerfile"),
  `FROM busybox
RUN --mount=type=secret,id=token test "$(cat /run/secrets/token)" = s3cret && echo built > /result
CMD ["cat", "/result"]
`,
);
const docker = await DockerClient.fromEnv();
try {
  const records = await docker.api.build({
    path: directory,
    tag: "example/app:1",
    version: "2",
    secrets: { token: () => "s3cret" },
    decode: true,
  });
  await renderProgress(records, { output: "stdout" });

  // Shown: what was built; then it is removed.
  console.log((await docker.containers.run("example/app:1")).stdout.trim());
  await docker.images.remove("example/app:1");
} finally {
  await rm(directory, { recursive: true });
  docker.close();
}
