import {
  type Convert,
  integerFrom,
  isRecord,
  toBoolean,
  toRecord,
  toText,
  toTextOrNumber,
  toTexts,
} from "../../convert/checks.ts";
import { type Command, toCommand } from "../../convert/command.ts";
import { toMacAddress, toNameServers, toWordText } from "../../convert/host_name.ts";
import { type Environment, toEnvironment } from "../../convert/environment.ts";
import { type ExposedPorts, toExposedPorts } from "../../convert/ports/exposed_ports.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { toBytes, toBytesOrUnlimited } from "../../convert/size.ts";
import { toVolumes, toVolumesFrom } from "../../convert/host_config/volumes.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type FieldDetails,
  type Fields,
  fieldsOf,
  inBody,
} from "../../operation/fields.ts";
import { ENDPOINT_FIELDS } from "../../specs/endpoint_config.ts";
import {
  type Healthcheck,
  HEALTHCHECK_FIELDS,
  type HealthcheckOptions,
  toHealthcheck,
} from "../../specs/healthcheck.ts";
import { HOST_CONFIG_FIELDS, type HostConfigOptions } from "../../specs/host_config.ts";
import type { ContainerCreateBody } from "../../types/container_config.ts";
import type { NetworkingConfig } from "../../types/endpoints.ts";
import type { HealthcheckJSON } from "../../types/health.ts";
import type { HostConfig } from "../../types/host_config.ts";
import { isOthers, isOutside } from "../../convert/namespace_mode.ts";
import { createHostConfig, isHostConfig } from "./host_config.ts";
import { toNetworkingConfig } from "./networking_config.ts";

/** Options of {@linkcode createContainerConfig}. */
export interface ContainerConfigOptions extends EngineSpelt<ContainerCreateBody>, ExtraFields {
  /** The command: a list of words, or a string that is split as a shell splits words. */
  command?: Command | null | undefined;
  /** The host's name inside the container. */
  hostname?: string | null | undefined;
  /** The user that the command runs as, a name or number. */
  user?: string | number | null | undefined;
  /** Whether nothing is attached when the container starts. @default {false} */
  detach?: boolean | null | undefined;
  /** Whether stdin is open; unless `detach` is set, it closes when the first client attached to it leaves. @default {false} */
  stdinOpen?: boolean | null | undefined;
  /** Whether the command has a terminal. @default {false} */
  tty?: boolean | null | undefined;
  /** The ports that the command listens on, e.g. `[80, "53/udp", [1111, "udp"], "8000-8010"]`. */
  ports?: ExposedPorts | null | undefined;
  /** Environment variables, e.g. `{ LANG: "C" }` or `["LANG=C"]`; `null` takes a variable of the image away. */
  environment?: Environment | null | undefined;
  /** Paths inside the container that become volumes, e.g. `["/data"]`. */
  volumes?: string | readonly string[] | Readonly<Record<string, object>> | null | undefined;
  /** Whether the container has no network. */
  networkDisabled?: boolean | null | undefined;
  /** The words that come before the command; a string is split likewise. */
  entrypoint?: Command | null | undefined;
  /** The directory that the command starts in. */
  workingDir?: string | null | undefined;
  /** The domain's name inside the container. */
  domainname?: string | null | undefined;
  /** How the container sits on its host: what `createHostConfig` returns, or its options. */
  hostConfig?: HostConfig | HostConfigOptions | null | undefined;
  /** The hardware address. Until API 1.51; newer Engines take it in an endpoint. */
  macAddress?: string | null | undefined;
  /** Labels, e.g. `{ app: "web" }`, or a list of names with empty values. */
  labels?: Labels | null | undefined;
  /** The signal that asks the command to end, e.g. `SIGINT`. */
  stopSignal?: string | null | undefined;
  /** The networks that the container joins: what `createNetworkingConfig` returns. */
  networkingConfig?: NetworkingConfig | null | undefined;
  /** How the Engine finds out whether the container is well. */
  healthcheck?: Healthcheck | HealthcheckJSON | HealthcheckOptions | null | undefined;
  /** How long the command has to end before it is killed, in seconds. Since API 1.25. */
  stopTimeout?: number | null | undefined;
  /** The OCI runtime's name; the same as `hostConfig`'s. */
  runtime?: string | null | undefined;
  /** Until API 1.9.
   * @deprecated Use `hostConfig`'s `dns`. */
  dns?: readonly string[] | null | undefined;
  /** @deprecated Use `hostConfig`'s `volumesFrom`. Until API 1.9. */
  volumesFrom?: string | readonly string[] | null | undefined;
  /** @deprecated Use `hostConfig`'s `memLimit`. Until API 1.18. */
  memLimit?: number | string | null | undefined;
  /** @deprecated Use `hostConfig`'s `memswapLimit`. Until API 1.18. */
  memswapLimit?: number | string | null | undefined;
  /** @deprecated Use `hostConfig`'s `cpuShares`. Until API 1.18. */
  cpuShares?: number | null | undefined;
  /** @deprecated Use `hostConfig`'s `cpusetCpus`. Until API 1.18. */
  cpuset?: string | null | undefined;
  /** @deprecated Use `hostConfig`'s `volumeDriver`. Until API 1.20. */
  volumeDriver?: string | null | undefined;
}

