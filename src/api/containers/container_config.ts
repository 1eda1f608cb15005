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
import { type Environment, toEnvironment } from "../../convert/environment.ts";
import { type ExposedPorts, toExposedPorts } from "../../convert/ports/exposed_ports.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { toBytes, toBytesOrUnlimited } from "../../convert/size.ts";
import {
  type Healthcheck,
  type HealthcheckOptions,
  toHealthcheck,
} from "../../specs/healthcheck.ts";
import { toVolumes, toVolumesFrom } from "../../convert/host_config/volumes.ts";
import type { ContainerCreateBody } from "../../types/container_config.ts";
import type { NetworkingConfig } from "../../types/endpoints.ts";
import type { HealthcheckJSON } from "../../types/health.ts";
import type { HostConfig } from "../../types/host_config.ts";
import { createHostConfig, type HostConfigOptions } from "./host_config.ts";

/** Options of {@linkcode createContainerConfig}. */
export interface ContainerConfigOptions extends EngineFields {
  /** The command: a list of words, or a string that is split as a shell splits words. */
  command?: Command;
  /** The host's name inside the container. */
  hostname?: string;
  /** The user that the command runs as, a name or number. */
  user?: string | number;
  /** Whether nothing is attached when the container starts. @default {false} */
  detach?: boolean;
  /** Whether stdin is open; unless `detach` is set, it closes when the first client attached to it leaves. @default {false} */
  stdinOpen?: boolean;
  /** Whether the command has a terminal. @default {false} */
  tty?: boolean;
  /** The ports that the command listens on, e.g. `[80, "53/udp", [1111, "udp"], "8000-8010"]`. */
  ports?: ExposedPorts;
  /** Environment variables, e.g. `{ LANG: "C" }` or `["LANG=C"]`; `null` takes a variable of the image away. */
  environment?: Environment;
  /** Paths inside the container that become volumes, e.g. `["/data"]`. */
  volumes?: string | readonly string[] | Readonly<Record<string, object>>;
  /** Whether the container has no network. */
  networkDisabled?: boolean;
  /** The words that come before the command; a string is split likewise. */
  entrypoint?: Command;
  /** The folder that the command starts in. */
  workingDir?: string;
  /** The domain's name inside the container. */
  domainname?: string;
  /** How the container sits on its host: what `createHostConfig` returns, or its options. */
  hostConfig?: HostConfig | HostConfigOptions;
  /** The hardware address. Until API 1.51; newer Engines take it in an endpoint. */
  macAddress?: string;
  /** Labels, e.g. `{ app: "web" }`, or a list of names with empty values. */
  labels?: Labels;
  /** The signal that asks the command to end, e.g. `SIGINT`. */
  stopSignal?: string;
  /** The networks that the container joins: what `createNetworkingConfig` returns. */
  networkingConfig?: NetworkingConfig;
  /** How the Engine finds out whether the container is well. */
  healthcheck?: Healthcheck | HealthcheckJSON | HealthcheckOptions;
  /** How long the command has to end before it is killed, in seconds. */
  stopTimeout?: number;
  /** The OCI runtime's name; the same as `hostConfig`'s. */
  runtime?: string;
  /** @deprecated Use `hostConfig`'s `dns`; Engines from API 1.10 on refuse it here. */
  dns?: readonly string[];
  /** @deprecated Use `hostConfig`'s `volumesFrom`; Engines from API 1.10 on refuse it here. */
  volumesFrom?: string | readonly string[];
  /** @deprecated Use `hostConfig`'s `memLimit`; refused here from API 1.19 on. */
  memLimit?: number | string;
  /** @deprecated Use `hostConfig`'s `memswapLimit`; refused here from API 1.19 on. */
  memswapLimit?: number | string;
  /** @deprecated Use `hostConfig`'s `cpuShares`; refused here from API 1.19 on. */
  cpuShares?: number;
  /** @deprecated Use `hostConfig`'s `cpusetCpus`; refused here from API 1.19 on. */
  cpuset?: string;
  /** @deprecated Use `hostConfig`'s `volumeDriver`; refused here from API 1.21 on. */
  volumeDriver?: string;
}

const ACTION = "Cannot create a container configuration";
const FIELDS: Fields<ContainerConfigOptions> = {
  command: ["Cmd", toCommand],
  hostname: ["Hostname", toText],
  user: ["User", toTextOrNumber],
  detach: ["", checkOnly(toBoolean)],
  stdinOpen: ["OpenStdin", toBoolean],
  tty: ["Tty", toBoolean],
  ports: ["ExposedPorts", toExposedPorts],
  environment: ["Env", toEnvironment],
  volumes: ["Volumes", toVolumes],
  networkDisabled: ["NetworkDisabled", toBoolean],
  entrypoint: ["Entrypoint", toCommand],
  workingDir: ["WorkingDir", toText],
  domainname: ["Domainname", toText],
  hostConfig: ["HostConfig", toHostConfig],
  macAddress: ["MacAddress", toText],
  labels: ["Labels", toLabels],
  stopSignal: ["StopSignal", toText],
  networkingConfig: ["NetworkingConfig", toNetworkingConfig],
  healthcheck: ["Healthcheck", toHealthcheck],
  stopTimeout: ["StopTimeout", integerFrom(-1)],
  runtime: ["", checkOnly(toText)],
  dns: ["Dns", toTexts],
  volumesFrom: ["VolumesFrom", toVolumesFrom],
  memLimit: ["Memory", toBytes],
  memswapLimit: ["MemorySwap", toBytesOrUnlimited],
  cpuShares: ["CpuShares", integerFrom(0)],
  cpuset: ["Cpuset", toText],
  volumeDriver: ["VolumeDriver", toText],
};

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
  setFields(config, ACTION, options, FIELDS);
  const { detach, runtime } = options;
  const attached = detach !== true;
  const interactive = attached && config.OpenStdin === true;
  config.AttachStdout ??= attached;
  config.AttachStderr ??= attached;
  config.AttachStdin ??= interactive;
  // Without StdinOnce, the end of an attached input would cut the output off.
  config.StdinOnce ??= interactive;
  if (runtime != null) setRuntime(config, runtime);
  return config;
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
  return createHostConfig(value);
}

function toNetworkingConfig(value: unknown, argument: string): NetworkingConfig {
  const config = toRecord(value, argument);
  const unknown = Object.keys(config).filter((key) => key !== "EndpointsConfig");
  if (unknown.length > 0) {
    throw wrongShape(argument, value, "what createNetworkingConfig() returns");
  }
  return config;
}
