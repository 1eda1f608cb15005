import type { Isolation, Ulimit } from "../types/common.ts";
import type { HealthcheckJSON } from "../types/health.ts";
import type { MountJSON } from "../types/mounts.ts";
import type {
  ConfigReferenceJSON,
  ContainerSpecJSON,
  DNSConfigJSON,
  PrivilegesJSON,
  SecretReferenceJSON,
} from "../types/task_spec.ts";
import {
  integerFrom,
  isRecord,
  listOf,
  oneOf,
  toBoolean,
  toFilledText,
  toRecord,
  toText,
  toTextMap,
  toTextOrNumber,
  toTexts,
  toTextsOrNumbers,
} from "../convert/checks.ts";
import { type Command, toCommand } from "../convert/command.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { type Environment, toEnvironment } from "../convert/environment.ts";
import { type ExtraHosts, toServiceHosts } from "../convert/host_config/extra_hosts.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toUlimit, type UlimitOption } from "../convert/host_config/ulimit.ts";
import type { ConfigReference } from "./config_reference.ts";
import { DNSConfig, type DNSConfigOptions } from "./dns_config.ts";
import { type Healthcheck, type HealthcheckOptions, toHealthcheck } from "./healthcheck.ts";
import { type Mount, toMounts } from "./mount.ts";
import { Privileges, type PrivilegesOptions } from "./privileges.ts";
import type { SecretReference } from "./secret_reference.ts";

/** Options of a {@linkcode ContainerSpec}. */
export interface ContainerSpecOptions extends EngineFields {
  /** The words that take the place of the image's entry point; a string is split as a shell splits words. */
  command?: Command;
  /** The words behind them. */
  args?: Command;
  /** The host's name inside the container. */
  hostname?: string;
  /** Environment variables. */
  env?: Environment;
  /** The folder that the process starts in. */
  workdir?: string;
  /** The user inside the container, a name or number. */
  user?: string | number;
  /** Labels of the containers. */
  labels?: Labels;
  /** Mounts; a string is `source:target[:ro]`. */
  mounts?: readonly (Mount | MountJSON | string)[];
  /** How long a container has to end before it is killed: nanoseconds, or e.g. `"10s"`. */
  stopGracePeriod?: Duration;
  /** Secrets, as files. */
  secrets?: readonly (SecretReference | SecretReferenceJSON)[];
  /** Whether the process has a terminal. */
  tty?: boolean;
  /** Further groups of the process, names or numbers. */
  groups?: readonly (string | number)[];
  /** Whether stdin stays open. */
  openStdin?: boolean;
  /** Whether the container's own file system can only be read. */
  readOnly?: boolean;
  /** The signal that asks the process to end, e.g. `SIGINT`. */
  stopSignal?: string;
  /** How the Engine finds out whether a container is well. */
  healthcheck?: Healthcheck | HealthcheckJSON | HealthcheckOptions;
  /** Names and their addresses for the hosts file. */
  hosts?: ExtraHosts;
  /** How names are looked up. */
  dnsConfig?: DNSConfig | DNSConfigJSON | DNSConfigOptions;
  /** Configs, as files. */
  configs?: readonly (ConfigReference | ConfigReferenceJSON)[];
  /** What security modules allow. */
  privileges?: Privileges | PrivilegesJSON | PrivilegesOptions;
  /** How containers are kept apart (Windows). Since API 1.35. */
  isolation?: Isolation;
  /** Whether a small init process reaps and forwards signals. Since API 1.37. */
  init?: boolean;
  /** Capabilities of the kernel to add. Since API 1.41. */
  capAdd?: readonly string[];
  /** Capabilities of the kernel to drop. Since API 1.41. */
  capDrop?: readonly string[];
  /** Settings of the kernel that are the container's own. Since API 1.40. */
  sysctls?: Readonly<Record<string, string | number>>;
  /** Limits of a process's resources. Since API 1.41. */
  ulimits?: readonly UlimitOption[];
  /** How much the process is liked when memory runs out, -1000 to 1000. Since API 1.46. */
  oomScoreAdj?: number;
}

