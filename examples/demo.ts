/**
 * Runs a container and follows its output: `deno task demo`, or with an image of yours that has a
 * shell `deno run -A examples/demo.ts IMAGE`.
 *
 * @module
 */
import process from "node:process";
import { APIClient } from "../mod.ts";

const image = process.argv[2] ?? "busybox";
const script = `
  for number in 1 2 3; do echo "line $number of the output"; sleep 0.4; done
  echo "and one of the errors" >&2
  exit 3`;

await using client = new APIClient({ baseUrl: process.env.DOCKER_HOST });
const { Version } = await client.version();
console.log(`Engine ${Version} at ${client.baseUrl}, API ${client.apiVersion}`);

const container = await client.createContainer(image, { command: ["sh", "-c", script] });
console.log(`created ${container.Id.slice(0, 12)} from ${image}`);
try {
  const exit = await client.registerWait(container, { condition: "next-exit" });
  await client.start(container);
  const decoder = new TextDecoder();
  for await (
    const { stream, data } of await client.logs(container, { stream: true, demux: true })
  ) {
    console.log(`${stream} | ${decoder.decode(data).trimEnd()}`);
  }
  console.log(`exit code ${await exit.exitCode()}`);
} finally {
  await client.removeContainer(container, { force: true });
  console.log("removed");
}
