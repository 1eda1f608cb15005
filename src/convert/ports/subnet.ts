import { toText } from "../checks.ts";
import { wrongShape } from "../refuse.ts";
import { parseIPAddress } from "./ip_address.ts";

/** A range of addresses, as CIDR notation has it. */
interface Subnet {
  /** The address that stands there, as a number. */
  address: bigint;
  /** How many bits addresses of its kind have. */
  width: bigint;
  /** How many of them all addresses of the range share. */
  prefix: bigint;
}

const CIDR_REGEXP = /^([^/]+)\/(\d{1,3})$/;

/**
 * Reads a range of IP addresses.
 *
 * @param value The range, in CIDR notation.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is none.
 */
export function toSubnet(value: unknown, argument: string): string {
  const text = toText(value, argument);
  if (parse(text) === null) {
    throw wrongShape(argument, value, "a range of addresses such as 10.0.0.0/8 or fd00::/64");
  }
  return text;
}

/**
 * Tells whether a range of addresses lies within another one; `undefined` when one of them is none.
 *
 * @param outer The one around, in CIDR notation.
 * @param inner The one within, in CIDR notation too.
 */
export function contains(outer: string, inner: string): boolean | undefined {
  const [around, within] = [parse(outer), parse(inner)];
  if (around === null || within === null) return undefined;
  if (around.width !== within.width || within.prefix < around.prefix) return false;
  const rest = around.width - around.prefix;
  return around.address >> rest === within.address >> rest;
}

function parse(text: string): Subnet | null {
  const [, shown = "", digits = "0"] = CIDR_REGEXP.exec(text) ?? [];
  const address = parseIPAddress(shown);
  if (address === null || address !== shown) return null;
  const width = address.includes(":") ? 128n : 32n;
  const prefix = BigInt(digits);
  return prefix > width ? null : { address: toNumber(address), width, prefix };
}

/** Makes one number of an address that is well formed. */
function toNumber(address: string): bigint {
  if (!address.includes(":")) {
    return address.split(".").reduce((sum, octet) => sum << 8n | BigInt(octet), 0n);
  }
  // The last four bytes may stand there as IPv4.
  const mapped = address.slice(address.lastIndexOf(":") + 1);
  const text = mapped.includes(".")
    ? address.slice(0, -mapped.length) + groupsOf(toNumber(mapped)).join(":")
    : address;
  const [before = [], behind = []] = text.split("::").map((half) =>
    half.split(":").filter(Boolean)
  );
  const gap = new Array<string>(8 - before.length - behind.length).fill("0");
  return [...before, ...gap, ...behind].reduce(
    (sum, group) => sum << 16n | BigInt(`0x${group}`),
    0n,
  );
}

function groupsOf(ipv4: bigint): string[] {
  return [ipv4 >> 16n, ipv4 & 0xffffn].map((group) => group.toString(16));
}
