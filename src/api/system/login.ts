import { credentialsOf } from "../../auth/engine_credentials.ts";
import { registryKey } from "../../auth/registry.ts";
import { toFilledText, toSecretText, toText } from "../../convert/checks.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import { abandonable, type CallOptions, callSignal } from "../../engine/call_options.ts";
import type { Engine } from "../../engine/engine.ts";
import type { AuthConfig, AuthResult } from "../../types/registry.ts";

/** Options of {@linkcode login}. */
export interface LoginOptions extends CallOptions {
  /** The password, or a token of the registry. */
  password?: string;
  /** The user's address. Until API 1.51. */
  email?: string;
  /** The registry, e.g. `registry.example:5000`. @default {"https://index.docker.io/v1/"} */
  registry?: string;
  /** Asks the registry even if the user is logged in already. @default {false} */
  reauth?: boolean;
  /** Accepted for old programs and without effect: which registries may be insecure is the Engine's setting. */
  insecureRegistry?: boolean;
  /** A configuration file that is read in place of the usual one, from now on. */
  dockercfgPath?: string;
}

/**
 * Logs in to a registry (`POST /auth`). Later pulls, pushes and builds of this client use the credentials.
 *
 * Where the client knows the same user and password already, from a login or from the
 * configuration file, nothing is asked; `reauth` asks anyway. Nothing is written to any file.
 *
 * @param engine The engine.
 * @param username The user's name.
 * @param options The password and the registry.
 * @returns How it went, and the registry's identity token if it gave one.
 * @throws {APIError} When the registry refuses the credentials.
 * @throws {InvalidConfigFile} When `dockercfgPath` cannot be read.
 *
 * @example
 * ```ts no-run
 * import { createEngine, login, pull } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await login(engine, "me", { password: "secret", registry: "registry.example:5000" });
 * await pull(engine, "registry.example:5000/team/app", { tag: "1.2" });
 * ```
 */
export async function login(
  engine: Engine,
  username: string,
  options: LoginOptions = {},
): Promise<AuthResult> {
  const user = toFilledText(username, "username");
  const { password, email, registry, reauth = false, dockercfgPath } = options;
  if (password !== undefined) toSecretText(password, "password");
  if (email !== undefined) toText(email, "email");
  const serveraddress = registryKey(registry === undefined ? "" : toText(registry, "registry"));
  const action = `Cannot log in to "${serveraddress}" as "${user}"`;
  const credentials = credentialsOf(engine);
  if (dockercfgPath !== undefined) {
    await credentials.loadFile(toFilledText(dockercfgPath, "dockercfgPath"));
  }
  if (!reauth) {
    const known = await abandonable(credentials.find(serveraddress), callSignal(options));
    if (isSame(known, user, password)) {
      return { Status: "Already logged in", IdentityToken: known.identitytoken ?? "" };
    }
  }
  requireVersion(action, await engine.negotiate(options), "login", options);
  const auth: AuthConfig = { username: user, serveraddress };
  if (password !== undefined) auth.password = password;
  if (email !== undefined) auth.email = email;
  const result = await engine.json<AuthResult>(action, "POST", "/auth", options, {
    json: auth,
  });
  const token = result.IdentityToken;
  credentials.remember(
    serveraddress,
    token ? { username: user, identitytoken: token, serveraddress } : auth,
  );
  return result;
}

/** A password that differs is asked about, because it may be the new one. */
function isSame(
  known: AuthConfig | undefined,
  username: string,
  password: string | undefined,
): known is AuthConfig {
  return known?.username === username && (password === undefined || known.password === password);
}
