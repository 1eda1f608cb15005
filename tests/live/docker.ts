import assert from "node:assert/strict";
import { type Container, type ContainerRunOptions, DockerClient } from "../../mod.ts";
import { connection } from "./connection.ts";
import { baseImage, label, labels, uniqueName } from "./fixture.ts";

/** What a test of the objects works with. */
export interface DockerSandbox {
  /** A client of the engine. */
  docker: DockerClient;
  /** Starts a container of the base image, without a network; `script` runs in `sh`. */
  running(script: string, options?: ContainerRunOptions): Promise<Container>;
  /** Does something behind the test, whatever becomes of it. */
  later(work: () => Promise<unknown>): void;
}

/** Options of a run to its end. */
export type RunOptions = ContainerRunOptions & { detach?: false; stream?: false };

/** Options of a run that mark its container as the tests' own, which has no network: that costs most. */
export function marked<Options extends ContainerRunOptions = RunOptions>(
  options?: Options,
): Options & { name: string } {
  const own = { name: uniqueName("run"), labels: labels(), networkDisabled: true };
  return { ...own, ...options } as Options & { name: string };
}

/** The words that run a script. */
export function sh(script: string): string[] {
  return ["sh", "-c", script];
}

/**
 * Runs a test and removes behind it what it made.
 *
 * @param body The test.
 */
export async function withDocker(body: (sandbox: DockerSandbox) => Promise<void>): Promise<void> {
  const docker = new DockerClient(connection);
  const works: (() => Promise<unknown>)[] = [];
  const later = (work: () => Promise<unknown>): void => void works.unshift(work);
  try {
    await body({
      docker,
      async running(script, options = {}): Promise<Container> {
        const container = await docker.containers.run(baseImage, sh(script), {
          ...marked(options),
          detach: true,
          stopTimeout: 0,
        });
        later(() => container.remove({ force: true, v: true }));
        return container;
      },
      later,
    });
  } finally {
    for (const work of works) {
      await work().catch((error: { status?: number }) => {
        // What is gone, or on its way, is no fault of the test.
        assert.ok([404, 409].includes(error.status ?? 0), String(error));
      });
    }
    docker.close();
  }
}

/** The names of the containers that the tests of this run have left. */
export async function leftContainers(docker: DockerClient, name: string): Promise<string[]> {
  const list = await docker.containers.list({ all: true, sparse: true, filters: { label, name } });
  return list.map((one) => one.name);
}
