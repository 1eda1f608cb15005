import { refuseLost } from "../text/lost_field.ts";
import { TLSParameterError } from "../errors.ts";
import { isRecord } from "../text/is_record.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { isPem, markChecked } from "./tls_settings.ts";

/** Options of {@linkcode TLSConfig}; each file is a path, or the PEM text itself. */
export interface TLSConfigOptions {
  /** The client's certificate and its private key. */
  clientCert?: readonly [certificate: string, key: string] | null | undefined;
  /** The certificates of the authorities that may have signed the engine's; by default those that the runtime knows. */
  caCert?: string | null | undefined;
  /** Whether the engine's certificate is checked; a path or PEM text stands for `true` with that `caCert`. @default {true} */
  verify?: boolean | string | null | undefined;
  /**
   * The name that the engine's certificate has to be for; `false` leaves the name unchecked. By
   * default it is the address's host.
   */
  assertHostname?: boolean | string | null | undefined;
}

/**
 * How to encrypt the connection to an engine.
 *
 * The engine's certificate is checked unless `verify: false` says otherwise. The files are read
 * at the first connection.
 *
 * @example A daemon that was started with `--tlsverify`
 * ```ts no-run
 * import { APIClient, TLSConfig } from "@longshore/docker";
 *
 * const client = new APIClient({
 *   baseUrl: "tcp://10.0.0.5:2376",
 *   tls: new TLSConfig({ clientCert: ["cert.pem", "key.pem"], caCert: "ca.pem" }),
 * });
 * ```
 */
export class TLSConfig {
  /** The path or PEM text of the authorities' certificates. */
  readonly caCert: string | undefined;
  /** Whether the engine's certificate is checked. */
  readonly verify: boolean;
  /** The name that the engine's certificate has to be for; `true` is the address's host. */
  readonly assertHostname: boolean | string;
  // Out of the way of whatever prints objects: the key may be here in full.
  readonly #clientCert: readonly [certificate: string, key: string] | undefined;

  /**
   * Checks and keeps the settings.
   *
   * @param options The certificates and what is checked.
   * @throws {TypeError} When a setting is unknown.
   * @throws {TLSParameterError} When the settings contradict each other or have a wrong shape.
   */
  constructor(options?: TLSConfigOptions | null) {
    options ??= {};
    checkNames(options);
    const clientCert = options.clientCert ?? undefined;
    const caCert = options.caCert ?? undefined;
    const verify = options.verify ?? true;
    const assertHostname = options.assertHostname ?? undefined;
    if (clientCert !== undefined) checkClientCert(clientCert);
    if (caCert !== undefined) checkText(caCert, "caCert", "CERTIFICATE");
    if (typeof verify === "string") {
      checkText(verify, "verify", "CERTIFICATE");
      if (caCert !== undefined && caCert !== verify) {
        fail("verify and caCert name different certificates, leave one of them out");
      }
    } else if (typeof verify !== "boolean") {
      fail("expected verify to be true, false, a path or PEM text");
    }
    if (
      !["undefined", "boolean", "string"].includes(typeof assertHostname) || assertHostname === ""
    ) {
      fail("expected assertHostname to be true, false or a name");
    }
    if (verify === false && assertHostname !== undefined && assertHostname !== false) {
      fail("verify: false checks nothing, so assertHostname cannot be checked");
    }
    this.caCert = typeof verify === "string" ? verify : caCert;
    this.verify = verify !== false;
    this.assertHostname = this.verify && (assertHostname ?? true);
    this.#clientCert = clientCert === undefined ? undefined : [clientCert[0], clientCert[1]];
    markChecked(this);
  }

  /** The paths or PEM texts of the client's certificate and private key. */
  get clientCert(): readonly [certificate: string, key: string] | undefined {
    return this.#clientCert;
  }
}

/** What the settings are called elsewhere, for who comes from there. */
const NAMES: readonly (readonly [setting: string, alias: string])[] = [
  ["clientCert", "clientCert"],
  ["clientCert", "cert"],
  ["clientCert", "key"],
  ["caCert", "caCert"],
  ["caCert", "ca"],
  ["verify", "verify"],
  ["verify", "rejectUnauthorized"],
  ["verify", "insecureSkipVerify"],
  ["assertHostname", "assertHostname"],
  ["assertHostname", "servername"],
];

function checkNames(options: unknown): void {
  if (!isRecord(options)) {
    fail("expected an object such as { clientCert, caCert, verify, assertHostname }");
  }
  refuseLost("Cannot use the TLS settings", options);
  for (const name of Object.keys(options)) {
    if (NAMES.some(([setting]) => setting === name)) continue;
    throw unknownOption("Cannot use the TLS settings", name, NAMES);
  }
}

function checkClientCert(value: unknown): void {
  if (!Array.isArray(value) || value.length !== 2) {
    fail("expected clientCert to be [certificate, key], each a path or PEM text");
  }
  checkText(value[0], "clientCert's certificate", "CERTIFICATE");
  checkText(value[1], "clientCert's key", "PRIVATE KEY");
}

function checkText(value: unknown, name: string, label: string): void {
  if (typeof value !== "string" || value.trim() === "") {
    fail(`expected ${name} to be a path or PEM text`);
  }
  if (isPem(value) && !value.includes(`${label}-----`)) {
    fail(`${name} is PEM text without a ${label.toLowerCase()}`);
  }
}

function fail(problem: string): never {
  throw new TLSParameterError(`Cannot use the TLS settings: ${problem}`);
}
