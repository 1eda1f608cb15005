import { detachKeys } from "../../auth/engine_config.ts";
import { toBoolean } from "../../convert/checks.ts";
import { toDetachKeys } from "../../convert/detach_keys.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { isPodman } from "../../engine/podman.ts";
import { NotFound } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { ofCall } from "../../operation/call.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import { type ByteBatches, type CollectedOutput, explained } from "../../streams/output.ts";
import { containerMultiplexing } from "../common/container_tty.ts";
import { type EndState, withCheckedEnd } from "../common/checked_end.ts";
import { readOutput } from "../common/output.ts";
import { remembersEvent } from "../common/remembered_event.ts";
import { inspectContainer } from "./inspect.ts";
import { logs as readLogs } from "./logs.ts";

/** How long the output of a container that has ended may pause before it counts as complete, in milliseconds. */
const SILENCE = 2000;

/** The states of a container that has ended; Podman calls one of them its own way. */
const ENDED: readonly string[] = ["exited", "dead", "stopped"];

/** When a container ended that never did. */
const NEVER = "0001-";

/** Options of {@linkcode attach}. */
export interface AttachOptions extends CallOptions {
  /** Whether standard output is included. @default {true} */
  stdout?: boolean | null | undefined;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean | null | undefined;
  /** Whether the output is streamed as it comes instead of collected. @default {false} */
  stream?: boolean | null | undefined;
  /** Whether what the container wrote before comes first; of one that has ended Podman gives nothing else. @default {false} */
  logs?: boolean | null | undefined;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean | null | undefined;
  /**
   * Whether the Engine is asked, when the output has ended, if the container has too: output that was
   * cut by the Engine's death rejects then, and does not pass for complete.
   * An Engine that was started anew meanwhile is told by its events, of which it keeps the last 256:
   * where it has told as many since, output counts as complete once the container has ended.
   *
   * @default {true}
   */
  checkEnd?: boolean | null | undefined;
  /** The keys that detach from the container's tty, e.g. `ctrl-p,ctrl-q`; those of the configuration file without it. */
  detachKeys?: string | null | undefined;
}

/** What {@linkcode attach} asks of the Engine. */
export const ATTACH: Operation<AttachOptions> = operation("POST /containers/{id}/attach", {
  stdout: inQuery("stdout", toBoolean),
  stderr: inQuery("stderr", toBoolean),
  stream: ofClient(toBoolean),
  logs: inQuery("logs", toBoolean),
  demux: ofClient(toBoolean),
  checkEnd: ofClient(toBoolean),
  detachKeys: inQuery("detachKeys", toDetachKeys),
});

/**
 * Streams what a container writes from now on, stdout and stderr told apart (`POST /containers/{id}/attach`).
 *
 * Once this resolves the Engine has noted it: a container that is started behind it loses no output.
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What of its output.
 * @returns A stream of frames in order of arrival, until the container ends.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { attach, createContainer, createEngine, start } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const container = await createContainer(engine, "busybox", { command: "echo hello" });
 * const output = await attach(engine, container, { stream: true, demux: true });
 * await start(engine, container);
 * for await (const { stream, data } of output) console.log(stream, data.length);
 * ```
 */
