import type { KeyObject } from "node:crypto";
import { messageOf, TLSParameterError } from "../errors.ts";
import { loadPlatform } from "../platform/mod.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import { isPem, type TLSSettings } from "./tls_settings.ts";

// Loaded by the first call: a static import would be hoisted to the start of a bundle, and an
// await at the top of a module keeps `require()` from loading it.
let crypto: typeof import("node:crypto");

/** The contents of the files of a {@linkcode TLSConfig}. */
export interface TlsMaterial {
  /** The authorities' certificates, one PEM text each. */
  ca?: string[];
  /** The client's certificate and what signed it. */
  cert?: string;
  /** The client's private key. */
  key?: string;
}

const CERTIFICATE_REGEXP = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads and checks the files of the settings.
 *
 * Each runtime fails in its own way on what it cannot parse, or not at all; hence the checks.
 *
 * @throws {TLSParameterError} When a file cannot be read or parsed, or key and certificate differ.
 */
export async function loadTlsMaterial(config: TLSSettings): Promise<TlsMaterial> {
  crypto = await import("node:crypto");
  const material: TlsMaterial = {};
  if (config.caCert !== undefined && config.verify) {
    material.ca = parseCertificates(await read(config.caCert, "caCert"), config.caCert, "caCert");
  }
  if (config.clientCert !== undefined) {
    const [certificate, key] = config.clientCert;
    const certName = "clientCert's certificate";
    const chain = parseCertificates(await read(certificate, certName), certificate, certName);
    const keyText = await read(key, "clientCert's key");
    const keyObject = parseKey(keyText, key);
    if (!new crypto.X509Certificate(chain[0]!).checkPrivateKey(keyObject)) {
      fail("clientCert's key does not belong to its certificate");
    }
    material.cert = chain.join("\n");
    material.key = keyText;
  }
  return material;
}

async function read(value: string, name: string): Promise<string> {
  if (isPem(value)) return value;
  const { files } = await loadPlatform();
  let text: string | null;
  try {
    text = await files.readText(value);
  } catch (error) {
    const problem = isMissingPermission(error)
      ? `Deno's read permission is missing; run the script with --allow-read=${value}`
      : messageOf(error);
    fail(`the file "${value}" of ${name} cannot be read: ${problem}`, error);
  }
  if (text === null) fail(`the file "${value}" of ${name} does not exist`);
  return text;
}

function parseCertificates(text: string, value: string, name: string): string[] {
  const found = text.match(CERTIFICATE_REGEXP) ?? [];
  if (found.length === 0) fail(`${name}${shown(value)} holds no PEM certificate`);
  try {
    for (const one of found) new crypto.X509Certificate(one);
  } catch (error) {
    fail(`${name}${shown(value)} holds a certificate that cannot be parsed`, error);
  }
  return found;
}

/** The cause is left out of the errors here: it must not show any of the key. */
function parseKey(text: string, value: string): KeyObject {
  const name = `clientCert's key${shown(value)}`;
  if (!text.includes("PRIVATE KEY-----")) fail(`${name} holds no PEM private key`);
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    fail(`${name} is encrypted; write it out without a passphrase`);
  }
  try {
    return crypto.createPrivateKey(text);
  } catch {
    fail(`${name} cannot be parsed`);
  }
}

function shown(value: string): string {
  return isPem(value) ? "" : ` "${value}"`;
}

function fail(problem: string, cause?: unknown): never {
  const error = new TLSParameterError(`Cannot use the TLS settings: ${problem}`);
  if (cause !== undefined) error.cause = cause;
  throw error;
}
