import { credentialsOf } from "../../auth/engine_credentials.ts";
import { registryKey } from "../../auth/registry.ts";
import { toBoolean, toFilledText, toSecretText, toText } from "../../convert/checks.ts";
import { abandonable, type CallOptions, callSignal } from "../../engine/call_options.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Fields, fieldsOf, inBody } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import { redact } from "../../text/redact.ts";
import type { AuthConfig, AuthResult } from "../../types/registry.ts";
import { TO_REGISTRY } from "../common/registry_auth.ts";

/** What of {@linkcode LoginOptions} stands for the user. */
export interface LoginCredentials {
  /** The password, or a token of the registry. */
  password?: string | null | undefined;
  /** The user's address. Until API 1.51. */
  email?: string | null | undefined;
  /** In place of a password, the identity token that an earlier login gave. */
  identityToken?: string | null | undefined;
  /** In place of a password, a token that is sent to the registry as it is. */
  registryToken?: string | null | undefined;
}

/** Options of {@linkcode login}. */
export interface LoginOptions extends CallOptions, LoginCredentials {
  /** The registry, e.g. `registry.example:5000`. @default {"https://index.docker.io/v1/"} */
  registry?: string | null | undefined;
  /** Asks the registry even if the user is logged in already. @default {false} */
  reauth?: boolean | null | undefined;
  /** Accepted for old programs and without effect: which registries may be insecure is the Engine's setting. */
  insecureRegistry?: boolean | null | undefined;
  /** A configuration file that is read in place of the usual one, from now on. */
  dockercfgPath?: string | null | undefined;
}

const CREDENTIALS: Fields<LoginCredentials> = fieldsOf<LoginCredentials>({
  password: inBody("password", toSecretText),
  email: inBody("email", toText, { until: "1.51", harmless: true }),
  identityToken: inBody("identitytoken", toSecretText),
  registryToken: inBody("registrytoken", toSecretText),
});

/** What {@linkcode login} asks of the Engine. */
export const LOGIN: Operation<LoginOptions> = operation<LoginOptions, LoginCredentials>(
  "POST /auth",
  {
    registry: ofClient(toText),
    reauth: ofClient(toBoolean),
    insecureRegistry: ofClient(toBoolean),
    dockercfgPath: ofClient(toFilledText),
  },
  { fields: CREDENTIALS },
);

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
  const serveraddress = registryKey(toText(options?.registry ?? "", "registry"));
  // An address may hold credentials of its own.
  const shown = redact(`//${serveraddress}`).slice(2);
  const action = `Cannot log in to "${shown}" as "${user}"`;
  const call = LOGIN.call(engine, action, [], options, { username: user, serveraddress });
  const { password, email, identityToken, registryToken, reauth, dockercfgPath } = call.options;
  const credentials = await credentialsOf(engine);
  if (dockercfgPath !== undefined) await credentials.loadFile(dockercfgPath);
  const asks = reauth || identityToken !== undefined || registryToken !== undefined;
  if (!asks) {
    const known = await abandonable(credentials.find(serveraddress), callSignal(options));
    if (isSame(known, user, password)) {
      return { Status: "Already logged in", IdentityToken: known.identitytoken ?? "" };
    }
  }
  const result = await call.json<AuthResult>({ ...TO_REGISTRY, shape: "object" });
  const auth: AuthConfig = { username: user, serveraddress };
  if (password !== undefined) auth.password = password;
  if (email !== undefined) auth.email = email;
  if (registryToken !== undefined) auth.registrytoken = registryToken;
  const token = result.IdentityToken || identityToken;
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
