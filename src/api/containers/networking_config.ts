import { setOwn } from "../../convert/own.ts";
import { isRecord } from "../../convert/checks.ts";
import { type EndpointConfigOptions, toEndpointConfig } from "../../specs/endpoint_config.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { EndpointSettings, NetworkingConfig } from "../../types/endpoints.ts";

/**
 * Says how a container sits in a network, for {@linkcode APIClient.createNetworkingConfig}; sends nothing.
 *
 * @param engine The engine.
 * @param options The names, links and addresses.
 * @returns The Engine's JSON.
 * @throws {TypeError} When an option has another shape or is unknown.
 *
 * @example
 * ```ts no-run
 * import { createEndpointConfig, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const endpoint = createEndpointConfig(engine, {
 *   aliases: ["web", "app"],
 *   links: ["app_db"],
 *   ipv4Address: "132.65.0.123",
 * });
 * console.log(endpoint.IPAMConfig);
 * ```
 */
export function createEndpointConfig(options: EndpointConfigOptions = {}): EndpointSettings {
  return toEndpointConfig(options, "Cannot create an endpoint configuration");
}

/** The networks that a new container joins, by name or id; `null` for one without settings. */
export type Endpoints = Readonly<
  Record<string, EndpointSettings | EndpointConfigOptions | null>
>;

/**
 * Says which networks a container joins, for `networkingConfig` of {@linkcode APIClient.createContainer}; sends
 * nothing.
 *
 * Before API 1.44 there can be only one; further ones are joined by
 * {@linkcode APIClient.connectContainerToNetwork}.
 *
 * @param engine The engine.
 * @param endpoints The container's place in each network, by the network's name or id.
 * @returns The Engine's JSON.
 * @throws {TypeError} When an endpoint has another shape.
 *
 * @example
 * ```ts no-run
 * import { createContainer, createEndpointConfig, createEngine, createNetworkingConfig } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const networkingConfig = createNetworkingConfig(engine, {
 *   front: createEndpointConfig(engine, { aliases: ["web"] }),
 * });
 * await createContainer(engine, "nginx", { networkingConfig });
 * ```
 */
export function createNetworkingConfig(endpoints: Endpoints = {}): NetworkingConfig {
  if (!isRecord(endpoints)) {
    throw wrongShape("endpoints", endpoints, "an object from network to endpoint configuration");
  }
  const configs: Record<string, EndpointSettings> = {};
  for (const [network, settings] of Object.entries(endpoints)) {
    if (network === "") throw wrongShape("endpoints", endpoints, "networks with a name");
    if (settings !== null && !isRecord(settings)) {
      throw wrongShape(
        `endpoints[${JSON.stringify(network)}]`,
        settings,
        "what createEndpointConfig() returns, its options, or null",
      );
    }
    setOwn(configs, network, createEndpointConfig((settings ?? {}) as EndpointConfigOptions));
  }
  return { EndpointsConfig: configs };
}
