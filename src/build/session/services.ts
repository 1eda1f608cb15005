import type { CallOptions } from "../../engine/call_options.ts";
import type { Engine } from "../../engine/engine.ts";
import { authHandlers, type FindCredentials } from "./auth.ts";
import type { SecretSource } from "./secret_options.ts";
import { openSecrets, secretHandlers } from "./secrets.ts";
import { type BuildSession, type SessionHandlers, startSession } from "./session.ts";
import { fileSyncHandlers } from "../sync/file_sync.ts";
import { openSshAgents, sshHandlers } from "./ssh.ts";
import type { SshAgentSource } from "./ssh_options.ts";

/** What a session gives to builds. */
export interface SessionServices {
  /** Secrets by id. */
  readonly secrets?: ReadonlyMap<string, SecretSource> | undefined;
  /** SSH agents by id. */
  readonly ssh?: ReadonlyMap<string, SshAgentSource> | undefined;
  /** Finds the credentials for a registry. */
  readonly credentials: FindCredentials;
  /** Directories that the builder synchronizes, by the name that it has for each. */
  readonly directories?: ReadonlyMap<string, string> | undefined;
  /** The key under which an Engine keeps what it has of them; one of its own, without it. */
  readonly sharedKey?: string | undefined;
  /** Further answers to the builder, such as what takes its outputs in. */
  readonly handlers?: SessionHandlers | undefined;
  /** Told of what goes wrong on this side while a build is asking. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Opens a session with all that a build may ask for; what can be told before is refused before.
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param services What is given.
 * @param options The call's own options.
 * @throws {RangeError} When a secret or an SSH agent is missing.
 * @throws {DockerError} When the Engine has no sessions.
 */
export async function openServices(
  engine: Engine,
  action: string,
  services: SessionServices,
  options: CallOptions,
): Promise<BuildSession> {
  const load = (): ReturnType<Engine["platform"]> => Promise.resolve(engine.platform());
  const secrets = await openSecrets(load, action, services.secrets ?? new Map());
  const agents = await openSshAgents(engine, action, services.ssh ?? new Map());
  const { directories = new Map(), onFailure } = services;
  const sync = directories.size === 0
    ? new Map()
    : fileSyncHandlers(await engine.platform(), directories, onFailure);
  const handlers = new Map([
    ...secretHandlers(secrets, onFailure),
    ...sshHandlers(agents),
    ...authHandlers(services.credentials),
    ...sync,
    ...services.handlers ?? [],
  ]);
  const sharedKey = services.sharedKey ?? crypto.randomUUID();
  return await startSession(engine, action, handlers, sharedKey, options);
}
