import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode removeService} asks of the Engine. */
export const REMOVE: Operation<CallOptions> = operation("DELETE /services/{id}", {}, {
  since: "1.24",
});

/**
 * Removes a service and its tasks (`DELETE /services/{id}`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such service.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeService } from "@longshore/docker/api";
 *
 * await removeService(createEngine(), "web");
 * ```
 */
export async function removeService(
  engine: Engine,
  service: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(service, "service");
  return await REMOVE.call(engine, `Cannot remove service "${id}"`, [id], options).empty();
}
