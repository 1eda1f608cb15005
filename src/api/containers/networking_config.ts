import { isRecord } from "../../convert/checks.ts";
import { type EndpointConfigOptions, toEndpointConfig } from "../../specs/endpoint_config.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { EndpointSettings, NetworkingConfig } from "../../types/endpoints.ts";

/** Says how a container sits in a network: see {@linkcode APIClient.createEndpointConfig}. */
export function createEndpointConfig(options: EndpointConfigOptions = {}): EndpointSettings {
  return toEndpointConfig(options, "Cannot create an endpoint configuration");
}

/** The networks that a new container joins, by name or id; `null` for one without settings. */
export type Endpoints = Readonly<
  Record<string, EndpointSettings | EndpointConfigOptions | null>
>;

/** Says which networks a container joins: see {@linkcode APIClient.createNetworkingConfig}. */
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
    configs[network] = createEndpointConfig((settings ?? {}) as EndpointConfigOptions);
  }
  return { EndpointsConfig: configs };
}
