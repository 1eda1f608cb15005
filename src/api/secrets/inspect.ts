import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { Secret } from "../../types/secrets.ts";

/** What {@linkcode inspectSecret} asks of the Engine. */
export const INSPECT: Operation<CallOptions> = operation("GET /secrets/{id}", {}, {
  since: "1.25",
});

/**
 * Returns what the swarm knows of a secret, all but its content (`GET /secrets/{id}`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param id The secret, by id or name.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such secret.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSecret } from "@longshore/docker/api";
 *
 * const { Spec, CreatedAt } = await inspectSecret(createEngine(), "password");
 * console.log(Spec.Labels, CreatedAt);
 * ```
 */
export async function inspectSecret(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<Secret> {
  const secret = toId(id, "id");
  return await INSPECT.call(engine, `Cannot inspect secret "${secret}"`, [secret], options).json({
    shape: "object",
  });
}
