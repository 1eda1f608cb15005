/** The key of Docker Hub in configuration files, for helpers, and for the Engine. */
export const HUB_KEY = "https://index.docker.io/v1/";

const HUB_HOSTS: ReadonlySet<string> = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
]);

/**
 * Reduces what a registry is called by people, files and helpers to one key: Docker Hub's own, or
 * the host with its port.
 *
 * @param name A host, or an address such as `https://registry.example:5000/v2/`.
 */
export function registryKey(name: string): string {
  const host = name.trim().replace(/^https?:\/\//i, "").split("/", 1)[0]!.toLowerCase();
  return host === "" || HUB_HOSTS.has(host) ? HUB_KEY : host;
}
