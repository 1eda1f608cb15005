import type { IPAMConfigJSON, IPAMPoolJSON } from "../types/networks.ts";
import { isRecord, listOf, toFilledText, toTextMap } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { wrongShape } from "../convert/refuse.ts";
import { IPAMPool, type IPAMPoolOptions } from "./ipam_pool.ts";

/** Options of an {@linkcode IPAMConfig}. */
export interface IPAMConfigOptions extends EngineFields {
  /** The driver that hands out addresses. @default {"default"} */
  driver?: string;
  /** The ranges of addresses. */
  poolConfigs?: readonly (IPAMPool | IPAMPoolJSON | IPAMPoolOptions)[];
  /** Options that only the driver understands. */
  options?: Readonly<Record<string, string | number | boolean>>;
}

const FIELDS: Fields<IPAMConfigOptions> = {
  driver: ["Driver", toFilledText],
  poolConfigs: ["Config", listOf(toPool)],
  options: ["Options", toTextMap],
};

/**
 * How a network hands out IP addresses, for `createNetwork`.
 *
 * @example A network with one range
 * ```ts no-run
 * import { IPAMConfig, IPAMPool } from "@longshore/docker";
 *
 * const ipam = new IPAMConfig({ poolConfigs: [new IPAMPool({ subnet: "172.28.0.0/16" })] });
 * ```
 */
export class IPAMConfig implements IPAMConfigJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The driver that hands out addresses. */
  declare Driver: string;
  /** The ranges of addresses. */
  declare Config: IPAMPoolJSON[];
  /** Options that only the driver understands. */
  declare Options?: Record<string, string>;

  /**
   * Makes a configuration of addresses.
   *
   * @param options The driver, the ranges and the driver's options.
   * @throws {TypeError} When one of them has another shape.
   */
  constructor(options: IPAMConfigOptions = {}) {
    this.Driver = "default";
    this.Config = [];
    setFields(this, "Cannot create an IPAM configuration", options, FIELDS);
  }
}

function toPool(value: unknown, argument: string): IPAMPool {
  if (!isRecord(value)) throw wrongShape(argument, value, "an IPAMPool or its options");
  return value instanceof IPAMPool ? value : new IPAMPool(value);
}
