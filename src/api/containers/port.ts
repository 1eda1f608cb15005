import { findPort } from "../../convert/ports/port_lookup.ts";
import type { Port } from "../../convert/ports/port.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { PortBinding } from "../../types/ports.ts";
import { inspectContainer } from "./inspect.ts";

/**
 * Finds where on the host a container's port is published (`GET /containers/{id}/json`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param privatePort The port, e.g. `80` or `"53/udp"`; without a protocol the first of TCP, UDP and SCTP that
 * is published.
 * @param options The call's own options.
 * @returns Addresses and ports of the host; `null` when the port is not published.
 * @throws {NotFound} When there is no such container.
 * @throws {TypeError} When the port cannot be read.
 *
 * @example
 * ```ts no-run
 * import { createEngine, port } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { HostIp, HostPort } of await port(engine, "web", 80) ?? []) console.log(HostIp, HostPort);
 * ```
 */
export async function port(
  engine: Engine,
  container: Reference,
  privatePort: Port,
  options: CallOptions = {},
): Promise<PortBinding[] | null> {
  const id = toContainerId(container, "container");
  findPort(null, privatePort, "privatePort");
  const { NetworkSettings } = await inspectContainer(engine, id, options);
  return findPort(NetworkSettings?.Ports, privatePort, "privatePort");
}
