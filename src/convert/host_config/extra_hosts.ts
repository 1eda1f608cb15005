import { isRecord } from "../checks.ts";
import { parseIPAddress } from "../ports/ip_address.ts";
import { wrongShape } from "../refuse.ts";

/** Names for a container's hosts file: an object from name to address, or a list of `name:address`. */
export type ExtraHosts = Readonly<Record<string, string>> | readonly string[];

const ACCEPTED =
  '{ name: "address" } or a list of "name:address", with an IP address or "host-gateway"';
/** The host's own address, as its containers see it. */
const HOST_GATEWAY = "host-gateway";
/** What would end the name in the hosts file, or begin another line there. */
const NAME_REGEXP = /^[^\s:=]+$/;

/**
 * Reads names for a container's hosts file.
 *
 * @param value The names and addresses.
 * @param argument The argument's name, for errors.
 * @returns The list that containers and builds take: `name:address`.
 * @throws {TypeError} When the value is neither form.
 */
export function toExtraHosts(value: unknown, argument: string): string[] {
  return readHosts(value, argument).map(([name, address]) => `${name}:${address}`);
}

/**
 * Reads names for the hosts file of a service's containers.
 *
 * @param value The names and addresses; a list may have the Engine's `address name` too.
 * @param argument The argument's name, for errors.
 * @returns The list that services take: `address name`.
 */
export function toServiceHosts(value: unknown, argument: string): string[] {
  if (Array.isArray(value) && [...value].every((item) => /^\S+ +\S/.test(String(item)))) {
    return value.map((item, index) => {
      const [address, ...names] = String(item).trim().split(/ +/);
      const hosts = names.map((name) => readHost(name, address, `${argument}[${index}]`, item));
      return `${hosts[0]![1]} ${names.join(" ")}`;
    });
  }
  return readHosts(value, argument).map(([name, address]) => `${address} ${name}`);
}

function readHosts(value: unknown, argument: string): [name: string, address: string][] {
  if (isRecord(value)) {
    return Object.entries(value).map(([name, address]) => {
      return readHost(name, address, `${argument}[${JSON.stringify(name)}]`, address);
    });
  }
  if (!Array.isArray(value)) throw wrongShape(argument, value, ACCEPTED);
  return Array.from(value, (item, index) => {
    // An IPv6 address has colons too: the first one ends the name.
    const match = typeof item === "string" ? /^([^:=]*)[:=](.*)$/s.exec(item) : null;
    return readHost(match?.[1], match?.[2], `${argument}[${index}]`, item);
  });
}

function readHost(
  name: unknown,
  address: unknown,
  argument: string,
  value: unknown,
): [name: string, address: string] {
  if (typeof name !== "string" || !NAME_REGEXP.test(name) || typeof address !== "string") {
    throw wrongShape(argument, value, ACCEPTED);
  }
  const read = address === HOST_GATEWAY ? address : parseIPAddress(address);
  if (read === null) throw wrongShape(argument, value, ACCEPTED);
  return [name, read];
}
