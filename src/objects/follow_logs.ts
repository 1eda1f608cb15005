import type { Engine } from "../engine/engine.ts";
import { type BatchStream, batchStream } from "../streams/batch_stream.ts";
import type { OutputLine } from "../streams/output_lines.ts";
import { containerLines, type ContainerLinesOptions } from "./container_lines.ts";
import { toBoolean } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import { takeOwn } from "../operation/own_options.ts";

/** A container whose log is followed; {@linkcode Container} is one. */
export interface LoggingContainer {
  /** The requests of the client that it belongs to. */
  readonly engine: Engine;
  /** The id. */
  readonly id: string;
  /** The name. */
  readonly name: string;
}

/** A line of one of many containers. */
export interface NamedLine extends OutputLine {
  /** The name of the container that wrote it. */
  container: string;
}

/** Options of {@linkcode followLogs}. */
export interface FollowLogsOptions extends Omit<ContainerLinesOptions, "follow"> {
  /** Whether lines that are still to come are waited for, until all containers have ended. @default {true} */
  follow?: boolean | null | undefined;
}

const LOG_OPTIONS = [
  "timestamps",
  "tail",
  "since",
  "until",
  "stdout",
  "stderr",
  "details",
];

/**
 * Merges the logs of many containers: lines in the order in which they arrive, each with the name of
 * its container. A slow reader slows all containers alike.
 *
 * @param containers The containers.
 * @param options Which lines; with `timestamps`, each has its `time`.
 * @returns The lines; they end when all containers have ended, at once with `follow: false`.
 * @throws {TypeError} When what is given are no containers; names are not.
 * @throws {NotFound} When one of the containers is gone.
 *
 * @example All containers of an application
 * ```ts no-run
 * import { DockerClient, followLogs } from "@longshore/docker";
 *
 * const docker = await DockerClient.fromEnv();
 * const containers = await docker.containers.list({ filters: { label: "app=web" } });
 * for await (const { container, text } of await followLogs(containers, { tail: 10 })) {
 *   console.log(`${container} | ${text}`);
 * }
 * docker.close();
 * ```
 */
export async function followLogs(
  containers: readonly LoggingContainer[],
  options: FollowLogsOptions = {},
): Promise<BatchStream<NamedLine>> {
  checkContainers(containers);
  const own = { follow: toBoolean };
  const [{ follow = true }, rest] = takeOwn("Cannot follow the logs", options, own, LOG_OPTIONS);
  const opened = await Promise.allSettled(containers.map(async ({ engine, id, name }) => {
    const lines = await containerLines(engine, id, { ...rest, follow });
    return new Followed(name, lines.batches());
  }));
  const merged = new MergedLines(
    opened.flatMap((one) => one.status === "fulfilled" ? [one.value] : []),
  );
  const failed = opened.find((one) => one.status === "rejected");
  if (failed === undefined) return batchStream<NamedLine>(merged);
  await merged.cancel();
  throw failed.reason;
}

function checkContainers(containers: unknown): void {
  const expected = "a container such as docker.containers.get(name) gives";
  if (!Array.isArray(containers)) {
    throw wrongShape("containers", containers, `a list, each ${expected}`);
  }
  for (const [index, one] of containers.entries()) {
    if (typeof one?.id === "string" && one.engine !== undefined) continue;
    throw wrongShape(`containers[${index}]`, one, expected);
  }
}

/** One of the logs. */
class Followed {
  readonly name: string;
  readonly batches: AsyncIterator<OutputLine[], undefined>;
  /** Whether lines of it were asked for and not taken yet. */
  isBusy = false;

  constructor(name: string, batches: AsyncIterator<OutputLine[], undefined>) {
    this.name = name;
    this.batches = batches;
  }
}

/** What one of the logs brought: lines, its end or a failure. */
interface Brought {
  readonly from: Followed;
  readonly lines?: OutputLine[] | undefined;
  readonly failure?: { readonly reason: unknown };
}

/** Takes one batch at a time of each log, in the order in which they arrive. */
class MergedLines {
  readonly #followed: Set<Followed>;
  readonly #brought: Brought[] = [];
  #wake: (() => void) | null = null;

  constructor(followed: readonly Followed[]) {
    this.#followed = new Set(followed);
  }

  async next(): Promise<NamedLine[] | null> {
    while (this.#followed.size > 0) {
      for (const one of this.#followed) if (!one.isBusy) this.#ask(one);
      while (this.#brought.length === 0) await new Promise<void>((wake) => this.#wake = wake);
      const { from, lines, failure } = this.#brought.shift()!;
      if (failure !== undefined) {
        await this.cancel();
        throw failure.reason;
      }
      from.isBusy = false;
      if (lines === undefined) this.#followed.delete(from);
      else return lines.map((line) => ({ container: from.name, ...line }));
    }
    return null;
  }

  async cancel(): Promise<void> {
    const all = [...this.#followed];
    this.#followed.clear();
    await Promise.all(all.map(({ batches }) => batches.return?.()));
  }

  #ask(from: Followed): void {
    from.isBusy = true;
    from.batches.next().then(
      ({ done, value }) => this.#bring({ from, lines: done ? undefined : value }),
      (reason) => this.#bring({ from, failure: { reason } }),
    );
  }

  #bring(brought: Brought): void {
    this.#brought.push(brought);
    this.#wake?.();
    this.#wake = null;
  }
}
