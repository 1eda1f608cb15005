import type { Duplex } from "./types.ts";
import type { PipeAddress } from "./address.ts";
import type { LostErrors } from "./problems.ts";

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

/** One runtime's way to open connections. */
export interface Adapter {
  /**
   * Opens a connection; rejects with the runtime's own error.
   *
   * @param endpoint Where to.
   * @param errors Makes the errors of the connection once it is open.
   * @param signal Ends the attempt early where the runtime can; the caller watches it as well.
   */
  open(endpoint: Endpoint, errors: LostErrors, signal?: AbortSignal): Promise<Duplex>;
}
