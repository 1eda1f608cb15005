import { SwarmSpec, type SwarmSpecOptions } from "../../specs/swarm_spec.ts";

/** Says how a swarm is set up: see {@linkcode APIClient.createSwarmSpec}. */
export function createSwarmSpec(options: SwarmSpecOptions = {}): SwarmSpec {
  return new SwarmSpec(options);
}
