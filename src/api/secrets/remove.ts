import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode removeSecret} asks of the Engine. */
export const REMOVE: Operation<CallOptions> = operation("DELETE /secrets/{id}", {}, {
  since: "1.25",
});

/**
 * Removes a secret (`DELETE /secrets/{id}`). Since API 1.25.
 *
 * @param engine The engine.
 * @param id The secret, by id or name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such secret.
 * @throws {BadRequest} When a service uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeSecret } from "@longshore/docker/api";
 *
 * await removeSecret(createEngine(), "password");
 * ```
 */
export async function removeSecret(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<true> {
  const secret = toId(id, "id");
  return await REMOVE.call(engine, `Cannot remove secret "${secret}"`, [secret], options).empty();
}
