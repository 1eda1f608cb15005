import assert from "node:assert/strict";
import { APIClient, APIError, type CreateContainerOptions, type Reference } from "../../mod.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, uniqueName } from "./fixture.ts";

/** What a test of containers works with. */
export interface Sandbox {
  /** A client of the engine. */
  client: APIClient;
  /**
   * Creates a container of the base image; `command` runs in `sh` unless it is a list. It has no
   * network unless the options say something of its host.
   */
  container(command: string | string[], options?: CreateContainerOptions): Promise<string>;
  /** Creates and starts a container. */
  running(command: string | string[], options?: CreateContainerOptions): Promise<string>;
  /** Runs a container to its end. */
  run(
    command: string | string[],
    options?: CreateContainerOptions,
  ): Promise<{ id: string; code: number; output: string }>;
  /** Creates a network with a range of addresses of its own, `base.0/24`. */
  network(): Promise<{ name: string; base: string }>;
  /** Creates a volume. */
  volume(): Promise<string>;
  /** Does something behind the test, whatever becomes of it. */
  later(work: () => Promise<unknown>): void;
}

/**
 * Runs a test and removes behind it what it made.
 *
 * @param body The test.
 * @param version The API version of the client.
 */
export async function within(
  body: (sandbox: Sandbox) => Promise<void>,
  version: string = "auto",
): Promise<void> {
  const client = new APIClient({ ...connection, version });
  const works: (() => Promise<unknown>)[] = [];
  const later = (work: () => Promise<unknown>): void => void works.unshift(work);
  const container = async (
    command: string | string[],
    options: CreateContainerOptions = {},
  ): Promise<string> => {
    const { Id } = await client.createContainer(baseImage, {
      command: typeof command === "string" ? ["sh", "-c", command] : command,
      name: uniqueName("box"),
      labels: labels(),
      networkDisabled: !asksForNetwork(options),
      ...options,
    });
    later(() => client.removeContainer(Id, { force: true, v: true }));
    return Id;
  };
  const running = async (
    command: string | string[],
    options: CreateContainerOptions = {},
  ): Promise<string> => {
    const id = await container(command, options);
    await client.start(id);
    return id;
  };
  try {
    await body({
      client,
      container,
      running,
      async run(
        command: string | string[],
        options: CreateContainerOptions = {},
      ): Promise<{ id: string; code: number; output: string }> {
        const id = await container(command, options);
        const exit = await client.registerWait(id, { condition: "next-exit" });
        await client.start(id);
        const code = await exit.exitCode();
        return { id, code, output: await client.logs(id) };
      },
      async network(): Promise<{ name: string; base: string }> {
        const [one, two] = [100 + random(100), random(256)];
        const [name, base] = [uniqueName("net"), `10.${one}.${two}`];
        await client.createNetwork(name, {
          labels: labels(),
          ipam: { poolConfigs: [{ subnet: `${base}.0/24` }] },
        });
        later(() => client.removeNetwork(name));
        return { name, base };
      },
      async volume(): Promise<string> {
        const { Name } = await client.createVolume({ name: uniqueName("vol"), labels: labels() });
        later(() => client.removeVolume(Name, { force: true }));
        return Name;
      },
      later,
    });
  } finally {
    for (const work of works) {
      await work().catch((error) => {
        // What is gone, or on its way, is no fault of the test.
        assert.ok(error instanceof APIError && [404, 409].includes(error.status), String(error));
      });
    }
    client.close();
  }
}

/** What asks nothing of the network starts sooner without one: the Engine calls itself to set it up. */
function asksForNetwork(options: CreateContainerOptions): boolean {
  return NETWORK_OPTIONS.some((name) => options[name] !== undefined);
}

const NETWORK_OPTIONS = [
  "hostConfig",
  "networkingConfig",
  "ports",
  "hostname",
  "macAddress",
] as const;

/** Resolves once a container has the health status. */
export async function whenHealthy(client: APIClient, container: Reference): Promise<void> {
  const filters = { container: String(container), event: "health_status" };
  // Events of the past count too, so that none is missed between the calls.
  for await (const event of await client.events({ since: "10m", filters, decode: true })) {
    if (String(event.Action).includes("health_status: healthy")) return;
  }
}

function random(limit: number): number {
  return Math.floor(Math.random() * limit);
}
