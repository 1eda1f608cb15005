/** What a `TLSConfig` holds once it is checked. */
export interface TLSSettings {
  /** The path or PEM text of the authorities' certificates. */
  readonly caCert: string | undefined;
  /** Whether the engine's certificate is checked. */
  readonly verify: boolean;
  /** The name that the engine's certificate has to be for; `true` is the address's host. */
  readonly assertHostname: boolean | string;
  /** The paths or PEM texts of the client's certificate and private key. */
  readonly clientCert: readonly [certificate: string, key: string] | undefined;
}

/** TLS with the runtime's own authorities. */
export const USUAL_TLS: TLSSettings = {
  caCert: undefined,
  verify: true,
  assertHostname: true,
  clientCert: undefined,
};

const CHECKED = new WeakSet<object>();

/** Takes note of settings that were checked. */
export function markChecked(settings: TLSSettings): void {
  CHECKED.add(settings);
}

/** Tells whether a value is a `TLSConfig`, without loading what checks one. */
export function isChecked(value: unknown): value is TLSSettings {
  return typeof value === "object" && value !== null && CHECKED.has(value);
}

/** Tells PEM text from a path. */
export function isPem(text: string): boolean {
  return text.includes("-----BEGIN ");
}
