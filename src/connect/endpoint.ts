import type { PipeAddress } from "./address.ts";

/** What a runtime's adapter can open. */
export type Endpoint = UnixEndpoint | TcpEndpoint | PipeAddress;

/** A unix socket. */
export interface UnixEndpoint {
  kind: "unix";
  /** The path of the socket file. */
  path: string;
}

/** A TCP port. */
export interface TcpEndpoint {
  kind: "tcp";
  /** The host's name or IP address. */
  hostname: string;
  /** The port. */
  port: number;
}
