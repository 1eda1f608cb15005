import { SwarmSpec, type SwarmSpecOptions } from "../../specs/swarm_spec.ts";

/**
 * Says how a swarm is set up, for {@linkcode initSwarm} and {@linkcode updateSwarm}; the same as
 * `new SwarmSpec(options)`.
 *
 * @param engine The engine.
 * @param options The settings.
 * @throws {TypeError} When one of them has another shape.
 * @throws {RangeError} When a number is negative.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createSwarmSpec, initSwarm } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const swarmSpec = createSwarmSpec(engine, { snapshotInterval: 5000, nodeCertExpiry: "720h" });
 * await initSwarm(engine, { advertiseAddr: "eth0", swarmSpec });
 * ```
 */
export function createSwarmSpec(options: SwarmSpecOptions = {}): SwarmSpec {
  return new SwarmSpec(options);
}
