import type { StringMap } from "./common.ts";
import type { EndpointSettings } from "./endpoints.ts";

/** How far a network reaches; swarm networks are `swarm`, all others `local` or a plugin's `global`. */
export type NetworkScope = "local" | "global" | "swarm";

/** The request for a network. */
export interface NetworkCreateBody {
  /** The name. */
  Name: string;
  /** Whether the Engine refuses a name that is taken; newer Engines always do. Until API 1.45. */
  CheckDuplicate?: boolean | undefined;
  /** The driver, e.g. `bridge` or `overlay`. */
  Driver?: string | undefined;
  /** How far it reaches. Since API 1.30. */
  Scope?: NetworkScope | "" | undefined;
  /** Whether it leads nowhere outside. */
  Internal?: boolean | undefined;
  /** Whether containers that belong to no service may join an overlay network. Since API 1.25. */
  Attachable?: boolean | undefined;
  /** Whether it is the one that spreads a swarm's published ports. Since API 1.29. */
  Ingress?: boolean | undefined;
  /** Whether it is only a pattern for other networks. Since API 1.30. */
  ConfigOnly?: boolean | undefined;
  /** The pattern that it is made from. Since API 1.30. */
  ConfigFrom?: NetworkConfigFrom | null | undefined;
  /** How it hands out addresses. */
  IPAM?: IPAMConfigJSON | null | undefined;
  /** Whether it has IPv4 addresses. Since API 1.48. */
  EnableIPv4?: boolean | undefined;
  /** Whether it has IPv6 addresses. */
  EnableIPv6?: boolean | undefined;
  /** Options of the driver. */
  Options?: StringMap | null | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
}

/** The answer to a request for a network. */
export interface NetworkCreateResult {
  /** The network's id. */
  Id: string;
  /** What the Engine did otherwise than asked. */
  Warning?: string | undefined;
}

/** The pattern that a network is made from. Since API 1.30. */
export interface NetworkConfigFrom {
  /** The name of a network that is only a pattern. */
  Network: string;
}

/** How a network hands out addresses. */
export interface IPAMConfigJSON {
  /** The driver that does it. */
  Driver?: string | undefined;
  /** The ranges. */
  Config?: IPAMPoolJSON[] | null | undefined;
  /** Options of the driver. */
  Options?: StringMap | null | undefined;
}

/** A range of addresses. */
export interface IPAMPoolJSON {
  /** The network, e.g. `172.20.0.0/16`. */
  Subnet?: string | undefined;
  /** The part of it that containers get addresses from. */
  IPRange?: string | undefined;
  /** The gateway's address. */
  Gateway?: string | undefined;
  /** Addresses that the driver must leave alone, by the names of their owners. */
  AuxiliaryAddresses?: StringMap | null | undefined;
}

/** A network in a list. */
export interface NetworkSummary {
  /** The name. */
  Name: string;
  /** The id. */
  Id: string;
  /** When it was created. Since API 1.25. */
  Created?: string | undefined;
  /** How far it reaches. */
  Scope: NetworkScope;
  /** The driver. */
  Driver: string;
  /** Whether it has IPv4 addresses. Since API 1.47. */
  EnableIPv4?: boolean | undefined;
  /** Whether it has IPv6 addresses. */
  EnableIPv6: boolean;
  /** How it hands out addresses. */
  IPAM: IPAMConfigJSON;
  /** Whether it leads nowhere outside. */
  Internal: boolean;
  /** Whether containers that belong to no service may join an overlay network. Since API 1.25. */
  Attachable?: boolean | undefined;
  /** Whether it is the one that spreads a swarm's published ports. Since API 1.29. */
  Ingress?: boolean | undefined;
  /** The pattern that it was made from. Since API 1.30. */
  ConfigFrom?: NetworkConfigFrom | null | undefined;
  /** Whether it is only a pattern for other networks. Since API 1.30. */
  ConfigOnly?: boolean | undefined;
  /** Options of the driver. */
  Options: StringMap | null;
  /** Labels. */
  Labels: StringMap | null;
  /** Other hosts that it reaches (overlay networks). */
  Peers?: NetworkPeer[] | null | undefined;
  /** Containers in it, by their ids; in a list only before API 1.28, and empty since. */
  Containers?: Record<string, NetworkEndpoint> | null | undefined;
}

/** All that the Engine knows of a network. */
export interface NetworkInspect extends NetworkSummary {
  /** Services in it, by their names; only when asked with `verbose`. Since API 1.28. */
  Services?: Record<string, NetworkService> | null | undefined;
  /** How many of its addresses are taken. Since API 1.52. */
  Status?: NetworkStatus | null | undefined;
}

/** A container in a network. */
export interface NetworkEndpoint {
  /** The container's name. */
  Name: string;
  /** The endpoint's id. */
  EndpointID: string;
  /** The hardware address. */
  MacAddress: string;
  /** The IPv4 address with its prefix, e.g. `172.20.0.2/16`; empty if none. */
  IPv4Address: string;
  /** The IPv6 address with its prefix; empty if none. */
  IPv6Address: string;
}

/** Another host of an overlay network. */
export interface NetworkPeer {
  /** Its id. */
  Name: string;
  /** Its address. */
  IP: string;
}

/** A service in a network. Since API 1.28. */
export interface NetworkService {
  /** Its shared address. */
  VIP: string;
  /** Its ports. */
  Ports: string[] | null;
  /** The index of its load balancer on this host. */
  LocalLBIndex: number;
  /** Its tasks, those on other hosts included. */
  Tasks: NetworkTask[] | null;
}

/** A task in a network. Since API 1.28. */
export interface NetworkTask {
  /** Its name. */
  Name: string;
  /** The endpoint's id. */
  EndpointID: string;
  /** Its address. */
  EndpointIP: string;
  /** What else is known, such as its host's address. */
  Info: StringMap | null;
}

/** How many addresses of a network are taken. Since API 1.52. */
export interface NetworkStatus {
  /** Of its ranges. */
  IPAM?: {
    /** Each range, by its network. */
    Subnets?: Record<string, SubnetStatus> | null;
  };
}

/** How many addresses of a range are taken. Since API 1.52. */
export interface SubnetStatus {
  /** Addresses that are taken or kept back. */
  IPsInUse: number;
  /** Addresses that containers can still get. */
  DynamicIPsAvailable: number;
}

/** The request to bring a container into a network. */
export interface NetworkConnectBody {
  /** The container's id or name. */
  Container: string;
  /** Its place in the network. */
  EndpointConfig?: EndpointSettings | undefined;
}

/** The request to take a container out of a network. */
export interface NetworkDisconnectBody {
  /** The container's id or name. */
  Container: string;
  /** Whether the Engine goes on when the container cannot be reached. */
  Force?: boolean | undefined;
}

/** What a removal of unused networks removed. Since API 1.25. */
export interface NetworksPruneReport {
  /** The names. */
  NetworksDeleted: string[] | null;
}
