/**
 * Runs `examples/demo.ts` on the engine of `DOCKER_HOST` or of the default socket, and where none
 * answers on the one that the live tests use: `deno task demo`.
 *
 * @module
 */
import { spawn } from "node:child_process";
import process from "node:process";
import { APIClient } from "../../mod.ts";
import { liveEngine } from "../live/engine.ts";
import { canMakeBaseImage, importBaseImage } from "./base_image.ts";
import { onInterrupt, say } from "./process.ts";

const BASE = "longshore/base:latest";
/** Images with a shell that an engine often has already. */
const KNOWN = [BASE, "busybox:latest", "alpine:latest", "debian:stable-slim", "ubuntu:latest"];

/** An engine with an image that the demo can run. */
interface Stage {
  host: string | undefined;
  image: string;
  /** Removes what was made for the demo. */
  clear(): Promise<void>;
}

/** Takes the user's own engine, if it answers and an image is found or can be made. */
async function ownStage(): Promise<Stage | undefined> {
  const host = process.env.DOCKER_HOST || undefined;
  await using client = new APIClient({ baseUrl: host });
  try {
    await client.ping();
  } catch (error) {
    say(`no engine answers: ${(error as Error).message}`);
    return undefined;
  }
  const images = await client.images();
  const tags = images.flatMap((image) => image.RepoTags ?? []);
  const image = KNOWN.find((known) => tags.includes(known));
  if (image !== undefined) return { host, image, clear: () => Promise.resolve() };
  if (!canMakeBaseImage()) {
    throw new Error(`Cannot run the demo: ${client.baseUrl} has none of ${KNOWN.join(", ")}`);
  }
  await importBaseImage(client.baseUrl, BASE);
  return {
    host,
    image: BASE,
    async clear(): Promise<void> {
      await using client = new APIClient({ baseUrl: host });
      await client.removeImage(BASE);
    },
  };
}

/** Starts an engine for the demo. */
async function privateStage(): Promise<Stage> {
  const { env, stop } = await liveEngine();
  const { LONGSHORE_TEST_HOST: host, LONGSHORE_TEST_IMAGE: image, LONGSHORE_TEST_SKIP: why } = env;
  if (!host || image === undefined) throw new Error(`Cannot run the demo: ${why}`);
  return { host, image, clear: stop };
}

async function prepare(): Promise<Stage> {
  return await ownStage() ?? await privateStage();
}

const preparing = prepare();
preparing.catch(() => {}); // Awaited below.
onInterrupt(async () => {
  await (await preparing.catch(() => undefined))?.clear();
});
try {
  const { host, image, clear } = await preparing;
  const env = { ...process.env, ...(host === undefined ? {} : { DOCKER_HOST: host }) };
  const demo = spawn(process.execPath, ["run", "-A", "examples/demo.ts", image], {
    stdio: "inherit",
    env,
  });
  const code = await new Promise<number>((resolve) => {
    demo.on("error", () => resolve(1));
    demo.on("exit", (code) => resolve(code ?? 1));
  });
  await clear();
  process.exit(code);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