const ACTION = "Cannot create a container configuration";

const NETWORKING_FIELDS: Fields<NetworkingConfig> = fieldsOf<NetworkingConfig>({
  EndpointsConfig: engineField(toRecord, { values: ENDPOINT_FIELDS }),
});

/** The fields of a container's configuration. */
export const CONTAINER_FIELDS: Fields<ContainerConfigOptions> = fieldsOf<ContainerConfigOptions>({
  command: inBody("Cmd", toCommand),
  hostname: inBody("Hostname", toWordText),
  user: inBody("User", toTextOrNumber),
  detach: inBody("", checkOnly(toBoolean)),
  stdinOpen: inBody("OpenStdin", toBoolean),
  tty: inBody("Tty", toBoolean),
  ports: inBody("ExposedPorts", toExposedPorts),
  environment: inBody("Env", toEnvironment),
  volumes: inBody("Volumes", toVolumes),
  networkDisabled: inBody("NetworkDisabled", toBoolean),
  entrypoint: inBody("Entrypoint", toCommand),
  workingDir: inBody("WorkingDir", toText),
  domainname: inBody("Domainname", toWordText),
  hostConfig: inBody("HostConfig", toHostConfig, { fields: HOST_CONFIG_FIELDS }),
  macAddress: inBody("MacAddress", toMacAddress, {
    until: "1.51",
    instead: "the macAddress of an endpoint in networkingConfig",
  }),
  labels: inBody("Labels", toLabels),
  stopSignal: inBody("StopSignal", toText),
  networkingConfig: inBody("NetworkingConfig", toNetworkingConfig, { fields: NETWORKING_FIELDS }),
  healthcheck: inBody("Healthcheck", toHealthcheck, { fields: HEALTHCHECK_FIELDS }),
  stopTimeout: inBody("StopTimeout", integerFrom(-1), { since: "1.25" }),
  runtime: inBody("", checkOnly(toText)),
  dns: inBody("Dns", toNameServers, movedToHostConfig("1.9", "dns")),
  volumesFrom: inBody("VolumesFrom", toVolumesFrom, movedToHostConfig("1.9", "volumesFrom")),
  memLimit: inBody("Memory", toBytes, movedToHostConfig("1.18", "memLimit")),
  memswapLimit: inBody("MemorySwap", toBytesOrUnlimited, movedToHostConfig("1.18", "memswapLimit")),
  cpuShares: inBody("CpuShares", integerFrom(0), movedToHostConfig("1.18", "cpuShares")),
  cpuset: inBody("Cpuset", toText, movedToHostConfig("1.18", "cpusetCpus")),
  volumeDriver: inBody("VolumeDriver", toText, movedToHostConfig("1.20", "volumeDriver")),
  ArgsEscaped: engineField(toBoolean),
  AttachStdin: engineField(toBoolean),
  AttachStdout: engineField(toBoolean),
  AttachStderr: engineField(toBoolean),
  Image: engineField(toText),
  OnBuild: engineField(toTexts),
  Shell: engineField(toTexts),
  StdinOnce: engineField(toBoolean),
});

/** What moved from the container to its host configuration long ago. */
function movedToHostConfig(until: string, option: string): FieldDetails {
  return { until, instead: `hostConfig's ${option}` };
}

