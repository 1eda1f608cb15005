import type { WaitTarget } from "./target.ts";

/** Where a port of a container can be reached from here. */
export interface PublishedPort {
  /** The host's name or address. */
  readonly host: string;
  /** The port on it. */
  readonly port: number;
}

/**
 * Finds where a TCP port of a container is published; undefined when it is not.
 *
 * @param target The container.
 * @param port The port in the container.
 */
export async function publishedPort(
  target: WaitTarget,
  port: number,
): Promise<PublishedPort | undefined> {
  const { NetworkSettings } = await target.inspect();
  const binding = NetworkSettings.Ports?.[`${port}/tcp`]?.find(({ HostPort }) => HostPort);
  if (binding === undefined) return undefined;
  const { HostIp = "", HostPort } = binding;
  const isAnywhere = HostIp === "" || HostIp === "0.0.0.0" || HostIp === "::";
  return { host: isAnywhere ? engineHost(target.engine.address) : HostIp, port: Number(HostPort) };
}

/** The machine that the Engine runs on, as its address tells. */
function engineHost(address: string): string {
  const match = /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(address);
  return match?.[1]?.replace(/^\[|\]$/g, "") || "127.0.0.1";
}
