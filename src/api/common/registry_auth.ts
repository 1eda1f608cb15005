import { withNames } from "../../auth/config_file.ts";
import { credentialsOf } from "../../auth/engine_credentials.ts";
import { encodeAuthHeader } from "../../auth/header.ts";
import { registryKey } from "../../auth/registry.ts";
import { isRecord } from "../../convert/checks.ts";
import { abandonable, type CallOptions, callSignal } from "../../engine/call_options.ts";
import type { Engine } from "../../engine/engine.ts";
import type { AuthConfig } from "../../types/registry.ts";

/** Options of calls that may need to log in to a registry. */
export interface RegistryOptions extends CallOptions {
  /**
   * The credentials, e.g. `{ username, password }`, in place of those of `login` and of the
   * configuration file; `{}` for none at all.
   */
  authConfig?: AuthConfig | undefined;
  /** Accepted for old programs and without effect: which registries may be insecure is the Engine's setting. */
  insecureRegistry?: boolean;
}

/** Headers of a request. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Finds the credentials for a registry and makes the header that carries them.
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param registry The registry's host, `docker.io` for Docker Hub.
 * @param options The call's options.
 * @returns The header; without credentials its value is undefined.
 */
export async function registryAuth(
  engine: Engine,
  action: string,
  registry: string,
  options: RegistryOptions,
): Promise<Headers> {
  const credentials = checkAuthConfig(options.authConfig, action) ??
    await abandonable(credentialsOf(engine).find(registry), callSignal(options));
  return {
    "X-Registry-Auth": credentials === undefined ? undefined : encodeAuthHeader(credentials),
  };
}

/**
 * Finds the credentials for base images and makes the header that carries them.
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param options The call's options.
 * @returns The header; without credentials its value is undefined.
 */
export async function registryConfig(
  engine: Engine,
  action: string,
  options: CallOptions & { authConfigs?: Readonly<Record<string, AuthConfig>> },
): Promise<Headers> {
  const { authConfigs } = options;
  if (authConfigs === undefined || authConfigs === null) {
    const known = await abandonable(credentialsOf(engine).all(), callSignal(options));
    return Object.keys(known).length === 0 ? {} : { "X-Registry-Config": encodeAuthHeader(known) };
  }
  if (!isRecord(authConfigs)) {
    throw new TypeError(
      `${action}: expected authConfigs to be an object of credentials by registry`,
    );
  }
  const keyed = Object.entries(authConfigs).map(([registry, credentials]) => [
    registryKey(registry),
    checkAuthConfig(credentials, action) ?? {},
  ]);
  return { "X-Registry-Config": encodeAuthHeader(Object.fromEntries(keyed)) };
}

/** Checks credentials without ever showing them. */
function checkAuthConfig(value: unknown, action: string): AuthConfig | undefined {
  if (value === undefined || value === null) return undefined;
  if (isRecord(value)) {
    const names = ["username", "password", "auth", "email", "serveraddress", "identitytoken"];
    const wrong = names.find((name) => !["undefined", "string"].includes(typeof value[name]));
    if (wrong === undefined) return withNames(value as AuthConfig);
    throw new TypeError(`${action}: authConfig's "${wrong}" is not a string`);
  }
  throw new TypeError(
    `${action}: expected authConfig to be an object with username and password, or with identitytoken`,
  );
}
