import type { IPAMPoolJSON } from "../types/networks.ts";
import { toTextMap } from "../convert/checks.ts";
import { toIPAddress } from "../convert/host_name.ts";
import { setOwn } from "../convert/own.ts";
import { contains, toSubnet } from "../convert/ports/subnet.ts";
import { toConfig } from "./whole.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";

const ACTION = "Cannot create an IPAM pool";

/** Options of an {@linkcode IPAMPool}. */
export interface IPAMPoolOptions extends EngineSpelt<IPAMPoolJSON>, ExtraFields {
  /** The range, in CIDR notation, e.g. `124.42.0.0/16`. */
  subnet?: string | null | undefined;
  /** The part of the range that containers get addresses from, in CIDR notation. */
  iprange?: string | null | undefined;
  /** The gateway's address. */
  gateway?: string | null | undefined;
  /** Addresses that the driver must leave alone, by a name of your choice. */
  auxAddresses?: Readonly<Record<string, string>> | null | undefined;
}

/** What a range of addresses takes. */
export const POOL_FIELDS: Fields<IPAMPoolOptions> = fieldsOf<IPAMPoolOptions>({
  subnet: inBody("Subnet", toSubnet),
  iprange: inBody("IPRange", toSubnet),
  gateway: inBody("Gateway", toIPAddress),
  auxAddresses: inBody("AuxiliaryAddresses", toAddresses),
});

/** Engine 20.10 never frees the range of a network that one of these made impossible. */
function toAddresses(value: unknown, argument: string): Record<string, string> {
  const addresses = toTextMap(value, argument);
  for (const [name, address] of Object.entries(addresses)) {
    setOwn(addresses, name, toIPAddress(address, `${argument}[${JSON.stringify(name)}]`));
  }
  return addresses;
}

/** A range of addresses, as the Engine spells it. */
export interface IPAMPool extends IPAMPoolJSON {}

/**
 * A range of IP addresses, part of an {@linkcode IPAMConfig}.
 *
 * @example A range with a gateway of its own
 * ```ts no-run
 * import { IPAMPool } from "@longshore/docker";
 *
 * const pool = new IPAMPool({
 *   subnet: "124.42.0.0/16",
 *   iprange: "124.42.0.0/24",
 *   gateway: "124.42.0.254",
 *   auxAddresses: { printer: "124.42.1.1" },
 * });
 * ```
 */
export class IPAMPool {
  /**
   * Makes a range of addresses.
   *
   * @param options The range and what is special in it.
   * @throws {TypeError} When one of them has another shape.
   */
  constructor(options: IPAMPoolOptions = {}) {
    POOL_FIELDS.set(this, ACTION, options);
    const { Subnet, IPRange } = this;
    if (!IPRange) return;
    // Engine 20.10 takes such a range without a word, and hands out no address of it.
    if (!Subnet) throw new TypeError(`${ACTION}: iprange means nothing without subnet`);
    if (contains(Subnet, IPRange) !== false) return;
    const shown = `${JSON.stringify(IPRange)} is no part of ${JSON.stringify(Subnet)}`;
    throw new RangeError(`${ACTION}: the iprange ${shown}`);
  }
}

/**
 * Reads a range of addresses: an instance, its options, or the Engine's fields.
 *
 * @param value The range.
 * @param argument The argument's name, for errors.
 */
export function toPool(value: unknown, argument: string): IPAMPoolJSON {
  return toConfig(value, argument, "an IPAMPool or its options", POOL_FIELDS, IPAMPool);
}
