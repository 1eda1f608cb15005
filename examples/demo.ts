/**
 * Builds an image, runs a container of it and follows its output: `deno task demo`, or with an
 * image of yours that has a shell `deno run -A examples/demo.ts IMAGE`.
 *
 * @module
 */
import process from "node:process";
import { fromEnv, renderProgress } from "../mod.ts";

const image = process.argv[2] ?? "busybox";
const script = `
  for number in 1 2 3; do echo "line $number of the output"; sleep 0.4; done
  echo "and one of the errors" >&2
  exit 3`;

await using client = await fromEnv();
const { Version } = await client.version();
console.log(`Engine ${Version} at ${client.baseUrl}, API ${client.apiVersion}`);

const built = "longshore-demo:latest";
const fileobj =
  `FROM ${image}\nRUN for n in 1 2 3 4 5; do echo "step $n"; sleep 0.3; done > /steps\n`;
const records = await client.build({ fileobj, tag: built, version: "2", decode: true });
await renderProgress(records, { output: "stdout" });

const container = await client.createContainer(built, { command: ["sh", "-c", script] });
console.log(`created ${container.Id.slice(0, 12)} from ${built}`);
try {
  await using exit = await client.registerWait(container, { condition: "next-exit" });
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
  await client.removeImage(built);
  console.log("removed");
}
