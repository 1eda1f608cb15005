import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { SwarmUnlockKey } from "../../types/swarm.ts";

/** What {@linkcode unlockSwarm} asks of the Engine. */
export const UNLOCK: Operation<CallOptions> = operation("POST /swarm/unlock", {}, {
  since: "1.24",
});

/**
 * Unlocks a manager after a restart (`POST /swarm/unlock`).
 *
 * @param engine The engine.
 * @param key The key, as {@linkcode getUnlockKey} returns it.
 * @param options The call's own options.
 * @returns True.
 * @throws {APIError} When the key is wrong, or the manager is not locked.
 *
 * @example
 * ```ts no-run
 * import { createEngine, unlockSwarm } from "@longshore/docker/api";
 *
 * await unlockSwarm(createEngine(), "SWMKEY-1-...");
 * ```
 */
export async function unlockSwarm(
  engine: Engine,
  key: string | SwarmUnlockKey,
  options: CallOptions = {},
): Promise<true> {
  const action = "Cannot unlock the swarm";
  const text = typeof key === "string" ? key : key?.UnlockKey;
  if (typeof text !== "string" || text.trim() === "") {
    throw new TypeError(
      `${action}: expected key to be the unlock key, or an object with UnlockKey`,
    );
  }
  const body: SwarmUnlockKey = { UnlockKey: text.trim() };
  return await UNLOCK.call(engine, action, [], options, body).empty();
}
