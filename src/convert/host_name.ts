import { parseIPAddress } from "./ports/ip_address.ts";
import { toText, toTexts } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

/** What would end a name in the files that the Engine writes it into, or begin another line there. */
// deno-lint-ignore no-control-regex
const BLANK_REGEXP = /[\s\x00-\x1f\x7f]/;

/**
 * Reads a text that the Engine writes into a file of lines, such as a host's name: it takes line
 * breaks over too.
 *
 * @param value The text.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is no string, or has blanks or control characters.
 */
export function toWordText(value: unknown, argument: string): string {
  const text = toText(value, argument);
  if (BLANK_REGEXP.test(text)) {
    throw wrongShape(argument, value, "a string without blanks and control characters");
  }
  return text;
}

/**
 * Reads the address of a name server.
 *
 * @param value The address; an IPv6 address may stand in brackets and have a zone.
 * @param argument The argument's name, for errors.
 * @returns The address without brackets.
 * @throws {TypeError} When it is none: the Engine finds that out when the container starts.
 */
export function toNameServer(value: unknown, argument: string): string {
  const text = toText(value, argument);
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  const percent = bare.indexOf("%");
  const zone = percent < 0 ? "x" : bare.slice(percent + 1);
  const address = parseIPAddress(percent < 0 ? bare : bare.slice(0, percent));
  const isAddress = address !== null && zone !== "" && !BLANK_REGEXP.test(zone) &&
    (percent < 0 || address.includes(":"));
  if (!isAddress) throw wrongShape(argument, value, "an IP address (no name, no port)");
  return bare;
}

/**
 * Reads an IP address.
 *
 * @param value The address; an IPv6 address may stand in brackets.
 * @param argument The argument's name, for errors.
 * @returns The address without brackets.
 * @throws {TypeError} When it is none: some Engines find that out late, when the network's range is
 * taken or the container is made.
 */
export function toIPAddress(value: unknown, argument: string): string {
  const address = parseIPAddress(toText(value, argument));
  if (address === null) throw wrongShape(argument, value, "an IP address");
  return address;
}

const MAC_REGEXP =
  /^(?:[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}|(?:[\da-f]{4}\.){2}[\da-f]{4}|)$/i;

/**
 * Reads a hardware address, or an empty string for none.
 *
 * @param value The address: six bytes in hexadecimal digits.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is none: Engines before API 1.44 find that out when the container starts.
 */
export function toMacAddress(value: unknown, argument: string): string {
  const text = toText(value, argument);
  if (!MAC_REGEXP.test(text)) {
    throw wrongShape(argument, value, "an address such as 02:42:ac:11:00:02");
  }
  return text;
}

/** Passes a list of texts as {@linkcode toWordText} does. */
export function toWordTexts(value: unknown, argument: string): string[] {
  return toTexts(value, argument).map((item, index) => toWordText(item, `${argument}[${index}]`));
}

/** Reads the addresses of name servers. */
export function toNameServers(value: unknown, argument: string): string[] {
  return toTexts(value, argument).map((item, index) => toNameServer(item, `${argument}[${index}]`));
}
