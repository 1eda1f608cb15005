import { createHostConfig } from "../api/containers/host_config.ts";
import type { CreateContainerOptions } from "../api/containers/create.ts";
import { HOST_CONFIG_FIELDS, type HostConfigOptions } from "../specs/host_config.ts";
import { checkOptions } from "../operation/check_options.ts";
import { EXTRA_HELP } from "../operation/fields.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { type Binds, toBinds } from "../convert/host_config/binds.ts";
import type { Command } from "../convert/command.ts";
import { wrongShape } from "../convert/refuse.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { type PortBindings, toPortBindings } from "../convert/ports/port_bindings.ts";

/** What is said of a container itself; all else is of how it sits on its host. */
const CONTAINER_OPTIONS: readonly (keyof CreateContainerOptions)[] = [
  "name",
  "platform",
  "hostname",
  "user",
  "detach",
  "stdinOpen",
  "tty",
  "environment",
  "networkDisabled",
  "entrypoint",
  "workingDir",
  "domainname",
  "macAddress",
  "labels",
  "stopSignal",
  "healthcheck",
  "stopTimeout",
  "networkingConfig",
  "signal",
  "timeouts",
];

/** What options are called elsewhere: by the `docker` command, the Engine and other clients. */
const ALIASES: readonly (readonly [option: string, alias: string])[] = [
  ["environment", "env"],
  ["workingDir", "workdir"],
  ["workingDir", "cwd"],
  ["autoRemove", "rm"],
  ["stdinOpen", "interactive"],
  ["stdinOpen", "stdin"],
  ["ports", "publish"],
  ["ports", "portBindings"],
  ["volumes", "volume"],
  ["volumes", "binds"],
  ["hostConfig", "HostConfig"],
  ["healthcheck", "health"],
  ["nanoCpus", "cpus"],
  ["pidMode", "pid"],
  ["extraHosts", "addHost"],
  ["logConfig", "logging"],
  ["logConfig", "logDriver"],
  ["deviceRequests", "gpus"],
  ["ports", "exposedPorts"],
  ["ports", "expose"],
  ["ports", "p"],
  ["volumes", "v"],
  ["network", "net"],
  ["network", "networks"],
  ["networkingConfig", "networkAliases"],
  ["networkingConfig", "aliases"],
];

/** What is no option, but an argument in front of them. */
const ARGUMENTS = ["image", "command", "cmd", "args"];

/** What a container is and how it sits on its host, flat as docker-py has them. */
export interface ContainerOptions
  extends
    Omit<CreateContainerOptions, "command" | "ports" | "volumes" | keyof HostConfigOptions>,
    Omit<HostConfigOptions, "binds" | "portBindings"> {
  /** The ports to publish, e.g. `{ "80/tcp": 8080, "53/udp": null }`; `null` lets the Engine pick one. */
  ports?: PortBindings | null | undefined;
  /**
   * What is mounted, e.g. `{ "/host/path": { bind: "/path", mode: "ro" } }` or `["data:/path"]`; a path
   * alone is an anonymous volume.
   */
  volumes?: Binds | null | undefined;
  /** The network that the container joins, by name or id. */
  network?: string | null | undefined;
}

/**
 * Parts flat options into those of `createContainer`.
 *
 * @param command The command.
 * @param options The options.
 * @param labels Labels of a scope.
 * @param others The options of the task that are not of the container, for errors.
 * @throws {TypeError} When an option is unknown or has another shape.
 */
export function toCreateOptions(
  command: Command | null | undefined,
  options: ContainerOptions,
  labels: Readonly<Record<string, string>> = {},
  others: readonly (string | readonly [option: string, alias: string])[] = [],
): CreateContainerOptions {
  const action = "Cannot create a container";
  checkOptions(action, options);
  const { ports, volumes, network, hostConfig, ...flat } = options;
  const unknown = Object.keys(flat).find((name) => {
    return !isOfContainer(name) && !HOST_CONFIG_FIELDS.has(name);
  });
  if (unknown !== undefined) {
    if (ARGUMENTS.includes(unknown)) {
      const help = "the image and the command are arguments in front of the options";
      throw new TypeError(`${action}: unknown option "${unknown}"; ${help}`);
    }
    const known = [
      ...others,
      ...CONTAINER_OPTIONS,
      ...ALIASES,
      ...HOST_CONFIG_FIELDS.meant(unknown),
    ];
    throw unknownOption(action, unknown, known, EXTRA_HELP);
  }
  const container: Record<string, unknown> = {};
  const host: Record<string, unknown> = { ...hostConfig };
  for (const [name, value] of Object.entries(flat)) {
    if (value == null) continue;
    (isOfContainer(name) ? container : host)[name] = value;
  }
  const created = container as CreateContainerOptions;
  if (command != null) created.command = command;
  if (ports != null) {
    created.ports = Object.keys(ports);
    host.portBindings = toPortBindings(ports, "ports");
  }
  if (volumes != null) setVolumes(created, host, volumes);
  if (network != null) {
    if (typeof network !== "string") {
      throw wrongShape("network", network, "the name or id of a network");
    }
    if (flat.networkDisabled === true && network !== "none") {
      throw new TypeError(`${action}: network means nothing with networkDisabled`);
    }
    host.networkMode ??= network;
    created.networkingConfig ??= { EndpointsConfig: { [network]: {} } };
  }
  if (Object.keys(labels).length > 0) {
    const own: Labels | null | undefined = created.labels;
    created.labels = { ...(own == null ? {} : toLabels(own, "labels")), ...labels };
  }
  if (Object.keys(host).length > 0) created.hostConfig = createHostConfig(host);
  return created;
}

function isOfContainer(name: string): boolean {
  return (CONTAINER_OPTIONS as readonly string[]).includes(name);
}

function setVolumes(
  created: CreateContainerOptions,
  host: Record<string, unknown>,
  volumes: Binds,
): void {
  if (!Array.isArray(volumes)) {
    host.binds = toBinds(volumes, "volumes");
    return;
  }
  toBinds(volumes, "volumes");
  const anonymous = volumes.filter((one) => typeof one === "string" && !one.includes(":"));
  const bound = volumes.filter((one) => !anonymous.includes(one));
  if (anonymous.length > 0) created.volumes = anonymous;
  if (bound.length > 0) host.binds = bound;
}
