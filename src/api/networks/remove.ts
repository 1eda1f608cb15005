import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode removeNetwork} asks of the Engine. */
export const REMOVE: Operation<CallOptions> = operation("DELETE /networks/{id}", {});

/**
 * Removes a network (`DELETE /networks/{id}`).
 *
 * @param engine The engine.
 * @param netId The network.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such network.
 * @throws {Forbidden} When containers are in it, or it is one of the Engine's own.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeNetwork } from "@longshore/docker/api";
 *
 * await removeNetwork(createEngine(), "backend");
 * ```
 */
export async function removeNetwork(
  engine: Engine,
  netId: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(netId, "netId");
  return await REMOVE.call(engine, `Cannot remove network "${id}"`, [id], options).empty();
}