export function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions & { stream: true; demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Streams what a container writes from now on, as bytes (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container, running or not yet started.
 * @param options What of its output.
 * @returns A stream of bytes, stdout and stderr in order of arrival, until the container ends.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions & { stream: true; demux?: false | null | undefined },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
/**
 * Collects what a container writes until it ends, stdout and stderr told apart (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container; of one that has ended there is only what it wrote, with `logs`.
 * @param options What of its output.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions & { stream?: false | null | undefined; demux: true },
): Promise<CollectedOutput>;
/**
 * Collects what a container writes until it ends, as one text (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container; of one that has ended there is only what it wrote, with `logs`.
 * @param options What of its output.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options?: AttachOptions & { stream?: false | null | undefined; demux?: false | null | undefined },
): Promise<string>;
/**
 * Collects or streams what a container writes (`POST /containers/{id}/attach`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What of its output, and in which form.
 */
export function attach(
  engine: Engine,
  container: Reference,
  options?: AttachOptions,
): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
export async function attach(
  engine: Engine,
  container: Reference,
  options: AttachOptions = {},
): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
  const id = toContainerId(container, "container");
  const call = ATTACH.call(engine, `Cannot attach to container "${id}"`, [id], options);
  const { stdout = true, stderr = true, stream = false, logs = false, demux = false } =
    call.options;
  if (!stdout && !stderr) throw new TypeError(`${call.action}: stdout and stderr are both false`);
  const version = await call.negotiate();
  // The Engine would wait for the next start of a container that has ended, Podman set it up anew.
  if ((!stream || logs) && await hasEnded(engine, id, call.options)) {
    const past = { ...ofCall(call.options), stdout, stderr, demux };
    if (!stream && !logs) return demux ? { stdout: "", stderr: "" } : "";
    if (!stream) return await readLogs(engine, id, past);
    if (isPodman((await engine.ping(ofCall(call.options))).head)) {
      return await readLogs(engine, id, { ...past, stream, follow: false });
    }
  }
  const isMultiplexed = await containerMultiplexing(engine, id, version, call.options);
  const keys = await detachKeys(engine, call.options.detachKeys);
  const query = { stdin: false, stdout, stderr, stream: true, logs, detachKeys: keys };
  const connection = await call.upgrade({ query });
  connection.closeWhenDropped();
  const multiplexed = await isMultiplexed({ head: connection.head, body: connection });
  const source = !stream && await hasEnded(engine, id, call.options).catch(() => false)
    ? endingInSilence(connection)
    : connection;
  const checked = call.options.checkEnd === false
    ? source
    : withCheckedEnd(engine, call.action, source, () => endState(engine, id, ofCall(call.options)));
  return await readOutput(checked, multiplexed, { stream, demux }, (explanation) => {
    return call.failure(explanation);
  });
}

async function hasEnded(engine: Engine, id: string, options: CallOptions): Promise<boolean> {
  const { State } = await inspectContainer(engine, id, ofCall(options));
  return ENDED.includes(State?.Status ?? "");
}

async function endState(engine: Engine, id: string, options: CallOptions): Promise<EndState> {
  let hasAttached = false;
  let isOver = true;
  let mayRunAnew = false;
  try {
    const { State } = await inspectContainer(engine, id, options);
    mayRunAnew = State?.Running === true;
    isOver = !mayRunAnew || !(State?.FinishedAt ?? NEVER).startsWith(NEVER);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
  if (!isOver) return "running";
  const filters = { type: "container", container: id, event: ["attach", "die"] };
  const isRemembered = await remembersEvent(engine, filters, ({ Action }) => {
    hasAttached ||= Action === "attach";
    // What runs has ended since, or has ended only before.
    return hasAttached && (!mayRunAnew || Action === "die");
  }, options);
  if (isRemembered) return "ended";
  return hasAttached ? "running" : "forgotten";
}

/**
 * Ends where nothing more comes: the container has ended, perhaps before the attachment stood, and
 * then the Engine would wait for its next start.
 */
function endingInSilence(source: ByteBatches): ByteBatches {
  return {
    async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silence = new Promise<null>((resolve) => timer = setTimeout(resolve, SILENCE, null));
      const pending = source.next();
      try {
        const batch = await Promise.race([pending, silence]);
        if (batch !== null) return batch;
      } finally {
        clearTimeout(timer);
      }
      source.cancel();
      pending.catch(() => {}); // In the silence nobody waits for it any more.
      return null;
    },
    cancel: (reason) => source.cancel(reason),
    explain: (error) => explained(source, error),
  };
}
