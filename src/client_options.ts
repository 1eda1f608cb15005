import { refuseLost } from "./text/lost_field.ts";
import { checkSSHOptions, type SSHOptions } from "./connect/ssh_options.ts";
import type { TLSConfig } from "./connect/tls_config.ts";
import { checkTimeouts, type Timeouts } from "./engine/call_options.ts";
import { checkAmount, checkSeconds, showOption } from "./text/amount.ts";
import { isRecord } from "./text/is_record.ts";
import { unknownOption } from "./text/unknown_option.ts";

/** Options of {@linkcode APIClient} and {@linkcode createEngine}. */
export interface APIClientOptions {
  /** The engine's address, e.g. `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`. @default {"unix:///var/run/docker.sock"} */
  baseUrl?: string | null | undefined;
  /** Encrypts the connection: a {@linkcode TLSConfig}, or `true` for the runtime's own authorities. @default {false} */
  tls?: boolean | TLSConfig | null | undefined;
  /** How an `ssh://` address is reached: the programs on both sides. */
  ssh?: SSHOptions | null | undefined;
  /** The API version, e.g. `1.41`; `auto` takes the newest that both sides speak. @default {"auto"} */
  version?: string | null | undefined;
  /** The limit of each phase of a call (connection, head, silence), in seconds; 0 is without limit. @default {60} */
  timeout?: number | null | undefined;
  /** Limits of single phases, in seconds, in place of `timeout`. */
  timeouts?: Timeouts | null | undefined;
  /** How many idle connections are kept. @default {25} */
  numPools?: number | null | undefined;
  /** The `User-Agent` header. */
  userAgent?: string | null | undefined;
  /** Headers that are sent with every request. */
  headers?: Readonly<Record<string, string>> | null | undefined;
  /**
   * The most bytes of an answer that is returned as one value; 0 is without limit. What is streamed, and
   * collected output such as that of `logs`, has none. @default {268435456}
   */
  maxAnswerSize?: number | null | undefined;
  /**
   * Told of problems that do not stop a call, such as a credential helper that fails. By default
   * they are written to the console.
   */
  onWarning?: ((message: string) => void) | null | undefined;
}

/** The options that were given. */
export type GivenOptions<Options> = { [Name in keyof Options]?: NonNullable<Options[Name]> };

const ACTION = "Cannot create a client";

/** What each option is called elsewhere, for who comes from there. */
const NAMES: Record<keyof APIClientOptions, string> = {
  baseUrl: "socketPath host hostname url uri dockerHost address endpoint",
  tls: "ca cert key tlsConfig https",
  ssh: "sshOptions useSshClient",
  version: "apiVersion",
  timeout: "requestTimeout timeoutSeconds",
  timeouts: "",
  numPools: "maxPoolSize poolSize maxSockets",
  userAgent: "",
  headers: "httpHeaders",
  maxAnswerSize: "maxResponseSize maxBodySize maxContentLength",
  onWarning: "logger warn",
};

/**
 * Checks the options of a client, before anything is opened, read or sent.
 *
 * @param options What the caller gave: options, or the engine's address alone.
 * @param others Further options that are known.
 * @returns The options that were given, neither `undefined` nor `null`.
 * @throws {TypeError} When one is unknown or has another type.
 * @throws {RangeError} When a limit is no number of seconds, or `numPools` or `maxAnswerSize` no whole number.
 */
export function checkClientOptions<Options extends APIClientOptions>(
  options: Options | string | null | undefined,
  others: Readonly<Record<string, Check>> = {},
): GivenOptions<Options> {
  const all: unknown = typeof options === "string" ? { baseUrl: options } : options ?? {};
  if (!isRecord(all)) {
    throw new TypeError(`${ACTION}: expected an object of options, or the engine's address`);
  }
  refuseLost(ACTION, all);
  const checks: Readonly<Record<string, Check>> = { ...CHECKS, ...others };
  const given = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(all)) {
    if (!Object.hasOwn(checks, name)) throw unknown(name, Object.keys(others));
    if (value === undefined || value === null) continue;
    checks[name]!(value, name);
    given[name] = value;
  }
  return given as GivenOptions<Options>;
}

/** What is told of problems that do not stop a call, unless the caller says otherwise. */
export function warnOnConsole(message: string): void {
  console.warn(`longshore: ${message}`);
}

/** Refuses a value of the wrong type. */
export type Check = (value: unknown, name: string) => void;

/** Passes a string that is not empty. */
export function checkFilledText(value: unknown, name: string): void {
  if (typeof value !== "string" || value === "") fail(name, value, "a string that is not empty");
}

const CHECKS: Record<keyof APIClientOptions, Check> = {
  baseUrl: (value, name) => {
    if (typeof value !== "string") fail(name, value, "an address such as tcp://127.0.0.1:2375");
  },
  // What it is instead is told where connections are made.
  tls: () => {},
  ssh: (value) => checkSSHOptions(value),
  version: (value, name) => {
    if (typeof value !== "string") fail(name, value, 'a string such as "1.41", or "auto"');
  },
  timeout: (value) => checkSeconds(value),
  timeouts: (value) => void checkTimeouts(value as Timeouts),
  numPools: (value) => {
    checkAmount(value, "keep ? connections", "numPools is a whole number from 0", true);
  },
  userAgent: checkFilledText,
  headers: (value, name) => {
    if (isRecord(value) && Object.values(value).every((one) => typeof one === "string")) return;
    // A header may be a secret.
    throw new TypeError(`${ACTION}: expected ${name} to be an object of strings`);
  },
  maxAnswerSize: (value) => {
    const expected = "maxAnswerSize is a whole number of bytes from 0, and 0 is without limit";
    checkAmount(value, "use the limit ?", expected, true);
  },
  onWarning: (value, name) => {
    if (typeof value !== "function") fail(name, value, "a function");
  },
};

function unknown(name: string, others: readonly string[]): TypeError {
  const known = Object.entries(NAMES).flatMap(([option, aliases]) =>
    `${option} ${aliases}`.trim().split(" ").map((alias) => [option, alias] as const)
  );
  return unknownOption(ACTION, name, [...known, ...others]);
}

function fail(name: string, value: unknown, expected: string): never {
  throw new TypeError(`${ACTION}: ${name} is ${showOption(value)}; expected ${expected}`);
}
