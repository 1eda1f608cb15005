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
  const { system } = platform;
  const verify = system.env("DOCKER_TLS_VERIFY");
  const certPath = system.env("DOCKER_CERT_PATH");
  // Nobody has to permit reading a variable that hardly anybody sets.
  const encrypts = Boolean(system.mayReadVariable("DOCKER_TLS") && system.env("DOCKER_TLS"));
  // Only a variable that is there and empty asks for no check, and DOCKER_TLS without it; one that is
  // missing asks nothing.
  const skips = verify === "" || encrypts && verify === undefined;
  if (certPath) {
    const { join } = platform.paths;
    const tls = new TLSConfig({
      clientCert: [join(certPath, "cert.pem"), join(certPath, "key.pem")],
      caCert: join(certPath, "ca.pem"),
      verify: !skips,
    });
    return { baseUrl, tls };
  }
  if (!verify && !encrypts) return { baseUrl };
  const tls = await readTls(platform, configDirectory(platform), skips);
  return { baseUrl, tls: tls ?? new TLSConfig() };
}
