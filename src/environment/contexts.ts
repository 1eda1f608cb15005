import { configDirectory, type ConfigPlatform } from "../auth/config_location.ts";
import { TLSConfig } from "../create_engine.ts";
import { InvalidConfigFile } from "../errors.ts";

/** Where a context of the `docker` command leads to. */
export interface ContextEndpoint {
  /** The engine's address. */
  baseUrl: string;
  /** How the connection is encrypted. */
  tls?: TLSConfig;
}

/** The context that stands for no context: the platform's own socket. */
export const DEFAULT_CONTEXT = "default";

const NAME_REGEXP = /^[a-zA-Z0-9][\w.+-]+$/;

/**
 * Reads a context from the directory of the `docker` command's configuration.
 *
 * @param platform Reads the files.
 * @param name The context's name, any but `default`.
 * @throws {InvalidConfigFile} When there is no such context, or it cannot be read.
 */
export async function readContext(
  platform: ConfigPlatform,
  name: string,
): Promise<ContextEndpoint> {
  const { files, paths } = platform;
  if (!NAME_REGEXP.test(name)) {
    throw new InvalidConfigFile(
      `Cannot use the context ${
        JSON.stringify(name)
      }: a name has letters, digits, . _ + and - only`,
    );
  }
  const directory = paths.join(configDirectory(platform), "contexts");
  const id = await sha256(name);
  const path = paths.join(directory, "meta", id, "meta.json");
  const text = await files.readText(path);
  if (text === null) {
    throw new InvalidConfigFile(
      `Cannot use the context "${name}": there is no such context in "${directory}"`,
    );
  }
  const { host, skipVerify } = parseMeta(text, name, path);
  const tls = await readTls(platform, paths.join(directory, "tls", id, "docker"), skipVerify);
  return tls === undefined ? { baseUrl: host } : { baseUrl: host, tls };
}

function parseMeta(
  text: string,
  name: string,
  path: string,
): { host: string; skipVerify: boolean } {
  let endpoint: { Host?: unknown; SkipTLSVerify?: unknown } | undefined;
  try {
    endpoint = JSON.parse(text)?.Endpoints?.docker;
  } catch (cause) {
    throw new InvalidConfigFile(`Cannot use the context "${name}": "${path}" is not JSON`, {
      cause,
    });
  }
  const host = endpoint?.Host;
  if (typeof host !== "string" || host === "") {
    throw new InvalidConfigFile(
      `Cannot use the context "${name}": "${path}" names no address of a Docker engine`,
    );
  }
  return { host, skipVerify: endpoint?.SkipTLSVerify === true };
}

/** Makes the settings of a directory with `ca.pem`, `cert.pem` and `key.pem`, as far as they are there. */
export async function readTls(
  { files, paths }: Pick<ConfigPlatform, "files" | "paths">,
  directory: string,
  skipVerify: boolean,
): Promise<TLSConfig | undefined> {
  const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((name) =>
    paths.join(directory, name)
  );
  const [hasCa, hasCert, hasKey] = await Promise.all(
    [ca!, cert!, key!].map(async (path) => await files.stat(path) !== null),
  );
  if (!hasCa && !hasCert && !hasKey && !skipVerify) return undefined;
  return new TLSConfig({
    verify: !skipVerify,
    caCert: hasCa ? ca : undefined,
    // One without the other is an error that names the missing file, when it is read.
    clientCert: hasCert || hasKey ? [cert!, key!] : undefined,
  });
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
