import { toFlag } from "../../convert/checks.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { APIError } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode leaveSwarm}. */
export interface LeaveSwarmOptions extends CallOptions {
  /** Whether a manager leaves too, and a node that is in no swarm is no error. @default {false} */
  force?: boolean | null | undefined;
}

/** What {@linkcode leaveSwarm} asks of the Engine. */
export const LEAVE: Operation<LeaveSwarmOptions> = operation("POST /swarm/leave", {
  force: inQuery("force", toFlag),
}, { since: "1.24" });

/**
 * Lets the Engine leave its swarm (`POST /swarm/leave`).
 *
 * @param engine The engine.
 * @param options Whether a manager leaves too, whatever becomes of the swarm.
 * @returns True.
 * @throws {ServerError} When the Engine is a manager, or in no swarm, and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, leaveSwarm } from "@longshore/docker/api";
 *
 * await leaveSwarm(createEngine(), { force: true });
 * ```
 */
export async function leaveSwarm(engine: Engine, options: LeaveSwarmOptions = {}): Promise<true> {
  const call = LEAVE.call(engine, "Cannot leave the swarm", [], options);
  try {
    return await call.empty();
  } catch (error) {
    const outside = error instanceof APIError && /not part of a swarm/i.test(error.explanation);
    if (call.options.force && outside) return true;
    throw error;
  }
}
