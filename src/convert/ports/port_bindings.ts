import { getOwn, setOwn } from "../own.ts";
import type { PortBinding } from "../../types/ports.ts";
import { isRecord } from "../checks.ts";
import { parseIPAddress, resemblesIPAddress } from "./ip_address.ts";
import { parsePort } from "./port.ts";
import { wrongShape, wrongValue } from "../refuse.ts";

/** A host's port: a number, digits or a range such as `"8000-8010"`; `null` lets the Engine pick one. */
export type HostPort = number | string | null;

/** An address of the host (empty for all of them), with a port or without one. */
export type HostAddress = readonly [address: string, port?: HostPort];

/** One place on the host where a container's port is published; the last form is the Engine's. */
export type HostBinding = HostPort | HostAddress | { HostIp?: string; HostPort?: HostPort };

/**
 * Where container ports are published, keyed `1111`, `"1111/udp"` or by a range `"8000-8010"`.
 *
 * A value is one place or a list of places. A list whose first item is an IP address or an empty
 * string is one place, `[address, port]`. A range of container ports takes a range of the same size.
 */
export type PortBindings = Readonly<Record<string | number, HostBinding | readonly HostBinding[]>>;

interface Binding extends PortBinding {
  HostIp: string;
  HostPort: string;
}

const ACCEPTED = 'a port (4567, "4567", "8000-8010" or null), ["127.0.0.1", 4567], ' +
  '["127.0.0.1"], { HostIp, HostPort }, or a list of these';
const HOST_PORT_REGEXP = /^(\d{1,5})(?:-(\d{1,5}))?$/;
const ADDRESS = "an IP address of the host (no name, no zone), or an empty string for all of them";

/**
 * Reads port bindings.
 *
 * @param value The bindings.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object, keyed `1111/tcp`.
 * @throws {TypeError} When a port or a binding is none of the accepted forms, or an address is no IP address.
 * @throws {RangeError} When a number is no port or two ranges differ in size.
 */
export function toPortBindings(value: unknown, argument: string): Record<string, Binding[]> {
  if (!isRecord(value)) {
    throw wrongShape(argument, value, "an object such as { 1111: 4567, 2222: null }");
  }
  const map: Record<string, Binding[]> = {};
  for (const [port, places] of Object.entries(value)) {
    if (places === undefined) continue;
    const range = parsePort(port, `the port of ${argument}`);
    const name = `${argument}[${JSON.stringify(port)}]`;
    const bindings = isList(places)
      ? Array.from(places, (place, index) => toBinding(place, `${name}[${index}]`))
      : [toBinding(places, name)];
    const count = range.last - range.first + 1;
    for (let index = 0; index < count; index++) {
      const key = `${range.first + index}/${range.protocol}`;
      const own = bindings.map((binding) =>
        count === 1 ? binding : nth(binding, index, count, name)
      );
      setOwn(map, key, [...getOwn(map, key) ?? [], ...own]);
    }
  }
  return map;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && !isAddress(value[0]);
}

function isAddress(value: unknown): boolean {
  return typeof value === "string" && (value === "" || resemblesIPAddress(value));
}

function toBinding(value: unknown, argument: string): Binding {
  if (Array.isArray(value)) {
    const [address, port] = value;
    if (value.length > 2 || typeof address !== "string") {
      throw wrongShape(argument, value, ACCEPTED);
    }
    return {
      HostIp: toHostAddress(address, argument),
      HostPort: toHostPort(port, value, argument),
    };
  }
  if (isRecord(value)) {
    const { HostIp, HostPort: port, ...rest } = value;
    // As in a list: an address that is not set would publish the port everywhere.
    const address = HostIp === null || !Object.hasOwn(value, "HostIp") ? "" : HostIp;
    if (typeof address !== "string" || Object.keys(rest).length > 0) {
      throw wrongShape(argument, value, ACCEPTED);
    }
    return {
      HostIp: toHostAddress(address, argument),
      HostPort: toHostPort(port, value, argument),
    };
  }
  // An address that is not set would publish the port everywhere.
  if (value === undefined) throw wrongShape(argument, value, ACCEPTED);
  return { HostIp: "", HostPort: toHostPort(value, value, argument) };
}

/** The Engine takes an address that it cannot read for all addresses: what is none is refused here. */
function toHostAddress(address: string, argument: string): string {
  if (address === "") return "";
  const read = parseIPAddress(address);
  if (read === null) throw wrongShape(`the address of ${argument}`, address, ADDRESS);
  return read;
}

function toHostPort(port: unknown, shown: unknown, argument: string): string {
  if (port === undefined || port === null || port === "") return "";
  if (typeof port !== "number" && typeof port !== "string") {
    throw wrongShape(argument, shown, ACCEPTED);
  }
  const match = HOST_PORT_REGEXP.exec(String(port));
  if (match === null) throw wrongShape(argument, shown, ACCEPTED);
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (last > 65535 || last < first) {
    throw wrongValue(argument, shown, "ports from 0 to 65535, in order");
  }
  return String(port);
}

/** Takes one port out of a range of host ports that belongs to a range of container ports. */
function nth(binding: Binding, index: number, count: number, argument: string): Binding {
  if (binding.HostPort === "") return { ...binding };
  const [first, last] = binding.HostPort.split("-").map(Number);
  if ((last ?? first)! - first! + 1 !== count) {
    throw wrongValue(argument, binding.HostPort, `a range of ${count} ports, as many as it binds`);
  }
  return { HostIp: binding.HostIp, HostPort: String(first! + index) };
}
