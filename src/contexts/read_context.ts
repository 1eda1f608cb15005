import { getOwn, ownFields } from "../convert/own.ts";
import type { ConfigPlatform } from "../auth/config_location.ts";
import type { TLSConfig } from "../connect/tls_config.ts";
import { InvalidConfigFile } from "../errors.ts";
import { ContextNotFound } from "./context_errors.ts";
import { checkContextName, contextsDirectory, DOCKER_ENDPOINT, locateContext } from "./location.ts";
import { type ContextEndpointMetadata, readMetadata } from "./metadata.ts";
import { readTls } from "./tls_files.ts";

/** Where a context of the `docker` command leads to. */
export interface ContextEndpoint {
  /** The engine's address. */
  baseUrl: string;
  /** How the connection is encrypted. */
  tls?: TLSConfig;
}

/**
 * Reads where a context leads to.
 *
 * @param platform Reads the files.
 * @param name The context's name, any but `default`.
 * @throws {ContextNotFound} When there is no such context.
 * @throws {ContextException} When the name is malformed.
 * @throws {InvalidConfigFile} When it cannot be read, or leads to no engine.
 */
export async function readContext(
  platform: ConfigPlatform,
  name: string,
): Promise<ContextEndpoint> {
  checkContextName("Cannot use the context", name);
  const metadata = await readMetadata(platform, name);
  if (metadata === null) {
    throw new ContextNotFound(
      `Cannot use the context "${name}": there is no such context in "${
        contextsDirectory(platform)
      }"`,
    );
  }
  const { metaFile, tls: directory } = await locateContext(platform, name);
  const { Host, SkipTLSVerify } = ownFields(
    getOwn(metadata.Endpoints, DOCKER_ENDPOINT) ?? {},
  ) as ContextEndpointMetadata;
  if (typeof Host !== "string" || Host === "") {
    throw new InvalidConfigFile(
      `Cannot use the context "${name}": "${metaFile}" names no address of a Docker engine`,
    );
  }
  const tlsDirectory = platform.paths.join(directory, DOCKER_ENDPOINT);
  const tls = await readTls(platform, tlsDirectory, SkipTLSVerify === true);
  return tls === undefined ? { baseUrl: Host } : { baseUrl: Host, tls };
}
