/** A transport protocol; `sctp` since API 1.37. */
export type PortProtocol = "tcp" | "udp" | "sctp";

/** The ports of a container, keyed `80/tcp`; `null` for a port that is exposed but not published. */
export type PortMap = Record<string, PortBinding[] | null>;

/** Where on the host a container's port is published. */
export interface PortBinding {
  /** The host's address; empty for all of them. */
  HostIp?: string;
  /** The host's port in digits; empty for one that the Engine picks. */
  HostPort?: string;
}

/** A port in a list of containers. */
export interface PortSummary {
  /** The host's address, of a published port. */
  IP?: string;
  /** The port inside the container. */
  PrivatePort: number;
  /** The port on the host, of a published port. */
  PublicPort?: number;
  /** The protocol. */
  Type: PortProtocol;
}