/**
 * Says what a container is, for {@linkcode APIClient.createContainerFromConfig}; sends nothing.
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param options The container's configuration.
 * @returns The Engine's JSON.
 * @throws {TypeError} When an option has another shape or is unknown.
 * @throws {RangeError} When an option's value is not allowed.
 *
 * @example
 * ```ts no-run
 * import { createContainerConfig, createContainerFromConfig, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const config = createContainerConfig(engine, "busybox", { command: "sleep 5", tty: true });
 * await createContainerFromConfig(engine, config, { name: "sleeper" });
 * ```
 */
export function createContainerConfig(
  image: Reference,
  options: ContainerConfigOptions = {},
): ContainerCreateBody {
  const config: ContainerCreateBody = {
    Image: toId(image, "image"),
    Tty: false,
    OpenStdin: false,
  };
  const { Image } = config;
  CONTAINER_FIELDS.set(config, ACTION, options);
  // A configuration that was returned names the image that it was of, or none.
  config.Image = Image;
  const { detach, runtime } = options ?? {};
  const attached = detach !== true;
  const interactive = attached && config.OpenStdin === true;
  config.AttachStdout ??= attached;
  config.AttachStderr ??= attached;
  config.AttachStdin ??= interactive;
  // Without StdinOnce, the end of an attached input would cut the output off.
  config.StdinOnce ??= interactive;
  if (runtime != null) setRuntime(config, runtime);
  checkNetwork(config, options ?? {});
  return config;
}

/** What of a host configuration is for a network. */
const FOR_NETWORKS = {
  Dns: "dns",
  DnsSearch: "dnsSearch",
  DnsOptions: "dnsOpt",
  ExtraHosts: "extraHosts",
} as const;

/**
 * Refuses what is for a network of a container that has none of its own: the Engine takes no notice of
 * it, or brings the container into a network after all.
 */
function checkNetwork(config: ContainerCreateBody, options: ContainerConfigOptions): void {
  const { HostConfig, NetworkingConfig } = config;
  const mode = HostConfig?.NetworkMode;
  const refuse = (name: string): never => {
    throw new TypeError(`${ACTION}: ${name} means nothing where networkMode is "${mode}"`);
  };
  const joined = Object.keys(NetworkingConfig?.EndpointsConfig ?? {});
  if (options.macAddress && isOutside(mode)) refuse("macAddress");
  if (options.domainname && isOthers(mode)) refuse("domainname");
  // An inspection returns the place in the network that the mode is called after.
  if ((isOutside(mode) || isOthers(mode)) && joined.some((name) => name !== mode)) {
    refuse("networkingConfig");
  }
  if (options.networkDisabled !== true) return;
  const idle = (name: string): never => {
    throw new TypeError(`${ACTION}: ${name} means nothing with networkDisabled`);
  };
  if (joined.length > 0) idle("networkingConfig");
  if (!HostConfig) return;
  for (const [field, name] of Object.entries(FOR_NETWORKS)) {
    if (HostConfig[field as keyof typeof FOR_NETWORKS]?.length) idle(name);
  }
  const published = Object.keys(HostConfig.PortBindings ?? {}).length > 0;
  if (!published && HostConfig.PublishAllPorts !== true) return;
  throw new TypeError(`${ACTION}: networkDisabled leaves nothing to publish ports of`);
}

/** Checks an option that has no field of its own. */
function checkOnly(convert: Convert): Convert {
  return function check(value: unknown, argument: string): void {
    convert(value, argument);
  };
}

function setRuntime(config: ContainerCreateBody, runtime: string): void {
  const other = config.HostConfig?.Runtime;
  if (other != null && other !== runtime) {
    throw new TypeError(
      `${ACTION}: runtime is ${JSON.stringify(runtime)} and hostConfig's ${JSON.stringify(other)}`,
    );
  }
  config.HostConfig = { ...config.HostConfig, Runtime: runtime };
}

function toHostConfig(value: unknown, argument: string): HostConfig {
  if (!isRecord(value)) {
    throw wrongShape(argument, value, "what createHostConfig() returns, or its options");
  }
  return isHostConfig(value) ? value : createHostConfig(value);
}
