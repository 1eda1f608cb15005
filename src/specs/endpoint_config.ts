import type { EndpointSettings } from "../types/endpoints.ts";
import { toIPAddress, toMacAddress } from "../convert/host_name.ts";
import { listOf, toInteger, toText, toTextMap, toTexts } from "../convert/checks.ts";
import {
  type DeclaredFields,
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { type Links, toLinks } from "../convert/host_config/links.ts";

/** Options of {@linkcode APIClient.createEndpointConfig}: a container's place in a network. */
export interface EndpointConfigOptions extends EngineSpelt<EndpointSettings>, ExtraFields {
  /** Further names of the container in the network. */
  aliases?: readonly string[] | null | undefined;
  /** Links to containers: `["db"]`, `[["db", "alias"]]` or `{ db: "alias" }`. */
  links?: Links | null | undefined;
  /** The container's IPv4 address. */
  ipv4Address?: string | null | undefined;
  /** The container's IPv6 address. */
  ipv6Address?: string | null | undefined;
  /** Addresses on the link alone. */
  linkLocalIps?: readonly string[] | null | undefined;
  /** Options of the network's driver. Since API 1.32. */
  driverOpt?: Readonly<Record<string, string | number | boolean>> | null | undefined;
  /** The hardware address. Since API 1.44. */
  macAddress?: string | null | undefined;
  /** Which network gives the default route: the greatest wins. Since API 1.48. */
  gwPriority?: number | null | undefined;
}

/** The declarations of a container's place in a network. */
export const ENDPOINT_OPTIONS: DeclaredFields<EndpointConfigOptions> = {
  aliases: inBody("Aliases", toTexts),
  links: inBody("Links", toLinks),
  ipv4Address: inBody("IPAMConfig.IPv4Address", toIPAddress),
  ipv6Address: inBody("IPAMConfig.IPv6Address", toIPAddress),
  linkLocalIps: inBody("IPAMConfig.LinkLocalIPs", listOf(toIPAddress)),
  driverOpt: inBody("DriverOpts", toTextMap, { since: "1.32" }),
  macAddress: inBody("MacAddress", toMacAddress, { since: "1.44", isReturned }),
  gwPriority: inBody("GwPriority", toInteger, { since: "1.48" }),
  // What became of it: an inspection returns these, and the Engine takes no notice of them.
  NetworkID: engineField(toText),
  EndpointID: engineField(toText),
  Gateway: engineField(toText),
  IPAddress: engineField(toText),
  IPPrefixLen: engineField(toInteger),
  IPv6Gateway: engineField(toText),
  GlobalIPv6Address: engineField(toText),
  GlobalIPv6PrefixLen: engineField(toInteger),
  DNSNames: engineField(toTexts),
};

/** What a container's place in a network takes. */
export const ENDPOINT_FIELDS: Fields<EndpointConfigOptions> = fieldsOf<EndpointConfigOptions>(
  ENDPOINT_OPTIONS,
);

/** Every place of a container that an inspection returned has the network's id, if only an empty one. */
function isReturned(endpoint: object): boolean {
  return Object.hasOwn(endpoint, "NetworkID");
}

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
  ENDPOINT_FIELDS.set(endpoint, action, options);
  return endpoint;
}
