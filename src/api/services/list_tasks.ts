import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { Task } from "../../types/tasks.ts";

/** Options of {@linkcode tasks}. */
export interface TasksOptions extends CallOptions {
  /** What a task must match, e.g. `{ service: "web", "desired-state": "running" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode tasks} asks of the Engine. */
export const LIST_TASKS: Operation<TasksOptions> = operation("GET /tasks", {
  filters: inQuery("filters", toFilters),
}, { since: "1.24" });

/**
 * Lists tasks (`GET /tasks`).
 *
 * @param engine The engine.
 * @param options Which tasks.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, tasks } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Status, NodeID } of await tasks(engine, { filters: { service: "web" } })) {
 *   console.log(Status.State, NodeID);
 * }
 * ```
 */
export async function tasks(engine: Engine, options: TasksOptions = {}): Promise<Task[]> {
  return await LIST_TASKS.call(engine, "Cannot list tasks", [], options).json({ shape: "list" });
}
