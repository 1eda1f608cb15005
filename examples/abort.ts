/** Gives work up: by a limit in time, and by a signal. */
import { DockerClient } from "@longshore/docker";

const docker = await DockerClient.fromEnv();
try {
  await docker.containers.run("busybox", "sleep 60", { timeout: 1 });
} catch (error) {
  console.log((error as Error).name); // TimeoutError; the container is gone
}
const controller = new AbortController();
const container = await docker.containers.run("busybox", ["sh", "-c", "echo up; sleep 60"], {
  detach: true,
});
try {
  const { signal } = controller;
  for await (const { text } of await container.lines({ follow: true, signal })) {
    console.log(text);
    controller.abort(new Error("seen enough"));
  }
} catch (error) {
  console.log((error as Error).message);
} finally {
  await container.remove({ force: true });
  docker.close();
}
