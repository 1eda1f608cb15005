import type { EndpointSettings } from "../types/endpoints.ts";
import { toInteger, toText, toTextMap, toTexts } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { type Links, toLinks } from "../convert/host_config/links.ts";

/** Options of {@linkcode APIClient.createEndpointConfig}: a container's place in a network. */
export interface EndpointConfigOptions extends EngineFields {
  /** Further names of the container in the network. */
  aliases?: readonly string[];
  /** Links to containers: `["db"]`, `[["db", "alias"]]` or `{ db: "alias" }`. */
  links?: Links;
  /** The container's IPv4 address. */
  ipv4Address?: string;
  /** The container's IPv6 address. */
  ipv6Address?: string;
  /** Addresses on the link alone. */
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
  gwPriority: ["GwPriority", toInteger],
};

/**
 * Makes the description of a container's place in a network.
 *
 * @param options The names, links and addresses.
 * @param action What is attempted, for errors.
 * @throws {TypeError} When an option has another shape or is unknown.
 */
export function toEndpointConfig(
  options: EndpointConfigOptions,
  action: string,
): EndpointSettings {
  const endpoint: EndpointSettings = {};
  setFields(endpoint, action, options, FIELDS);
  return endpoint;
}
