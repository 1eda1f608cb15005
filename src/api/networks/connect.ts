import { toMacAddress } from "../../convert/host_name.ts";
import { type Reference, toContainerId, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Fields, fieldsOf, inBody } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ENDPOINT_OPTIONS, type EndpointConfigOptions } from "../../specs/endpoint_config.ts";
import type { NetworkConnectBody } from "../../types/networks.ts";

/** Options of {@linkcode connectContainerToNetwork}. */
export interface ConnectContainerToNetworkOptions extends CallOptions, EndpointConfigOptions {
  /** The hardware address, which older Engines take and forget. Since API 1.54. */
  macAddress?: string | null | undefined;
}

const PLACE: Fields<ConnectContainerToNetworkOptions> = fieldsOf<ConnectContainerToNetworkOptions>({
  ...ENDPOINT_OPTIONS,
  macAddress: inBody("MacAddress", toMacAddress, {
    ...ENDPOINT_OPTIONS.macAddress.details,
    since: "1.54",
  }),
});

/** What {@linkcode connectContainerToNetwork} asks of the Engine. */
export const CONNECT: Operation<ConnectContainerToNetworkOptions> = operation<
  ConnectContainerToNetworkOptions,
  ConnectContainerToNetworkOptions
>("POST /networks/{id}/connect", {}, { fields: PLACE, at: "EndpointConfig" });

/**
 * Brings a container into a network (`POST /networks/{id}/connect`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param netId The network.
 * @param options The container's names and addresses in it.
 * @returns True.
 * @throws {NotFound} When there is no such container or network.
 * @throws {APIError} When the container is in the network already, or an address is not free.
 *
 * @example
 * ```ts no-run
 * import { connectContainerToNetwork, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await connectContainerToNetwork(engine, "web", "backend", {
 *   aliases: ["www"],
 *   ipv4Address: "172.28.0.10",
 * });
 * ```
 */
export async function connectContainerToNetwork(
  engine: Engine,
  container: Reference,
  netId: Reference,
  options: ConnectContainerToNetworkOptions = {},
): Promise<true> {
  const id = toId(netId, "netId");
  const Container = toContainerId(container, "container");
  const action = `Cannot connect container "${Container}" to network "${id}"`;
  const body: NetworkConnectBody = { Container };
  return await CONNECT.call(engine, action, [id], options, body).empty();
}
