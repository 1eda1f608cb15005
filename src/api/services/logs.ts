import { type Reference, toId } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import { OUTPUT_OPTIONS, type ServiceLogsOptions, taskOutput } from "../common/task_output.ts";
import { inspectService } from "./inspect.ts";

/** What {@linkcode serviceLogs} asks of the Engine. */
export const LOGS: Operation<ServiceLogsOptions> = operation(
  "GET /services/{id}/logs",
  OUTPUT_OPTIONS,
  { since: "1.25" },
);

/**
 * Streams the output of a service's tasks, stdout and stderr told apart (`GET /services/{id}/logs`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options What of its output; `stdout`, `stderr` or both must be set.
 */
export function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions & { demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Streams the output of a service's tasks as bytes (`GET /services/{id}/logs`). The Engine has it
 * only with the logging drivers `json-file`, `local` and `journald`. Since API 1.25.
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options What of its output; `stdout`, `stderr` or both must be set.
 * @returns A stream of bytes; with `demux` of frames.
 * @throws {NotFound} When there is no such service.
 * @throws {TypeError} When neither `stdout` nor `stderr` is set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, serviceLogs } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const stream = await serviceLogs(engine, "web", { stdout: true, stderr: true, follow: true });
 * for await (const text of stream.pipeThrough(new TextDecoderStream())) console.log(text);
 * ```
 */
export function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions & { demux?: false | null | undefined },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
/**
 * Streams the output of a service's tasks (`GET /services/{id}/logs`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options What of its output, and in which form.
 */
export function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions,
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
export async function serviceLogs(
  engine: Engine,
  service: Reference,
  options: ServiceLogsOptions,
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
  const id = toId(service, "service");
  const call = LOGS.call(engine, `Cannot read the logs of service "${id}"`, [id], options);
  return await taskOutput(engine, call, async (engine, options) => {
    const { Spec } = await inspectService(engine, id, options);
    return Spec?.TaskTemplate?.ContainerSpec?.TTY === true;
  });
}
