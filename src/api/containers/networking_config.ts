import { setOwn } from "../../convert/own.ts";
import { isRecord, toRecord } from "../../convert/checks.ts";
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

/**
 * Reads the networks that a container joins: what {@linkcode createNetworkingConfig} returned, or the
 * Engine's object, with places as an inspection returned them or as options.
 *
 * @internal
 * @param value The networks.
 * @param argument The argument's name, for errors.
 */
export function toNetworkingConfig(value: unknown, argument: string): NetworkingConfig {
  const { EndpointsConfig, ...others } = toRecord(value, argument);
  if (Object.keys(others).length > 0) {
    throw wrongShape(argument, value, "what createNetworkingConfig() returns");
  }
  if (EndpointsConfig == null) return {};
  const name = `${argument}.EndpointsConfig`;
  const endpoints: Record<string, EndpointSettings> = {};
  for (const [network, settings] of Object.entries(toRecord(EndpointsConfig, name))) {
    if (settings === undefined) continue;
    const place = `Cannot use ${name}[${JSON.stringify(network)}]`;
    setOwn(endpoints, network, toEndpointConfig(settings as EndpointConfigOptions, place));
  }
  return { EndpointsConfig: endpoints };
}
