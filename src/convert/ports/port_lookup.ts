import { parsePort } from "./port.ts";
import { wrongValue } from "../refuse.ts";

/**
 * Finds where a container's port is published.
 *
 * @param ports What the Engine knows of the container's ports, keyed `80/tcp`.
 * @param port The port; without a protocol, the first of TCP, UDP and SCTP that is published.
 * @param argument The argument's name, for errors.
 * @returns The bindings; `null` when the port is not published.
 */
export function findPort<Binding>(
  ports: Readonly<Record<string, Binding[] | null>> | null | undefined,
  port: unknown,
  argument: string,
): Binding[] | null {
  const { first, last, protocol } = parsePort(port, argument);
  if (first !== last) throw wrongValue(argument, port, "a single port");
  const named = Array.isArray(port) || String(port).includes("/");
  for (const name of named ? [protocol] : ["tcp", "udp", "sctp"]) {
    const bindings = ports?.[`${first}/${name}`];
    if (bindings) return bindings;
  }
  return null;
}
