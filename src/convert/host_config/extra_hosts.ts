import { isRecord } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/** Names for a container's hosts file: an object from name to address, or a list of `name:address`. */
export type ExtraHosts = Readonly<Record<string, string>> | readonly string[];

const ACCEPTED = '{ name: "address" } or a list of "name:address"';

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
  if (Array.isArray(value) && value.every((item) => /^\S+ \S/.test(String(item)))) {
    return value.map(String);
  }
  return readHosts(value, argument).map(([name, address]) => `${address} ${name}`);
}

function readHosts(value: unknown, argument: string): [name: string, address: string][] {
  if (isRecord(value)) {
    return Object.entries(value).map(([name, address]) => {
      if (name === "" || typeof address !== "string" || address === "") {
        throw wrongShape(`${argument}[${JSON.stringify(name)}]`, address, ACCEPTED);
      }
      return [name, address];
    });
  }
  if (!Array.isArray(value)) throw wrongShape(argument, value, ACCEPTED);
  return value.map((item, index) => {
    // An IPv6 address has colons too: the first one ends the name.
    const match = typeof item === "string" ? /^([^\s:=]+)[:=](.+)$/.exec(item) : null;
    if (match === null) throw wrongShape(`${argument}[${index}]`, item, ACCEPTED);
    return [match[1]!, match[2]!];
  });
}
