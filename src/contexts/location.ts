import { configDirectory, type ConfigPlatform } from "../auth/config_location.ts";
import { ContextException, MissingContextParameter } from "./context_errors.ts";
import { quote } from "../text/quote.ts";

/** The context that stands for no context: `DOCKER_HOST`, or the platform's own socket. */
export const DEFAULT_CONTEXT = "default";

/** The address of an engine where nothing else is said. */
export const DEFAULT_HOST = "unix:///var/run/docker.sock";

/** The endpoint of a context that is a Docker engine. */
export const DOCKER_ENDPOINT = "docker";

/** The file of the `docker` command's configuration that names the context in use. */
export const CONFIG_FILE = "config.json";

const NAME_REGEXP = /^[a-zA-Z0-9][\w.+-]+$/;

/** Where the `docker` command keeps one context. */
export interface ContextLocation {
  /** The directory of `meta.json`. */
  readonly meta: string;
  /** The path of `meta.json`. */
  readonly metaFile: string;
  /** The directory that holds a directory of certificates for each endpoint. */
  readonly tls: string;
}

/** Returns the directory that holds all contexts. */
export function contextsDirectory(platform: ConfigPlatform): string {
  return platform.paths.join(configDirectory(platform), "contexts");
}

/**
 * Finds the place of a context: its directories bear the SHA-256 of its name.
 *
 * @param platform Knows the directory of the configuration.
 * @param name The context's name.
 */
export async function locateContext(
  platform: ConfigPlatform,
  name: string,
): Promise<ContextLocation> {
  const { join } = platform.paths;
  const directory = contextsDirectory(platform);
  const id = await sha256(name);
  const meta = join(directory, "meta", id);
  return { meta, metaFile: join(meta, "meta.json"), tls: join(directory, "tls", id) };
}

/**
 * Checks a context's name as the `docker` command does.
 *
 * @param action What is attempted, e.g. `Cannot create the context`.
 * @param name What the caller gave.
 * @throws {MissingContextParameter} When there is no name.
 * @throws {ContextException} When the name is malformed.
 */
export function checkContextName(action: string, name: unknown): string {
  if (name === undefined || name === null || name === "") {
    throw new MissingContextParameter(`${action}: the name is missing`);
  }
  if (typeof name !== "string" || !NAME_REGEXP.test(name)) {
    const shown = typeof name === "string" ? quote(name) : `of type ${typeof name}`;
    throw new ContextException(
      `${action} ${shown}: a name has two characters or more: letters, digits, . _ + and -, ` +
        "a letter or digit first",
    );
  }
  return name;
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
