import { toFlag } from "../../convert/checks.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ofCall } from "../../operation/call.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { SWARM_FIELDS, type SwarmSpecOptions, toSwarmSpec } from "../../specs/swarm_spec.ts";
import type { SwarmSpecJSON } from "../../types/swarm.ts";
import { inspectSwarm } from "./inspect.ts";

/** Options of {@linkcode updateSwarm}. */
export interface UpdateSwarmOptions extends CallOptions {
  /** How the swarm is set up; as it is now if left out. */
  swarmSpec?: SwarmSpecJSON | SwarmSpecOptions | null | undefined;
  /** Whether workers need a new token to join. @default {false} */
  rotateWorkerToken?: boolean | null | undefined;
  /** Whether managers need a new token to join. @default {false} */
  rotateManagerToken?: boolean | null | undefined;
  /** Whether managers need a new key after a restart. Since API 1.25. @default {false} */
  rotateManagerUnlockKey?: boolean | null | undefined;
}

/** What {@linkcode updateSwarm} asks of the Engine. */
export const UPDATE: Operation<UpdateSwarmOptions> = operation("POST /swarm/update", {
  swarmSpec: ofClient(toSwarmSpec),
  rotateWorkerToken: inQuery("rotateWorkerToken", toFlag),
  rotateManagerToken: inQuery("rotateManagerToken", toFlag),
  rotateManagerUnlockKey: inQuery("rotateManagerUnlockKey", toFlag, { since: "1.25" }),
}, { since: "1.24", whole: SWARM_FIELDS });

/**
 * Changes the swarm (`POST /swarm/update`); without `swarmSpec` its settings stay as they are.
 *
 * @param engine The engine.
 * @param version The version that is changed, as {@linkcode inspectSwarm} returns it.
 * @param options How the swarm is set up from now on, and which tokens are made anew.
 * @returns True.
 * @throws {APIError} When the swarm was changed meanwhile.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSwarm, updateSwarm } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Version } = await inspectSwarm(engine);
 * await updateSwarm(engine, Version, { rotateWorkerToken: true });
 * ```
 */
export async function updateSwarm(
  engine: Engine,
  version: VersionIndex,
  options: UpdateSwarmOptions = {},
): Promise<true> {
  const action = "Cannot update the swarm";
  const index = toVersionIndex(version, "version");
  const given = options?.swarmSpec;
  const spec = given == null ? undefined : toSwarmSpec(given, "swarmSpec");
  const call = UPDATE.call(engine, action, [], options, spec);
  if (spec === undefined) await call.negotiate();
  return await call.empty({
    query: { version: index },
    // The Engine takes a missing setting for zero.
    json: call.body ?? (await inspectSwarm(engine, ofCall(call.options))).Spec,
  });
}
