import type { DNSConfigJSON } from "../types/task_spec.ts";
import { toTexts } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of a {@linkcode DNSConfig}. */
export interface DNSConfigOptions extends EngineFields {
  /** IP addresses of name servers. */
  nameservers?: readonly string[];
  /** Domains in which short names are looked up. */
  search?: readonly string[];
  /** Options of the resolver, e.g. `debug` or `ndots:3`. */
  options?: readonly string[];
}

const FIELDS: Fields<DNSConfigOptions> = {
  nameservers: ["Nameservers", toTexts],
  search: ["Search", toTexts],
  options: ["Options", toTexts],
};

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
export class DNSConfig implements DNSConfigJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** IP addresses of name servers. */
  declare Nameservers?: string[];
  /** Domains in which short names are looked up. */
  declare Search?: string[];
  /** Options of the resolver. */
  declare Options?: string[];

  /**
   * Makes a DNS configuration.
   *
   * @param options The name servers, domains and options.
   * @throws {TypeError} When one of them is no list of strings.
   */
  constructor(options: DNSConfigOptions = {}) {
    setFields(this, "Cannot create a DNS configuration", options, FIELDS);
  }
}
