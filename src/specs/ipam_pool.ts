import type { IPAMPoolJSON } from "../types/networks.ts";
import { toFilledText, toTextMap } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of an {@linkcode IPAMPool}. */
export interface IPAMPoolOptions extends EngineFields {
  /** The range, in CIDR notation, e.g. `124.42.0.0/16`. */
  subnet?: string;
  /** The part of the range that containers get addresses from, in CIDR notation. */
  iprange?: string;
  /** The gateway's address. */
  gateway?: string;
  /** Addresses that the driver must leave alone, by a name of your choice. */
  auxAddresses?: Readonly<Record<string, string>>;
}

const FIELDS: Fields<IPAMPoolOptions> = {
  subnet: ["Subnet", toFilledText],
  iprange: ["IPRange", toFilledText],
  gateway: ["Gateway", toFilledText],
  auxAddresses: ["AuxiliaryAddresses", toTextMap],
};

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
export class IPAMPool implements IPAMPoolJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The range. */
  declare Subnet?: string;
  /** The part of the range that containers get addresses from. */
  declare IPRange?: string;
  /** The gateway's address. */
  declare Gateway?: string;
  /** Addresses that the driver must leave alone. */
  declare AuxiliaryAddresses?: Record<string, string>;

  /**
   * Makes a range of addresses.
   *
   * @param options The range and what is special in it.
   * @throws {TypeError} When one of them has another shape.
   */
  constructor(options: IPAMPoolOptions = {}) {
    setFields(this, "Cannot create an IPAM pool", options, FIELDS);
  }
}
