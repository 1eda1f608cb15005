import { toNameServers, toWordTexts } from "../convert/host_name.ts";
import type { DNSConfigJSON } from "../types/task_spec.ts";
import { toConfig } from "./whole.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";

/** Options of a {@linkcode DNSConfig}. */
export interface DNSConfigOptions extends EngineSpelt<DNSConfigJSON>, ExtraFields {
  /** IP addresses of name servers. */
  nameservers?: readonly string[] | null | undefined;
  /** DNS search domains: where short names are looked up. */
  search?: readonly string[] | null | undefined;
  /** Options of the resolver, e.g. `debug` or `ndots:3`. */
  options?: readonly string[] | null | undefined;
}

/** What a DNS configuration takes. */
export const DNS_FIELDS: Fields<DNSConfigOptions> = fieldsOf<DNSConfigOptions>({
  nameservers: inBody("Nameservers", toNameServers),
  search: inBody("Search", toWordTexts),
  options: inBody("Options", toWordTexts),
});

/** How names are looked up, as the Engine spells it. */
export interface DNSConfig extends DNSConfigJSON {}

/**
 * How names are looked up in the containers of a service (`resolv.conf`); part of a
 * {@linkcode ContainerSpec}.
 *
 * @example Ask one name server
 * ```ts no-run
 * import { DNSConfig } from "@longshore/docker";
 *
 * const dnsConfig = new DNSConfig({ nameservers: ["10.0.0.53"], options: ["ndots:3"] });
 * ```
 */
export class DNSConfig {
  /**
   * Makes a DNS configuration.
   *
   * @param options The name servers, domains and options.
   * @throws {TypeError} When one of them is no list of strings.
   */
  constructor(options: DNSConfigOptions = {}) {
    DNS_FIELDS.set(this, "Cannot create a DNS configuration", options);
  }
}

/**
 * Reads a DNS configuration: an instance, its options, or the Engine's fields.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 */
export function toDNSConfig(value: unknown, argument: string): DNSConfigJSON {
  return toConfig(value, argument, "a DNSConfig or its options", DNS_FIELDS, DNSConfig);
}
