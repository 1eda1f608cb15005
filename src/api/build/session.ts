import { toRecord } from "../../convert/checks.ts";
import { type BuildSecrets, toSecrets } from "../../build/session/secret_options.ts";
import { openServices } from "../../build/session/services.ts";
import type { BuildSession } from "../../build/session/session.ts";
import { type BuildSsh, toSshAgents } from "../../build/session/ssh_options.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { AuthConfig } from "../../types/registry.ts";
import { credentialFinder } from "../common/registry_auth.ts";

/** Options of {@linkcode openSession}. */
export interface OpenSessionOptions extends CallOptions {
  /** Secrets by id, as for {@linkcode build}. */
  secrets?: BuildSecrets | undefined;
  /** SSH agents by id, as for {@linkcode build}. */
  ssh?: BuildSsh | undefined;
  /** Credentials by registry, in place of those of `login` and of the configuration file. */
  authConfigs?: Readonly<Record<string, AuthConfig>> | undefined;
}

const OPEN_SESSION = operation<OpenSessionOptions>("POST /session", {
  secrets: ofClient(toSecrets),
  ssh: ofClient(toSshAgents),
  authConfigs: ofClient(toRecord),
}, { since: "1.39" });

/**
 * Opens a BuildKit session (`POST /session`): what a builder asks the client for, secrets, SSH agents
 * and credentials, for programs that send `POST /build` or drive `POST /grpc` themselves. `build`
 * opens one by itself. Since API 1.39.
 *
 * @param engine The engine.
 * @param options What the session gives.
 * @returns The session; its `id` is the parameter `session` of a build. It stays open until it is closed.
 * @throws {RangeError} When a secret's file, its variable or an SSH agent is not there.
 * @throws {DockerError} When the Engine has no sessions.
 *
 * @example
 * ```ts no-run
 * import { createEngine, openSession } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await using session = await openSession(engine, { secrets: { token: { env: "TOKEN" } } });
 * console.log(session.id);
 * ```
 */
export async function openSession(
  engine: Engine,
  options: OpenSessionOptions = {},
): Promise<BuildSession> {
  const action = "Cannot open a BuildKit session";
  const call = OPEN_SESSION.call(engine, action, [], options);
  const { secrets, ssh, authConfigs } = call.options;
  const services = {
    secrets: secrets === undefined ? undefined : toSecrets(secrets, "secrets"),
    ssh: ssh === undefined ? undefined : toSshAgents(ssh, "ssh"),
    credentials: credentialFinder(engine, authConfigs),
    // What goes wrong is told to the builder.
    onFailure: () => {},
  };
  await call.negotiate();
  return await openServices(engine, action, services, options);
}
