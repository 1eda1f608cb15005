import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { Task } from "../../types/tasks.ts";

/** What {@linkcode inspectTask} asks of the Engine. */
export const INSPECT_TASK: Operation<CallOptions> = operation("GET /tasks/{id}", {}, {
  since: "1.24",
});

/**
 * Returns what the swarm knows of a task (`GET /tasks/{id}`).
 *
 * @param engine The engine.
 * @param task The task.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such task.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectTask, tasks } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const [task] = await tasks(engine, { filters: { service: "web" } });
 * console.log((await inspectTask(engine, task!)).Status);
 * ```
 */
export async function inspectTask(
  engine: Engine,
  task: Reference,
  options: CallOptions = {},
): Promise<Task> {
  const id = toId(task, "task");
  return await INSPECT_TASK.call(engine, `Cannot inspect task "${id}"`, [id], options).json({
    shape: "object",
  });
}
