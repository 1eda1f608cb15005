import { isRecord } from "../convert/checks.ts";
import { getOwn } from "../convert/own.ts";

/** The variables of one entry of a configuration's `proxies`. */
export type ProxyVariables = readonly (readonly [name: string, value: string])[];

/** What the fields of an entry are called in an environment, in capitals and in small letters. */
const NAMES: Readonly<Record<string, string>> = {
  httpProxy: "HTTP_PROXY",
  httpsProxy: "HTTPS_PROXY",
  noProxy: "NO_PROXY",
  ftpProxy: "FTP_PROXY",
  allProxy: "ALL_PROXY",
};
const DEFAULT = "default";

/**
 * Reads the `proxies` of a configuration.
 *
 * @param entries What the file says, by the Engine's address.
 * @param fault Told what cannot be used; no value is shown, a proxy's address may hold a password.
 */
export function parseProxies(
  entries: Record<string, unknown>,
  fault: (problem: string) => void,
): Map<string, ProxyVariables> {
  const proxies = new Map<string, ProxyVariables>();
  for (const [address, entry] of Object.entries(entries)) {
    if (entry === null) continue;
    if (!isRecord(entry)) {
      fault(`expected proxies["${address}"] to be an object`);
      continue;
    }
    const variables: [string, string][] = [];
    for (const [field, name] of Object.entries(NAMES)) {
      const value = getOwn(entry, field) ?? "";
      if (typeof value !== "string") {
        fault(`expected ${field} of proxies["${address}"] to be a string`);
      } else if (value !== "") variables.push([name, value], [name.toLowerCase(), value]);
    }
    proxies.set(address === DEFAULT ? DEFAULT : addressKey(address), variables);
  }
  return proxies;
}

/**
 * Returns the variables for one Engine: those of its own entry, or the default ones.
 *
 * @param proxies What the file says.
 * @param address The Engine's address.
 */
export function proxiesOf(
  proxies: ReadonlyMap<string, ProxyVariables>,
  address: string,
): ProxyVariables {
  return proxies.get(addressKey(address)) ?? proxies.get(DEFAULT) ?? [];
}

/** One spelling for an Engine's address: over TLS too the command calls it `tcp://`. */
function addressKey(address: string): string {
  return address.replace(/^https?:/, "tcp:").replace(/\/$/, "");
}
