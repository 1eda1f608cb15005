import { createConnector } from "../../connect/mod.ts";
import { integerFrom } from "../../convert/checks.ts";
import { pause } from "../../bytes/pause.ts";
import { execInContainer } from "../exec.ts";
import type { ContainerCondition } from "./condition.ts";
import { type PublishedPort, publishedPort } from "./published.ts";
import type { WaitTarget } from "./target.ts";

/** How long a connection must last to count, in milliseconds: the Engine's proxy closes at once when nothing listens behind it. */
const LASTS = 150;
/** How long an attempt to connect may take, in milliseconds. */
const ATTEMPT = 5000;
/** The kernel's number of a socket that listens. */
const LISTENING = "0A";

/**
 * Waits until something in the container listens on a TCP port: seen from inside by the kernel's
 * table of sockets, or, in an image without `cat`, by a connection to where the port is published.
 * It is tried again and again.
 *
 * @param port The port in the container.
 */
export function portOpen(port: number): ContainerCondition {
  const number = integerFrom(1, 65535)(port, "port");
  return {
    description: `listens on port ${number}`,
    hold: (target) => {
      target.saw(`port ${number}`, `nothing listens on port ${number}`);
      return target.poll(async () => {
        const inside = await listensInside(target, number);
        if (inside !== undefined) return inside;
        const published = await publishedPort(target, number);
        if (published !== undefined) return await accepts(published, target.call.signal);
        target.saw(
          `port ${number}`,
          `port ${number} is not published, and the image has no cat to look inside`,
        );
        return false;
      });
    },
  };
}

/** Looks into the kernel's tables of sockets; undefined when nothing in the image can read them. */
async function listensInside(target: WaitTarget, port: number): Promise<boolean | undefined> {
  const { engine, id, call } = target;
  const words = ["cat", "/proc/net/tcp", "/proc/net/tcp6"];
  const { exitCode, stdout } = await execInContainer(engine, id, words, { ...call, check: false });
  if (exitCode === 126 || exitCode === 127) return undefined;
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return stdout.split("\n").some((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return state === LISTENING && local?.endsWith(`:${wanted}`) === true;
  });
}

async function accepts(
  { host, port }: PublishedPort,
  signal: AbortSignal | null | undefined,
): Promise<boolean> {
  signal?.throwIfAborted();
  const address = `tcp://${host.includes(":") ? `[${host}]` : host}:${port}`;
  try {
    const duplex = await createConnector(address).connect(AbortSignal.timeout(ATTEMPT));
    try {
      const lasted = pause(LASTS, signal).then(() => true);
      const closed = duplex.read().then((bytes) => bytes !== null, () => false);
      return await Promise.race([lasted, closed]);
    } finally {
      duplex.close();
    }
  } catch {
    return false;
  }
}
