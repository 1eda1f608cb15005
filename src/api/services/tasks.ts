import { toFilters } from "../../convert/filters.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { Task } from "../../types/tasks.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode tasks}. */
export interface TasksOptions extends CallOptions {
  /** What a task must match, e.g. `{ service: "web", "desired-state": "running" }`. */
  filters?: Filters;
}

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
  const action = "Cannot list tasks";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "tasks");
  return await engine.json(action, "GET", "/tasks", options, { query: query({ filters }) });
}

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
  const action = `Cannot inspect task "${id}"`;
  requireVersion(action, await engine.negotiate(options), "inspectTask");
  return await engine.json(action, "GET", path`/tasks/${id}`, options);
}
