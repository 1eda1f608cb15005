import { type Reference, toId } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import { OUTPUT_OPTIONS, taskOutput } from "../common/task_output.ts";
import { inspectTask } from "./inspect_task.ts";
import type { ServiceLogsOptions } from "../common/task_output.ts";

/** Options of {@linkcode taskLogs}. */
export interface TaskLogsOptions extends ServiceLogsOptions {}

/** What {@linkcode taskLogs} asks of the Engine. */
export const TASK_LOGS: Operation<TaskLogsOptions> = operation(
  "GET /tasks/{id}/logs",
  OUTPUT_OPTIONS,
  { since: "1.29" },
);

/**
 * Streams the output of a task, stdout and stderr told apart (`GET /tasks/{id}/logs`).
 *
 * @param engine The engine.
 * @param task The task.
 * @param options What of its output; `stdout`, `stderr` or both must be set.
 */
export function taskLogs(
  engine: Engine,
  task: Reference,
  options: TaskLogsOptions & { demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Streams the output of a task as bytes (`GET /tasks/{id}/logs`). The Engine has it
 * only with the logging drivers `json-file`, `local` and `journald`. Since API 1.29.
 *
 * @param engine The engine.
 * @param task The task.
 * @param options What of its output; `stdout`, `stderr` or both must be set.
 * @returns A stream of bytes; with `demux` of frames.
 * @throws {NotFound} When there is no such task.
 * @throws {TypeError} When neither `stdout` nor `stderr` is set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, taskLogs, tasks } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const [task] = await tasks(engine, { filters: { service: "web" } });
 * const stream = await taskLogs(engine, task!, { stdout: true, stderr: true });
 * for await (const text of stream.pipeThrough(new TextDecoderStream())) console.log(text);
 * ```
 */
export function taskLogs(
  engine: Engine,
  task: Reference,
  options: TaskLogsOptions & { demux?: false },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
/**
 * Streams the output of a task (`GET /tasks/{id}/logs`).
 *
 * @param engine The engine.
 * @param task The task.
 * @param options What of its output, and in which form.
 */
export function taskLogs(
  engine: Engine,
  task: Reference,
  options: TaskLogsOptions,
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
export async function taskLogs(
  engine: Engine,
  task: Reference,
  options: TaskLogsOptions,
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
  const id = toId(task, "task");
  const call = TASK_LOGS.call(engine, `Cannot read the logs of task "${id}"`, [id], options);
  return await taskOutput(engine, call, async (engine, options) => {
    const { Spec } = await inspectTask(engine, id, options);
    return Spec?.ContainerSpec?.TTY === true;
  });
}
