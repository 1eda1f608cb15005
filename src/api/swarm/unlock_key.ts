import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { SwarmUnlockKey } from "../../types/swarm.ts";

/** What {@linkcode getUnlockKey} asks of the Engine. */
export const GET_UNLOCK_KEY: Operation<CallOptions> = operation("GET /swarm/unlockkey", {}, {
  since: "1.25",
});

/**
 * Returns the key that unlocks a manager after a restart (`GET /swarm/unlockkey`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns The key; empty if managers are not locked.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, getUnlockKey } from "@longshore/docker/api";
 *
 * const { UnlockKey } = await getUnlockKey(createEngine());
 * console.log(UnlockKey);
 * ```
 */
export async function getUnlockKey(
  engine: Engine,
  options: CallOptions = {},
): Promise<SwarmUnlockKey> {
  return await GET_UNLOCK_KEY.call(engine, "Cannot get the swarm's unlock key", [], options).json();
}
