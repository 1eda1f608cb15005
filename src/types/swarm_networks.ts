import type { ObjectVersion, StringMap } from "./common.ts";
import type { NetworkConfigFrom, NetworkScope } from "./networks.ts";

/** A network as a swarm knows it, other than the Engine's own view of it. */
export interface SwarmNetwork {
  /** The id. */
  ID: string;
  /** The version. */
  Version?: ObjectVersion;
  /** When it was made. */
  CreatedAt?: string;
  /** When it was changed. */
  UpdatedAt?: string;
  /** How it was asked for. */
  Spec?: SwarmNetworkSpec;
  /** The driver, with the options that it chose. */
  DriverState?: SwarmDriver;
  /** The addresses that it has. */
  IPAMOptions?: SwarmIPAMOptions | null;
}

/** A swarm's network as it was asked for. */
export interface SwarmNetworkSpec {
  /** The name. */
  Name?: string;
  /** Labels. */
  Labels?: StringMap | null;
  /** The driver and its options. */
  DriverConfiguration?: SwarmDriver | null;
  /** Whether it has IPv6 addresses. */
  IPv6Enabled?: boolean;
  /** Whether it leads nowhere outside. */
  Internal?: boolean;
  /** Whether containers that belong to no service may join it. */
  Attachable?: boolean;
  /** Whether it is the one that spreads the swarm's published ports. */
  Ingress?: boolean;
  /** The addresses that it is to have. */
  IPAMOptions?: SwarmIPAMOptions | null;
  /** The pattern that it was made from. */
  ConfigFrom?: NetworkConfigFrom | null;
  /** How far it reaches. */
  Scope?: NetworkScope;
}

/** A driver of a swarm's network. */
export interface SwarmDriver {
  /** The name. */
  Name?: string;
  /** Options. */
  Options?: StringMap | null;
}

/** How a swarm's network hands out addresses. */
export interface SwarmIPAMOptions {
  /** The driver that does it. */
  Driver?: SwarmDriver;
  /** The ranges. */
  Configs?: SwarmIPAMPool[] | null;
}

/** A range of addresses of a swarm's network. */
export interface SwarmIPAMPool {
  /** The network, e.g. `10.0.1.0/24`. */
  Subnet?: string;
  /** The part of it that tasks get addresses from. */
  Range?: string;
  /** The gateway's address. */
  Gateway?: string;
}
