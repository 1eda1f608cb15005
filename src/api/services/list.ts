import { toFlag } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { Service } from "../../types/services.ts";

/** Options of {@linkcode services}. */
export interface ServicesOptions extends CallOptions {
  /** What a service must match, e.g. `{ name: "web" }` or `{ mode: "global" }`. */
  filters?: Filters | null | undefined;
  /** Whether the number of running tasks is counted. Since API 1.41. */
  status?: boolean | null | undefined;
}

/** What {@linkcode services} asks of the Engine. */
export const LIST: Operation<ServicesOptions> = operation("GET /services", {
  filters: inQuery("filters", toFilters),
  status: inQuery("status", toFlag, { since: "1.41" }),
}, { since: "1.24" });

/**
 * Lists services (`GET /services`).
 *
 * @param engine The engine.
 * @param options Which services, and what of them.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, services } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Spec, ServiceStatus } of await services(engine, { status: true })) {
 *   console.log(Spec.Name, ServiceStatus?.RunningTasks);
 * }
 * ```
 */
export async function services(engine: Engine, options: ServicesOptions = {}): Promise<Service[]> {
  return await LIST.call(engine, "Cannot list services", [], options).json({ shape: "list" });
}
