import { isDetachKeys } from "../convert/detach_keys.ts";
import { isRecord } from "../convert/checks.ts";
import { ownFields, setOwn } from "../convert/own.ts";
import { InvalidConfigFile } from "../errors.ts";
import type { AuthConfig } from "../types/registry.ts";
import { decodeAuth } from "./names.ts";
import { parseProxies, type ProxyVariables } from "./proxies.ts";
import { registryKey } from "./registry.ts";

/** What of a `config.json` matters here. */
export interface ConfigFile {
  /** Credentials that stand in the file itself, by registry. */
  readonly auths: ReadonlyMap<string, AuthConfig>;
  /** The name of the helper for each registry that has its own. */
  readonly credHelpers: ReadonlyMap<string, string>;
  /** The name of the helper for all others. */
  readonly credsStore: string | undefined;
  /** Headers for every request. */
  readonly httpHeaders: Readonly<Record<string, string>>;
  /** The name of the context in use. */
  readonly currentContext: string | undefined;
  /** The keys that detach from a terminal. */
  readonly detachKeys: string | undefined;
  /** The proxies for what runs in containers, by the Engine's address. */
  readonly proxies: ReadonlyMap<string, ProxyVariables>;
  /** What of the file cannot be used, a sentence each; it costs nothing else. */
  readonly faults: readonly string[];
}

/** A configuration that says nothing. */
export const EMPTY_CONFIG: ConfigFile = {
  auths: new Map(),
  credHelpers: new Map(),
  credsStore: undefined,
  httpHeaders: {},
  currentContext: undefined,
  detachKeys: undefined,
  proxies: new Map(),
  faults: [],
};

const TOKENS = ["identitytoken", "registrytoken"] as const;

/**
 * Reads the text of a `config.json`, or of a `.dockercfg` of old: JSON of the credentials alone, or
 * lines such as `auth = ...`.
 *
 * @param text The file's text.
 * @param path The file's path, for errors; these show nothing of what the file holds.
 * @throws {InvalidConfigFile} When the text is something else.
 */
export function parseConfigFile(text: string, path: string): ConfigFile {
  if (text.trim() === "") return EMPTY_CONFIG;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const auths = parseLines(text);
    if (auths === null) throw invalid(path, "it is not JSON");
    return { ...EMPTY_CONFIG, auths };
  }
  if (value === null) return EMPTY_CONFIG; // The command takes it so.
  if (!isRecord(value)) throw invalid(path, "expected an object");
  const root = ownFields(value);
  const faults: string[] = [];
  const fault = (problem: string): void => void faults.push(invalid(path, problem).message);
  const isOld = Object.keys(root).length > 0 &&
    Object.values(root).every((entry) =>
      isRecord(entry) && typeof ownFields(entry).auth === "string"
    );
  if (isOld) return { ...EMPTY_CONFIG, auths: parseAuths(root, fault), faults };
  return {
    auths: parseAuths(record(root, "auths", fault), fault),
    credHelpers: new Map(
      Object.entries(strings(root, "credHelpers", fault))
        .map(([registry, helper]) => [registryKey(registry), helper]),
    ),
    credsStore: string(root, "credsStore", fault),
    httpHeaders: strings(root, "HttpHeaders", fault),
    currentContext: string(root, "currentContext", fault),
    detachKeys: keys(root, fault),
    proxies: parseProxies(record(root, "proxies", fault), fault),
    faults,
  };
}

/** Told what of a file cannot be used. */
type Fault = (problem: string) => void;

/** Reads an entry of `auths`; `undefined` when it holds no credentials, as where a helper does. */
export function parseAuth(told: Record<string, unknown>, key: string): AuthConfig | undefined {
  const entry = ownFields(told);
  const auth: AuthConfig = { serveraddress: key };
  for (const name of TOKENS) {
    const token = entry[name];
    if (typeof token === "string" && token !== "") auth[name] = token;
  }
  if (typeof entry.auth === "string" && entry.auth !== "") {
    const decoded = decodeAuth(entry.auth);
    if (decoded === null) return undefined;
    if (!Object.hasOwn(auth, "identitytoken")) Object.assign(auth, decoded);
  } else if (typeof entry.username === "string" && typeof entry.password === "string") {
    Object.assign(auth, { username: entry.username, password: entry.password });
  }
  if (typeof entry.email === "string" && entry.email !== "") auth.email = entry.email;
  return ["username", ...TOKENS].some((name) => Object.hasOwn(auth, name)) ? auth : undefined;
}

function parseAuths(entries: Record<string, unknown>, fault: Fault): Map<string, AuthConfig> {
  const auths = new Map<string, AuthConfig>();
  for (const [registry, told] of Object.entries(entries)) {
    if (told === null) continue; // As good as an empty one.
    if (!isRecord(told)) {
      fault(`expected auths["${registry}"] to be an object`);
      continue;
    }
    const entry = ownFields(told);
    if (typeof entry.auth === "string" && entry.auth !== "" && decodeAuth(entry.auth) === null) {
      fault(`the auth of auths["${registry}"] is not base64 of name:password`);
      continue;
    }
    const key = registryKey(registry);
    const auth = parseAuth(entry, key);
    // A registry may stand there twice: the entry that is spelt as the key is the one that counts.
    if (auth !== undefined && (registry === key || !auths.has(key))) auths.set(key, auth);
  }
  return auths;
}

/** The oldest format: lines `auth = BASE64` and `email = ...`, for Docker Hub. */
function parseLines(text: string): Map<string, AuthConfig> | null {
  const entry: Record<string, unknown> = {};
  for (const line of text.split("\n").filter((line) => line.trim() !== "")) {
    const match = /^(auth|email)\s*=\s*(.*)$/.exec(line.trim());
    if (match === null) return null;
    entry[match[1]!] = match[2];
  }
  const key = registryKey("");
  const auth = parseAuth(entry, key);
  return auth === undefined ? null : new Map([[key, auth]]);
}

function record(
  root: Record<string, unknown>,
  name: string,
  fault: Fault,
): Record<string, unknown> {
  const value = root[name] ?? {};
  if (isRecord(value)) return value;
  fault(`expected ${name} to be an object`);
  return {};
}

function strings(
  root: Record<string, unknown>,
  name: string,
  fault: Fault,
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, item] of Object.entries(record(root, name, fault))) {
    if (typeof item === "string") setOwn(texts, key, item);
    else if (item !== null) fault(`expected ${name}["${key}"] to be a string`);
  }
  return texts;
}

function string(root: Record<string, unknown>, name: string, fault: Fault): string | undefined {
  const value = root[name] ?? "";
  if (typeof value === "string") return value === "" ? undefined : value;
  fault(`expected ${name} to be a string`);
  return undefined;
}

/** Reads the keys that end an attached terminal; of others the usual ones are taken. */
function keys(root: Record<string, unknown>, fault: Fault): string | undefined {
  const value = string(root, "detachKeys", fault);
  if (value === undefined || isDetachKeys(value)) return value;
  fault('expected detachKeys to be keys such as "ctrl-p,ctrl-q"');
  return undefined;
}

function invalid(path: string, problem: string): InvalidConfigFile {
  return new InvalidConfigFile(`Cannot read the configuration file "${path}": ${problem}`);
}
