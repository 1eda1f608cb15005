import path from "node:path";
import { type APIClientOptions, TLSConfig } from "../../mod.ts";
import { hasSshd, SshServer } from "../harness/ssh_server.ts";
import { forwardTcp } from "../harness/tcp_forwarder.ts";
import { host, skip, skipWithoutTls, tlsFolder, tlsHost } from "./fixture.ts";

/** The ways to the engine that are tested. */
export const TRANSPORTS = ["unix", "tcp", "tls", "ssh"] as const;

/** One of {@linkcode TRANSPORTS}. */
export type TransportName = typeof TRANSPORTS[number];

/** A way to the engine that is open. */
export interface Transport {
  /** What a client takes to go that way. */
  options: APIClientOptions;
  /** Ends what was started for it. */
  stop(): Promise<void>;
}

/** For `{ skip }` of a test that goes this way. */
export function skipTransport(name: TransportName): false | string {
  if (skip) return skip;
  if (name === "tls") return skipWithoutTls;
  if (!host!.startsWith("unix://")) return "The engine is not on a unix socket";
  return name === "ssh" && !hasSshd ? "No ssh server: install Debian's openssh-server" : false;
}

/** Opens a way to the engine. */
export async function openTransport(name: TransportName): Promise<Transport> {
  const nothing = () => Promise.resolve();
  switch (name) {
    case "unix":
      return { options: { baseUrl: host }, stop: nothing };
    case "tcp": {
      const { address, stop } = await forwardTcp(host!.slice("unix://".length));
      return { options: { baseUrl: address }, stop };
    }
    case "tls":
      return { options: { baseUrl: tlsHost, tls: clientTls() }, stop: nothing };
    case "ssh": {
      const server = await SshServer.start();
      const baseUrl = server.address(host!.slice("unix://".length));
      return { options: { baseUrl, ssh: { args: server.args() } }, stop: () => server.stop() };
    }
  }
}

/** The settings that the engine of the tests wants. */
export function clientTls(): TLSConfig {
  const file = (name: string) => path.join(tlsFolder, name);
  return new TLSConfig({
    clientCert: [file("cert.pem"), file("key.pem")],
    caCert: file("ca.pem"),
  });
}
