import { toFlag } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Service } from "../../types/services.ts";

/** Options of {@linkcode inspectService}. */
export interface InspectServiceOptions extends CallOptions {
  /** Whether settings that were not given show the Engine's defaults. Since API 1.29. */
  insertDefaults?: boolean | null | undefined;
}

/** What {@linkcode inspectService} asks of the Engine. */
export const INSPECT: Operation<InspectServiceOptions> = operation("GET /services/{id}", {
  insertDefaults: inQuery("insertDefaults", toFlag, { since: "1.29" }),
}, { since: "1.24" });

/**
 * Returns what the swarm knows of a service (`GET /services/{id}`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options Whether the Engine's defaults are shown.
 * @throws {NotFound} When there is no such service.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectService } from "@longshore/docker/api";
 *
 * const { Spec, UpdateStatus } = await inspectService(createEngine(), "web");
 * console.log(Spec.Mode, UpdateStatus?.State);
 * ```
 */
export async function inspectService(
  engine: Engine,
  service: Reference,
  options: InspectServiceOptions = {},
): Promise<Service> {
  const id = toId(service, "service");
  return await INSPECT.call(engine, `Cannot inspect service "${id}"`, [id], options).json({
    shape: "object",
  });
}
