import { integerFrom, isRecord, toText, toTextMap, toTexts } from "../../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../../convert/fields.ts";
import { type Links, toLinks } from "../../convert/links.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { EndpointSettings, NetworkingConfig } from "../../types/endpoints.ts";

/** Options of {@linkcode createEndpointConfig}. */
export interface EndpointConfigOptions extends EngineFields {
  /** Further names of the container in the network. */
  aliases?: readonly string[];
  /** Links to containers: `["db"]`, `[["db", "alias"]]` or `{ db: "alias" }`. */
  links?: Links;
  /** A fixed IPv4 address. */
  ipv4Address?: string;
  /** A fixed IPv6 address. */
  ipv6Address?: string;
  /** Addresses on the link alone, IPv4 or IPv6. */
  linkLocalIps?: readonly string[];
  /** Options of the network's driver. Since API 1.32. */
  driverOpt?: Readonly<Record<string, string | number | boolean>>;
  /** The hardware address. Since API 1.44. */
  macAddress?: string;
  /** Which network gives the default route: the greatest wins. Since API 1.48. */
  gwPriority?: number;
}

const FIELDS: Fields<EndpointConfigOptions> = {
  aliases: ["Aliases", toTexts],
  links: ["Links", toLinks],
  ipv4Address: ["IPAMConfig.IPv4Address", toText],
  ipv6Address: ["IPAMConfig.IPv6Address", toText],
  linkLocalIps: ["IPAMConfig.LinkLocalIPs", toTexts],
  driverOpt: ["DriverOpts", toTextMap],
  macAddress: ["MacAddress", toText],
  gwPriority: ["GwPriority", integerFrom(Number.MIN_SAFE_INTEGER)],
};

/** Says how a container sits in a network: see {@linkcode APIClient.createEndpointConfig}. */
export function createEndpointConfig(options: EndpointConfigOptions = {}): EndpointSettings {
  const config: EndpointSettings = {};
  setFields(config, "Cannot create an endpoint configuration", options, FIELDS);
  return config;
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
