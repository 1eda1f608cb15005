import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { SwarmInspect } from "../../types/swarm.ts";

/** What {@linkcode inspectSwarm} asks of the Engine. */
export const INSPECT: Operation<CallOptions> = operation("GET /swarm", {}, { since: "1.24" });

/**
 * Returns what the Engine knows of its swarm (`GET /swarm`).
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns The swarm, with the tokens that let nodes in.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSwarm } from "@longshore/docker/api";
 *
 * const { ID, JoinTokens } = await inspectSwarm(createEngine());
 * console.log(ID, JoinTokens.Worker);
 * ```
 */
export async function inspectSwarm(
  engine: Engine,
  options: CallOptions = {},
): Promise<SwarmInspect> {
  return await INSPECT.call(engine, "Cannot inspect the swarm", [], options).json({
    shape: "object",
  });
}
