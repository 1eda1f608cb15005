import { configDirectory } from "../auth/config_location.ts";
import { TLSConfig } from "../connect/tls_config.ts";
import type { Platform } from "../platform/types.ts";
import { DEFAULT_HOST } from "./location.ts";
import type { ContextEndpoint } from "./read_context.ts";
import { readTls } from "./tls_files.ts";

/** The parts of {@linkcode Platform} that finding an engine takes. */
export type ContextPlatform = Pick<Platform, "files" | "paths" | "system">;

/**
 * Returns where an engine listens on a machine where nothing else is said.
 *
 * @param system Names the operating system.
 */
export function defaultAddress({ os }: Pick<Platform["system"], "os">): string {
  return os === "windows" ? "npipe:////./pipe/docker_engine" : DEFAULT_HOST;
}

/**
 * Reads the context `default`: where `DOCKER_HOST` leads, or the system's own address.
 *
 * @param platform Reads the environment and the certificates.
 */
export async function readDefaultContext(platform: ContextPlatform): Promise<ContextEndpoint> {
  const host = platform.system.env("DOCKER_HOST");
  return host ? await endpointOfHost(host, platform) : { baseUrl: defaultAddress(platform.system) };
}

/**
 * Follows `DOCKER_HOST`, with the TLS settings of the variables beside it where it has a port.
 *
 * @param baseUrl What the variable holds.
 * @param platform Reads the environment and the certificates.
 */
export async function endpointOfHost(
  baseUrl: string,
  platform: ContextPlatform,
): Promise<ContextEndpoint> {
  if (/^\s*(unix|http\+unix|npipe|ssh|fd):\/\//i.test(baseUrl)) return { baseUrl };
  const verify = platform.system.env("DOCKER_TLS_VERIFY");
  const certPath = platform.system.env("DOCKER_CERT_PATH");
  if (certPath) {
    const { join } = platform.paths;
    const tls = new TLSConfig({
      clientCert: [join(certPath, "cert.pem"), join(certPath, "key.pem")],
      caCert: join(certPath, "ca.pem"),
      // Only a variable that is there and empty asks for no check; one that is missing asks nothing.
      verify: verify !== "",
    });
    return { baseUrl, tls };
  }
  if (verify === undefined || verify === "") return { baseUrl };
  const tls = await readTls(platform, configDirectory(platform), false);
  return { baseUrl, tls: tls ?? new TLSConfig() };
}
