import type { StringMap } from "./common.ts";

/** A container's place in a network: what is asked for, and what it became. */
export interface EndpointSettings {
  /** Fixed addresses. */
  IPAMConfig?: EndpointIPAMConfig | null | undefined;
  /** Links to containers, each `container:alias`. */
  Links?: string[] | null | undefined;
  /** Further names of the container in this network. */
  Aliases?: string[] | null | undefined;
  /** Options of the network's driver. Since API 1.32. */
  DriverOpts?: StringMap | null | undefined;
  /** The hardware address; to be chosen since API 1.44. */
  MacAddress?: string | undefined;
  /** Which network gives the default route: the greatest wins. Since API 1.48. */
  GwPriority?: number | undefined;
  /** The network's id. */
  NetworkID?: string | undefined;
  /** The id of the endpoint, empty while the container does not run. */
  EndpointID?: string | undefined;
  /** The IPv4 gateway. */
  Gateway?: string | undefined;
  /** The IPv4 address. */
  IPAddress?: string | undefined;
  /** The length of the IPv4 network's prefix, in bits. */
  IPPrefixLen?: number | undefined;
  /** The IPv6 gateway. */
  IPv6Gateway?: string | undefined;
  /** The IPv6 address. */
  GlobalIPv6Address?: string | undefined;
  /** The length of the IPv6 network's prefix, in bits. */
  GlobalIPv6PrefixLen?: number | undefined;
  /** All names that the network's name server knows the container by. Since API 1.44. */
  DNSNames?: string[] | null | undefined;
}

/** Fixed addresses of a container in a network. */
export interface EndpointIPAMConfig {
  /** The IPv4 address. */
  IPv4Address?: string | undefined;
  /** The IPv6 address. */
  IPv6Address?: string | undefined;
  /** Addresses on the link alone. */
  LinkLocalIPs?: string[] | null | undefined;
}

/** The networks that a new container joins. */
export interface NetworkingConfig {
  /** The container's place in each network, by the network's name; before API 1.44 only one. */
  EndpointsConfig?: Record<string, EndpointSettings> | null | undefined;
}
