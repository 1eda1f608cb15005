import type { Platform } from "../platform/types.ts";

/**
 * Lists where engines listen on a machine, the likeliest first: Docker's own socket, the user's
 * rootless engine, Docker Desktop, Colima, Rancher Desktop, OrbStack and Podman.
 *
 * @param platform Names the system and the user's directories.
 * @returns The addresses.
 */
export function likelyAddresses({ system }: Pick<Platform, "system">): string[] {
  if (system.os === "windows") {
    return ["npipe:////./pipe/docker_engine", "npipe:////./pipe/podman-machine-default"];
  }
  const home = system.home();
  const ownRuntime = system.os === "linux" ? runtimeDirectory(system) : null;
  const desktop = [`${home}/.docker/run/docker.sock`, `${home}/.docker/desktop/docker.sock`];
  const paths = [
    ...(system.os === "darwin" ? desktop : []),
    "/var/run/docker.sock",
    ...(ownRuntime === null ? [] : [`${ownRuntime}/docker.sock`]),
    ...(system.os === "darwin" ? [] : desktop),
    `${home}/.colima/default/docker.sock`,
    `${home}/.config/colima/default/docker.sock`,
    `${home}/.rd/docker.sock`,
    `${home}/.orbstack/run/docker.sock`,
    ...(ownRuntime === null ? [] : [`${ownRuntime}/podman/podman.sock`]),
    ...(system.os === "linux" ? ["/run/podman/podman.sock"] : []),
    `${home}/.local/share/containers/podman/machine/podman.sock`,
  ];
  return paths.map((path) => `unix://${path}`);
}

/** Returns the directory where a Linux user's own services listen. */
function runtimeDirectory(system: Platform["system"]): string | null {
  const given = system.env("XDG_RUNTIME_DIR");
  if (given) return given;
  try {
    return `/run/user/${system.uid()}`;
  } catch {
    // Deno asks a permission for the user id; without it the directory is left out.
    return null;
  }
}
