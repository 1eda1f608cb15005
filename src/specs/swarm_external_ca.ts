import type { SwarmExternalCAJSON } from "../types/swarm.ts";
import { toFilledText, toTextMap } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of a {@linkcode SwarmExternalCA}. */
export interface SwarmExternalCAOptions extends EngineFields {
  /** How the authority is talked to; the Engine knows no other way. @default {"cfssl"} */
  protocol?: string;
  /** Options of the protocol. */
  options?: Readonly<Record<string, string | number | boolean>>;
  /** The authority's root certificate as PEM text; the swarm's own if left out. */
  caCert?: string;
}

const FIELDS: Fields<SwarmExternalCAOptions> = {
  protocol: ["Protocol", toFilledText],
  options: ["Options", toTextMap],
  caCert: ["CACert", toFilledText],
};

/**
 * An authority outside a swarm that signs the certificates of its nodes; part of a
 * {@linkcode SwarmSpec}.
 *
 * @example
 * ```ts no-run
 * import { SwarmExternalCA, SwarmSpec } from "@longshore/docker";
 *
 * const authority = new SwarmExternalCA("https://ca.example/api/v1/cfssl/sign");
 * const spec = new SwarmSpec({ externalCas: [authority] });
 * ```
 */
export class SwarmExternalCA implements SwarmExternalCAJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** Where the authority is. */
  declare URL: string;
  /** How it is talked to. */
  declare Protocol: string;
  /** Options of the protocol. */
  declare Options?: Record<string, string>;
  /** Its root certificate. */
  declare CACert?: string;

  /**
   * Makes a reference to an authority.
   *
   * @param url Where certificates are signed.
   * @param options How the authority is talked to.
   * @throws {TypeError} When the URL is empty or an option has another shape.
   */
  constructor(url: string, options: SwarmExternalCAOptions = {}) {
    this.URL = toFilledText(url, "url");
    this.Protocol = "cfssl";
    setFields(this, "Cannot create an external certificate authority", options, FIELDS);
  }
}
