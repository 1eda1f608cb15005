import { isOthers, isOutside } from "../../convert/namespace_mode.ts";
import { HOST_CONFIG_FIELDS, type HostConfigOptions } from "../../specs/host_config.ts";
import type { HostConfig } from "../../types/host_config.ts";

const ACTION = "Cannot create a host configuration";
const BUILT = /* @__PURE__ */ new WeakSet<object>();

/**
 * Says how a container sits on its host, for `hostConfig` of {@linkcode APIClient.createContainer}; sends nothing.
 *
 * @param engine The engine.
 * @param options Memory, CPUs, ports, mounts and the like.
 * @returns The Engine's JSON, with nothing in it that was not given.
 * @throws {TypeError} When an option has another shape or is unknown; the message shows the accepted forms.
 * @throws {RangeError} When an option's value is not allowed.
 *
 * @example
 * ```ts no-run
 * import { createContainer, createEngine, createHostConfig } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const hostConfig = createHostConfig(engine, {
 *   memLimit: "128m",
 *   portBindings: { 80: ["127.0.0.1", 8080], "53/udp": null },
 *   binds: { "/srv/site": { bind: "/usr/share/nginx/html", mode: "ro" } },
 * });
 * await createContainer(engine, "nginx", { hostConfig });
 * ```
 */
export function createHostConfig(options: HostConfigOptions = {}): HostConfig {
  const config: HostConfig = {};
  HOST_CONFIG_FIELDS.set(config, ACTION, options);
  checkMeaningless(config, options ?? {});
  BUILT.add(config);
  return config;
}

/** Refuses what the Engine takes no notice of, and says nothing of, where another option has a value. */
function checkMeaningless(config: HostConfig, options: HostConfigOptions): void {
  const { NetworkMode, IpcMode, PidMode, Privileged } = config;
  // What an inspection returned has them in its own spelling.
  const { portBindings, publishAllPorts, dnsSearch, dnsOpt, shmSize, init, capDrop } = options;
  const refuse = (name: string, other: string, value: unknown): never => {
    throw new TypeError(
      `${ACTION}: ${name} means nothing where ${other} is ${JSON.stringify(value)}`,
    );
  };
  if (isOutside(NetworkMode)) {
    if (publishAllPorts) refuse("publishAllPorts", "networkMode", NetworkMode);
    // The Engine warns of them where the network is the host's.
    if (NetworkMode === "none" && Object.keys(portBindings ?? {}).length > 0) {
      refuse("portBindings", "networkMode", NetworkMode);
    }
  }
  // The resolver's file is the other container's.
  if (isOthers(NetworkMode)) {
    if (dnsSearch?.length) refuse("dnsSearch", "networkMode", NetworkMode);
    if (dnsOpt?.length) refuse("dnsOpt", "networkMode", NetworkMode);
  }
  if (shmSize != null && (isOutside(IpcMode) || isOthers(IpcMode))) {
    refuse("shmSize", "ipcMode", IpcMode);
  }
  // The first process there is another one.
  if (init && (isOutside(PidMode) || isOthers(PidMode))) refuse("init", "pidMode", PidMode);
  // The container would have all capabilities.
  if (Privileged && capDrop?.length) refuse("capDrop", "privileged", true);
}

/**
 * Tells whether a configuration was made here: what `extra` put into it passes once more.
 *
 * @internal
 */
export function isHostConfig(value: object): value is HostConfig {
  return BUILT.has(value);
}