const FIELDS: Fields<ContainerSpecOptions> = {
  command: ["Command", toCommand],
  args: ["Args", toCommand],
  hostname: ["Hostname", toText],
  env: ["Env", toEnvironment],
  workdir: ["Dir", toText],
  user: ["User", toTextOrNumber],
  labels: ["Labels", toLabels],
  mounts: ["Mounts", toMounts],
  stopGracePeriod: ["StopGracePeriod", toNanoseconds],
  secrets: ["Secrets", listOf(toRecord)],
  tty: ["TTY", toBoolean],
  groups: ["Groups", toTextsOrNumbers],
  openStdin: ["OpenStdin", toBoolean],
  readOnly: ["ReadOnly", toBoolean],
  stopSignal: ["StopSignal", toText],
  healthcheck: ["HealthCheck", toHealthcheck],
  hosts: ["Hosts", toServiceHosts],
  dnsConfig: ["DNSConfig", toDNSConfig],
  configs: ["Configs", listOf(toRecord)],
  privileges: ["Privileges", toPrivileges],
  isolation: ["Isolation", oneOf("", "default", "process", "hyperv")],
  init: ["Init", toBoolean],
  capAdd: ["CapabilityAdd", toTexts],
  capDrop: ["CapabilityDrop", toTexts],
  sysctls: ["Sysctls", toTextMap],
  ulimits: ["Ulimits", listOf(toUlimit)],
  oomScoreAdj: ["OomScoreAdj", integerFrom(-1000, 1000)],
};

/**
 * What the containers of a service are; part of a {@linkcode TaskTemplate}.
 *
 * @example A web server with a volume
 * ```ts no-run
 * import { ContainerSpec, Mount } from "@longshore/docker";
 *
 * const spec = new ContainerSpec("nginx", {
 *   env: { NGINX_PORT: 8080 },
 *   mounts: [new Mount("/usr/share/nginx/html", "site", { readOnly: true })],
 * });
 * ```
 */
export class ContainerSpec implements ContainerSpecJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The image. */
  declare Image: string;
  /** The words that take the place of the image's entry point. */
  declare Command?: string[];
  /** The words behind them. */
  declare Args?: string[];
  /** The host's name inside the container. */
  declare Hostname?: string;
  /** The environment, each `NAME=value`. */
  declare Env?: string[];
  /** The folder that the process starts in. */
  declare Dir?: string;
  /** The user. */
  declare User?: string;
  /** Labels. */
  declare Labels?: Record<string, string>;
  /** Mounts. */
  declare Mounts?: MountJSON[];
  /** How long the process has to end, in nanoseconds. */
  declare StopGracePeriod?: number;
  /** Secrets. */
  declare Secrets?: SecretReferenceJSON[];
  /** Whether the process has a terminal. */
  declare TTY?: boolean;
  /** Further groups of the process. */
  declare Groups?: string[];
  /** Whether stdin stays open. */
  declare OpenStdin?: boolean;
  /** Whether the container's own file system can only be read. */
  declare ReadOnly?: boolean;
  /** The signal that asks the process to end. */
  declare StopSignal?: string;
  /** How the Engine finds out whether a container is well. */
  declare HealthCheck?: HealthcheckJSON;
  /** Lines for the hosts file, each `address name`. */
  declare Hosts?: string[];
  /** How names are looked up. */
  declare DNSConfig?: DNSConfigJSON;
  /** Configs. */
  declare Configs?: ConfigReferenceJSON[];
  /** What security modules allow. */
  declare Privileges?: PrivilegesJSON;
  /** How containers are kept apart. */
  declare Isolation?: Isolation;
  /** Whether a small init process reaps and forwards signals. */
  declare Init?: boolean;
  /** Capabilities of the kernel to add. */
  declare CapabilityAdd?: string[];
  /** Capabilities of the kernel to drop. */
  declare CapabilityDrop?: string[];
  /** Settings of the kernel. */
  declare Sysctls?: Record<string, string>;
  /** Limits of a process's resources. */
  declare Ulimits?: Ulimit[];
  /** How much the process is liked when memory runs out. */
  declare OomScoreAdj?: number;

  /**
   * Makes a specification.
   *
   * @param image The image's name.
   * @param options What runs in the container and how.
   * @throws {TypeError} When an option has another shape.
   * @throws {RangeError} When an option's value is not allowed.
   */
  constructor(image: string, options: ContainerSpecOptions = {}) {
    this.Image = toFilledText(image, "image");
    setFields(this, "Cannot create a container specification", options, FIELDS);
  }
}

function toDNSConfig(value: unknown, argument: string): DNSConfigJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a DNSConfig or its options");
  return value instanceof DNSConfig ? value : new DNSConfig(value);
}

function toPrivileges(value: unknown, argument: string): PrivilegesJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "Privileges or their options");
  return value instanceof Privileges ? value : new Privileges(value);
}
