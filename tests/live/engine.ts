/**
 * Finds or starts the engine for the live tests and says so in environment variables, which
 * `tests/live/fixture.ts` reads.
 *
 * @module
 */
import process from "node:process";
import { canMakeBaseImage, importBaseImage } from "../harness/base_image.ts";
import { installTools, isDebianRoot } from "../harness/debian.ts";
import { debianTree } from "../harness/debian_tree.ts";
import { type EngineSource, engineSource } from "../harness/engines.ts";
import { startPrivateEngine } from "../harness/private_engine.ts";
import { say } from "../harness/process.ts";
import { labelKey } from "./fixture.ts";

/** The engine for one run of the tests. */
export interface LiveEngine {
  /** Its name and versions, for the results. */
  title: string;
  /** What the test processes find in their environment. */
  env: Record<string, string>;
  /** Stops what was started. */
  stop(): Promise<void>;
}

const IMAGE = "longshore/base:latest";

/**
 * Takes the engine that `LONGSHORE_TEST_HOST` names, or starts a private one on Debian as root.
 *
 * @param source Which one is started; the machine's own if left out.
 * @param inMemory Whether all that it keeps is kept in memory.
 * @returns The engine; without one, variables that make every live test skip with a sentence.
 * @throws {Error} When packages or the engine fail, with their own message.
 */
export async function liveEngine(
  source: EngineSource = engineSource("20"),
  inMemory = false,
): Promise<LiveEngine> {
  const run = `run-${process.pid.toString(36)}-${Date.now().toString(36)}`;
  const named = process.env.LONGSHORE_TEST_HOST;
  if (named === "none") return withoutEngine("LONGSHORE_TEST_HOST is none: no engine is used");
  if (named) return await namedEngine(named, run);
  if (!isDebianRoot()) {
    return withoutEngine(
      "A private engine needs Debian with root; LONGSHORE_TEST_HOST names another",
    );
  }
  await installTools();
  const tree = source.suite && await debianTree(source.suite, source.script);
  const { containerdStore } = source;
  const start = performance.now();
  const engine = await startPrivateEngine(IMAGE, { tree, containerdStore, inMemory });
  say(`private engine at ${engine.host} after ${Math.round(performance.now() - start)} ms`);
  const store = containerdStore ? "containerd" : "";
  const { title, api } = await versions(engine.host);
  return {
    title: store ? `${title}, ${store} store` : title,
    env: {
      LONGSHORE_TEST_API: api,
      LONGSHORE_TEST_TREE: tree ?? "",
      LONGSHORE_TEST_STORE: store,
      LONGSHORE_TEST_HOST: engine.host,
      LONGSHORE_TEST_PRIVATE: "1",
      LONGSHORE_TEST_IMAGE: IMAGE,
      LONGSHORE_TEST_REGISTRY: engine.registry,
      LONGSHORE_TEST_TLS_HOST: engine.tlsHost,
      LONGSHORE_TEST_TLS_DIRECTORY: engine.tlsDirectory,
      LONGSHORE_TEST_RUN: run,
    },
    stop: engine.stop,
  };
}

async function versions(host: string): Promise<{ title: string; api: string }> {
  const { APIClient } = await import("../../mod.ts");
  await using client = new APIClient({ baseUrl: host });
  const { Version, ApiVersion } = await client.version();
  return { title: `Engine ${Version.split("+")[0]} (API ${ApiVersion})`, api: ApiVersion };
}

function withoutEngine(sentence: string): LiveEngine {
  say(sentence);
  return {
    title: "no engine",
    env: { LONGSHORE_TEST_HOST: "", LONGSHORE_TEST_SKIP: sentence },
    stop: () => Promise.resolve(),
  };
}

/** Prepares an engine that is not ours: it needs the base image, and gets nothing else to keep. */
async function namedEngine(host: string, run: string): Promise<LiveEngine> {
  say(`using the engine at ${host}`);
  const image = process.env.LONGSHORE_TEST_IMAGE || IMAGE;
  const { APIClient, ImageNotFound } = await import("../../mod.ts");
  await using client = new APIClient({ baseUrl: host });
  const imports = await client.inspectImage(image).then(() => false, (error: unknown) => {
    if (error instanceof ImageNotFound) return true;
    throw error;
  });
  if (imports && !canMakeBaseImage()) {
    return withoutEngine(
      `The engine at ${host} has no image ${image}: name one with busybox by LONGSHORE_TEST_IMAGE`,
    );
  }
  if (imports) await importBaseImage(host, image);
  const { title, api } = await versions(host);
  return {
    title,
    env: {
      LONGSHORE_TEST_HOST: host,
      LONGSHORE_TEST_API: api,
      LONGSHORE_TEST_IMAGE: image,
      LONGSHORE_TEST_RUN: run,
    },
    async stop(): Promise<void> {
      await using client = new APIClient({ baseUrl: host });
      const filters = { label: `${labelKey}=${run}` };
      for (const { Id } of await client.containers({ all: true, filters })) {
        await client.removeContainer(Id, { force: true, v: true });
      }
      if (imports) await client.removeImage(image);
    },
  };
}
