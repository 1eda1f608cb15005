import { wrongShape, wrongValue } from "../refuse.ts";

/** A container's port: `1111`, `"1111"`, `"1111/udp"`, `[1111, "udp"]` or a range such as `"8000-8010/tcp"`. */
export type Port = number | string | readonly [port: number | string, protocol: string];

/** A range of ports of one protocol; a single port is a range of one. */
export interface PortRange {
  /** The first port. */
  first: number;
  /** The last port. */
  last: number;
  /** `tcp`, `udp` or `sctp`. */
  protocol: string;
}

const ACCEPTED = 'a port such as 1111, "1111/udp" or [1111, "udp"], or a range such as "8000-8010"';
const NUMBERS_REGEXP = /^(\d{1,5})(?:-(\d{1,5}))?$/;
const PROTOCOLS = ["tcp", "udp", "sctp"];

/**
 * Reads a container's port or range of ports.
 *
 * @param value The port.
 * @param argument The argument's name, for errors.
 * @returns The range; TCP where no protocol is named.
 * @throws {TypeError} When the value is no port.
 * @throws {RangeError} When a number is not from 1 to 65535 or a range runs backwards.
 */
export function parsePort(value: unknown, argument: string): PortRange {
  let numbers = value;
  let protocol: unknown = "tcp";
  if (Array.isArray(value)) {
    if (value.length !== 2) throw wrongShape(argument, value, ACCEPTED);
    [numbers, protocol] = value;
  } else if (typeof value === "string" && value.includes("/")) {
    const slash = value.indexOf("/");
    numbers = value.slice(0, slash);
    protocol = value.slice(slash + 1);
  }
  if (typeof numbers !== "number" && typeof numbers !== "string") {
    throw wrongShape(argument, value, ACCEPTED);
  }
  const match = NUMBERS_REGEXP.exec(String(numbers));
  if (match === null) throw wrongShape(argument, value, ACCEPTED);
  const name = typeof protocol === "string" ? protocol.toLowerCase() : "";
  if (!PROTOCOLS.includes(name)) {
    throw wrongShape(argument, value, 'a port with the protocol "tcp", "udp" or "sctp"');
  }
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (first < 1 || last > 65535) throw wrongValue(argument, value, "a port from 1 to 65535");
  if (last < first) throw wrongValue(argument, value, "a range that does not run backwards");
  return { first, last, protocol: name };
}
