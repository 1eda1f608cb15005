import { oneOf, toFlag } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { NetworkInspect } from "../../types/networks.ts";

/** Options of {@linkcode inspectNetwork}. */
export interface InspectNetworkOptions extends CallOptions {
  /** Whether the services of the whole swarm are told. Since API 1.28. */
  verbose?: boolean | null | undefined;
  /** How far the network reaches, where names are ambiguous. Since API 1.31. */
  scope?: "local" | "global" | "swarm" | null | undefined;
}

/** What {@linkcode inspectNetwork} asks of the Engine. */
export const INSPECT: Operation<InspectNetworkOptions> = operation("GET /networks/{id}", {
  verbose: inQuery("verbose", toFlag, { since: "1.28" }),
  scope: inQuery("scope", oneOf("local", "global", "swarm"), { since: "1.31" }),
});

/**
 * Returns what the Engine knows of a network (`GET /networks/{id}`).
 *
 * @param engine The engine.
 * @param netId The network.
 * @param options Whether the services of the whole swarm are told, and which reach is meant.
 * @returns The network, with the containers in it.
 * @throws {NotFound} When there is no such network.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectNetwork } from "@longshore/docker/api";
 *
 * const { Containers } = await inspectNetwork(createEngine(), "bridge");
 * for (const { Name, IPv4Address } of Object.values(Containers ?? {})) console.log(Name, IPv4Address);
 * ```
 */
export async function inspectNetwork(
  engine: Engine,
  netId: Reference,
  options: InspectNetworkOptions = {},
): Promise<NetworkInspect> {
  const id = toId(netId, "netId");
  return await INSPECT.call(engine, `Cannot inspect network "${id}"`, [id], options).json({
    shape: "object",
  });
}
