import path from "node:path";
import { hasSshd, SshServer } from "../harness/ssh_server.ts";
import { forwardTcp } from "../harness/tcp_forwarder.ts";
import type { ConnectionSettings } from "./connection.ts";
import { host, skip, skipWithoutTls, tlsDirectory, tlsHost } from "./fixture.ts";

/** The ways to the engine that are tested. */
export const TRANSPORTS = ["unix", "tcp", "tls", "ssh"] as const;

/** One of {@linkcode TRANSPORTS}. */
export type TransportName = typeof TRANSPORTS[number];

/** Tells the name of a transport. */
export function isTransport(name: string): name is TransportName {
  return (TRANSPORTS as readonly string[]).includes(name);
}

/** A way to the engine that is open. */
export interface Transport {
  /** What a client takes to go that way. */
  settings: ConnectionSettings;
  /** Ends what was started for it. */
  stop(): Promise<void>;
}

/** Where the engine is. */
export interface EngineAddresses {
  /** Its unix socket. */
  host: string;
  /** Its port with TLS, if it has one. */
  tlsHost: string | undefined;
  /** The directory of `ca.pem`, and of the client's `cert.pem` and `key.pem`. */
  tlsDirectory: string;
}

/** For `{ skip }` of a test that goes this way. */
export function skipTransport(name: TransportName): false | string {
  if (skip) return skip;
  if (name === "tls") return skipWithoutTls;
  if (!host!.startsWith("unix://")) return "The engine is not on a unix socket";
  return name === "ssh" && !hasSshd ? "No ssh server: install Debian's openssh-server" : false;
}

/** Opens a way to the engine, to that of the fixture unless another is named. */
export async function openTransport(
  name: TransportName,
  engine: EngineAddresses = { host: host ?? "", tlsHost, tlsDirectory },
): Promise<Transport> {
  const nothing = (): Promise<void> => Promise.resolve();
  const socketPath = engine.host.slice("unix://".length);
  switch (name) {
    case "unix":
      return { settings: { baseUrl: engine.host }, stop: nothing };
    case "tcp": {
      const { address, stop } = await forwardTcp(socketPath);
      return { settings: { baseUrl: address }, stop };
    }
    case "tls": {
      const tls = clientTls(engine.tlsDirectory);
      return { settings: { baseUrl: engine.tlsHost, tls }, stop: nothing };
    }
    case "ssh": {
      const server = await SshServer.start();
      const settings = { baseUrl: server.address(socketPath), ssh: { args: server.args() } };
      return { settings, stop: () => server.stop() };
    }
  }
}

/** The settings that the engine of the tests wants. */
export function clientTls(directory: string = tlsDirectory): TLSFiles {
  const file = (name: string): string => path.join(directory, name);
  return { clientCert: [file("cert.pem"), file("key.pem")], caCert: file("ca.pem") };
}

/** The paths of the files that the engine of the tests wants. */
export interface TLSFiles {
  /** The client's certificate and key. */
  clientCert: [certificate: string, key: string];
  /** The authority. */
  caCert: string;
}
