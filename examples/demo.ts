/**
 * Builds an image, runs a container of it and follows its output: `deno task demo`, or with an
 * image of yours that has a shell `deno run -A examples/demo.ts IMAGE`.
 *
 * @module
 */
import process from "node:process";
import { DockerClient, renderProgress } from "../mod.ts";

const image = process.argv[2] ?? "busybox";
const script = `
  for number in 1 2 3; do echo "line $number of the output"; sleep 0.4; done
  echo "and one of the errors" >&2
  exit 3`;

await using docker = await DockerClient.fromEnv();
const { Version } = await docker.version();
console.log(`Engine ${Version} at ${docker.api.baseUrl}, API ${docker.api.apiVersion}`);

const built = "longshore-demo:latest";
const fileobj =
  `FROM ${image}\nRUN for n in 1 2 3 4 5; do echo "step $n"; sleep 0.3; done > /steps\n`;
const records = await docker.api.build({ fileobj, tag: built, version: "2", decode: true });
await renderProgress(records, { output: "stdout" });

const container = await docker.containers.run(built, ["sh", "-c", script], { detach: true });
console.log(`started ${container.shortId} from ${built}`);
try {
  for await (const { stream, text } of await container.lines({ follow: true })) {
    console.log(`${stream} | ${text}`);
  }
  console.log(`exit code ${await container.wait()}`);
} finally {
  await container.remove({ force: true });
  await docker.images.remove(built);
  console.log("removed");
}
