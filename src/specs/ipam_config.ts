import type { IPAMConfigJSON, IPAMPoolJSON } from "../types/networks.ts";
import { listOf, toFilledText, toTextMap } from "../convert/checks.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { type IPAMPool, type IPAMPoolOptions, POOL_FIELDS, toPool } from "./ipam_pool.ts";
import { toConfig } from "./whole.ts";

/** Options of an {@linkcode IPAMConfig}. */
export interface IPAMConfigOptions extends EngineSpelt<IPAMConfigJSON>, ExtraFields {
  /** The driver that hands out addresses. @default {"default"} */
  driver?: string | null | undefined;
  /** The ranges of addresses. */
  poolConfigs?: readonly (IPAMPool | IPAMPoolJSON | IPAMPoolOptions)[] | null | undefined;
  /** Options that only the driver understands. */
  options?: Readonly<Record<string, string | number | boolean>> | null | undefined;
}

/** What the configuration of addresses takes. */
export const IPAM_FIELDS: Fields<IPAMConfigOptions> = fieldsOf<IPAMConfigOptions>({
  driver: inBody("Driver", toFilledText),
  poolConfigs: inBody("Config", listOf(toPool), { each: POOL_FIELDS }),
  options: inBody("Options", toTextMap),
});

/** How a network hands out addresses, as the Engine spells it. */
export interface IPAMConfig extends IPAMConfigJSON {
  /** The driver that hands out addresses. */
  Driver: string;
  /** The ranges of addresses. */
  Config: IPAMPoolJSON[];
}

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
export class IPAMConfig {
  /**
   * Makes a configuration of addresses.
   *
   * @param options The driver, the ranges and the driver's options.
   * @throws {TypeError} When one of them has another shape.
   */
  constructor(options: IPAMConfigOptions = {}) {
    this.Driver = "default";
    this.Config = [];
    IPAM_FIELDS.set(this, "Cannot create an IPAM configuration", options);
  }
}

/**
 * Reads how a network hands out addresses: an instance, its options, or the Engine's fields.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 */
export function toIPAMConfig(value: unknown, argument: string): IPAMConfigJSON {
  return toConfig(value, argument, "an IPAMConfig or its options", IPAM_FIELDS, IPAMConfig);
}
