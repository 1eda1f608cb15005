import { findPort } from "../../convert/ports/port_lookup.ts";
import type { Port } from "../../convert/ports/port.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { PortBinding } from "../../types/ports.ts";
import { inspectContainer } from "./inspect.ts";

/** Finds where a container's port is published: see {@linkcode APIClient.port}. */
export async function port(
  engine: Engine,
  container: Reference,
  privatePort: Port,
  options: CallOptions = {},
): Promise<PortBinding[] | null> {
  const id = toId(container, "container");
  findPort(null, privatePort, "privatePort");
  const { NetworkSettings } = await inspectContainer(engine, id, options);
  return findPort(NetworkSettings?.Ports, privatePort, "privatePort");
}
