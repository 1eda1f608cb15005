import { credentialsOf } from "../../auth/engine_credentials.ts";
import { encodeAuthHeader } from "../../auth/header.ts";
import { withNames } from "../../auth/names.ts";
import { registryKey } from "../../auth/registry.ts";
import { isRecord, toBoolean } from "../../convert/checks.ts";
import { abandonable, type CallOptions, callSignal } from "../../engine/call_options.ts";
import type { Engine } from "../../engine/engine.ts";
import type { StreamAnswer } from "../../engine/stream_answer.ts";
import { type Declared, inHeader, ofClient } from "../../operation/option.ts";
import { unknownOption } from "../../text/unknown_option.ts";
import type { AuthConfig } from "../../types/registry.ts";
import type { CallRequest } from "../../operation/call.ts";
import type { FailureMaker } from "./progress.ts";

/** Options of calls that may need to log in to a registry. */
export interface RegistryOptions extends CallOptions {
  /**
   * The credentials, e.g. `{ username, password }`, in place of those of `login` and of the
   * configuration file; `{}` for none at all.
   */
  authConfig?: AuthConfig | null | undefined;
  /** Accepted for old programs and without effect: which registries may be insecure is the Engine's setting. */
  insecureRegistry?: boolean | null | undefined;
}

/** The declarations of {@linkcode RegistryOptions}. */
export const REGISTRY: Declared<RegistryOptions> = {
  authConfig: inHeader("X-Registry-Auth", toAuthHeader),
  insecureRegistry: ofClient(toBoolean),
};

/** Some operations need the header: this says that there are no credentials. */
const NO_CREDENTIALS = "e30=";
/** How registries refuse credentials, or ask for some. */
const UNAUTHORIZED_REGEXP =
  /unauthorized|\b401\b|authentication required|authorization failed|require authorization|no basic auth/i;
/** How registries refuse who is known to them. */
const DENIED_REGEXP =
  /^denied\b|\b403\b|access (?:to the resource )?(?:is |was )?(?:denied|forbidden)/i;

/** Headers of a request. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Finds the credentials for a registry and makes the header that carries them.
 *
 * @param engine The engine.
 * @param registry The registry's host, `docker.io` for Docker Hub.
 * @param options The call's options.
 * @param isNeeded Whether the Engine refuses the request without the header.
 * @returns The header; without credentials its value is undefined.
 */
export async function registryAuth(
  engine: Engine,
  registry: string,
  options: RegistryOptions,
  isNeeded: boolean = false,
): Promise<Headers> {
  const { authConfig } = options;
  if (authConfig != null) return { "X-Registry-Auth": toAuthHeader(authConfig, "authConfig") };
  const known = await abandonable(find(engine, registry), callSignal(options));
  const none = isNeeded ? NO_CREDENTIALS : undefined;
  return { "X-Registry-Auth": known === undefined ? none : encodeAuthHeader(known) };
}

/**
 * Makes the header's value of credentials.
 *
 * @param value The credentials, which no error shows.
 * @param argument The argument's name, for errors.
 */
export function toAuthHeader(value: unknown, argument: string): string {
  return encodeAuthHeader(toCredentials(value, argument));
}

/**
 * Tells which status the words of a registry's refusal stand for: some Engines say no more than that they
 * failed themselves.
 *
 * @param explanation The words.
 */
export function registryStatus(explanation: string): number | undefined {
  if (UNAUTHORIZED_REGEXP.test(explanation)) return 401;
  return DENIED_REGEXP.test(explanation) ? 403 : undefined;
}

/** What is added to a request that the Engine passes on to a registry. */
export const TO_REGISTRY: Pick<CallRequest, "toldStatus"> = { toldStatus: registryStatus };

/**
 * Makes the error of a failure that a registry told the Engine after the answer had begun: its
 * words say what the status would have been.
 *
 * @param answer The answer.
 */
export function registryFailure(answer: StreamAnswer): FailureMaker {
  return (explanation, records, code) => {
    return answer.failure(explanation, records, code ?? registryStatus(explanation));
  };
}

/**
 * Finds the credentials for base images and makes the header that carries them.
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns The header; without credentials there is none.
 */
export async function registryConfig(engine: Engine, options: CallOptions): Promise<Headers> {
  const all = credentialsOf(engine).then((credentials) => credentials.all());
  const known = await abandonable(all, callSignal(options));
  return Object.keys(known).length === 0 ? {} : { "X-Registry-Config": encodeAuthHeader(known) };
}

/**
 * Makes the header's value of credentials by registry.
 *
 * @param value The credentials, which no error shows.
 * @param argument The argument's name, for errors.
 */
export function toRegistryConfig(value: unknown, argument: string): string {
  return encodeAuthHeader(Object.fromEntries(toCredentialsByRegistry(value, argument)));
}

/** Finds the credentials for a registry in any of its spellings. */
export type CredentialFinder = (registry: string) => Promise<AuthConfig | undefined>;

/**
 * Makes what finds the credentials for a registry when it asks for some.
 *
 * @param engine The engine.
 * @param authConfigs The call's own credentials by registry, in place of all others.
 */
export function credentialFinder(
  engine: Engine,
  authConfigs: Readonly<Record<string, AuthConfig>> | null | undefined,
): CredentialFinder {
  if (authConfigs == null) return (registry) => find(engine, registry);
  const keyed = toCredentialsByRegistry(authConfigs, "authConfigs");
  return (registry) => Promise.resolve(keyed.get(registryKey(registry)));
}

async function find(engine: Engine, registry: string): Promise<AuthConfig | undefined> {
  return await (await credentialsOf(engine)).find(registry);
}

function toCredentialsByRegistry(
  value: unknown,
  argument: string,
): ReadonlyMap<string, AuthConfig> {
  if (!isRecord(value)) {
    throw new TypeError(`Cannot use ${argument}: expected an object of credentials by registry`);
  }
  return new Map(
    Object.entries(value).filter(([, credentials]) => credentials !== undefined).map((
      [registry, credentials],
    ) => [
      registryKey(registry),
      credentials == null
        ? {}
        : toCredentials(credentials, `${argument}[${JSON.stringify(registry)}]`),
    ]),
  );
}

/**
 * Checks credentials without ever showing them.
 *
 * @param value The credentials.
 * @param argument The argument's name, for errors.
 */
export function toCredentials(value: unknown, argument: string): AuthConfig {
  if (!isRecord(value)) {
    throw new TypeError(
      `Cannot use ${argument}: expected an object with username and password, or with identitytoken`,
    );
  }
  for (const [name, item] of Object.entries(value)) {
    if (!NAMES.includes(name)) throw unknownOption(`Cannot use ${argument}`, name, NAMES);
    if (item !== undefined && item !== null && typeof item !== "string") {
      throw new TypeError(`Cannot use ${argument}: its "${name}" is not a string`);
    }
  }
  return withNames(value as AuthConfig);
}

const NAMES = [
  "username",
  "password",
  "auth",
  "email",
  "serveraddress",
  "identitytoken",
  "registrytoken",
];
