import { isRecord, toNames } from "../checks.ts";
import { parsePort, type Port } from "./port.ts";
import { wrongShape } from "../refuse.ts";

/** The ports that a container listens on: a list, or the Engine's own object such as `{ "80/tcp": {} }`. */
export type ExposedPorts = readonly Port[] | Readonly<Record<string, Record<string, never>>>;

/**
 * Reads the ports that a container listens on; ranges become one port each.
 *
 * @param value The ports.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object, keyed `1111/tcp`.
 */
export function toExposedPorts(value: unknown, argument: string): Record<string, object> {
  if (!Array.isArray(value) && !isRecord(value)) {
    throw wrongShape(argument, value, 'a list of ports such as [80, "53/udp", [1111, "udp"]]');
  }
  const ports = Array.isArray(value)
    ? value
    : toNames(value, argument, "where a port is published goes into hostConfig's portBindings");
  const exposed: Record<string, object> = {};
  for (const [index, port] of ports.entries()) {
    const { first, last, protocol } = parsePort(port, `${argument}[${index}]`);
    for (let number = first; number <= last; number++) exposed[`${number}/${protocol}`] = {};
  }
  return exposed;
}
