import type { SwarmExternalCAJSON } from "../types/swarm.ts";
import { isRecord, toFilledText, toText, toTextMap } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";

/** Options of a {@linkcode SwarmExternalCA}. */
export interface SwarmExternalCAOptions
  extends EngineSpelt<Omit<SwarmExternalCAJSON, "URL">>, ExtraFields {
  /** How the authority is talked to; the Engine knows no other way. @default {"cfssl"} */
  protocol?: string | null | undefined;
  /** Options of the protocol. */
  options?: Readonly<Record<string, string | number | boolean>> | null | undefined;
  /** The authority's root certificate as PEM text; the swarm's own if left out. Since API 1.30. */
  caCert?: string | null | undefined;
}

/** What an external certificate authority takes. */
export const EXTERNAL_CA_FIELDS: Fields<SwarmExternalCAOptions> = fieldsOf<SwarmExternalCAOptions>({
  URL: engineField(toText),
  protocol: inBody("Protocol", toFilledText),
  options: inBody("Options", toTextMap),
  caCert: inBody("CACert", toFilledText, { since: "1.30" }),
});

/** An authority outside a swarm, as the Engine spells it. */
export interface SwarmExternalCA extends SwarmExternalCAJSON {
  /** How it is talked to. */
  Protocol: string;
}

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
export class SwarmExternalCA {
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
    EXTERNAL_CA_FIELDS.set(this, "Cannot create an external certificate authority", options);
  }
}

/**
 * Reads an authority: an instance, or the Engine's object.
 *
 * @param value The authority.
 * @param argument The argument's name, for errors.
 */
export function toExternalCA(value: unknown, argument: string): SwarmExternalCAJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a SwarmExternalCA");
  if (value instanceof SwarmExternalCA) return value;
  const authority = {} as SwarmExternalCAJSON;
  EXTERNAL_CA_FIELDS.set(authority, `Cannot use ${argument}`, value);
  return authority;
}
