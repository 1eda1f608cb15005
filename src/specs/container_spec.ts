import {
  integerFrom,
  isRecord,
  listOf,
  oneOf,
  toBoolean,
  toFilledText,
  toText,
  toTextMap,
  toTextOrNumber,
  toTexts,
  toTextsOrNumbers,
} from "../convert/checks.ts";
import { type Command, toCommand } from "../convert/command.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { type Environment, toEnvironment } from "../convert/environment.ts";
import { toWordText } from "../convert/host_name.ts";
import { type ExtraHosts, toServiceHosts } from "../convert/host_config/extra_hosts.ts";
import { toUlimit, type UlimitOption } from "../convert/host_config/ulimit.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { wrongShape } from "../convert/refuse.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  isEngineSpelt,
} from "../operation/fields.ts";
import { refuseMisspelt } from "../operation/misspelt_fields.ts";
import type { Isolation } from "../types/common.ts";
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
  CONFIG_REFERENCE_FIELDS,
  type ConfigReference,
  toConfigReference,
} from "./config_reference.ts";
import { DNS_FIELDS, type DNSConfig, type DNSConfigOptions, toDNSConfig } from "./dns_config.ts";
import {
  type Healthcheck,
  HEALTHCHECK_FIELDS,
  type HealthcheckOptions,
  toHealthcheck,
} from "./healthcheck.ts";
import { type Mount, toMounts } from "./mount.ts";
import { MOUNT_FIELDS } from "./mount_options.ts";
import {
  PRIVILEGE_FIELDS,
  type Privileges,
  type PrivilegesOptions,
  toPrivileges,
} from "./privileges.ts";
import {
  SECRET_REFERENCE_FIELDS,
  type SecretReference,
  toSecretReference,
} from "./secret_reference.ts";

/** Options of a {@linkcode ContainerSpec}. */
export interface ContainerSpecOptions extends EngineSpelt<ContainerSpecJSON>, ExtraFields {
  /** The words that take the place of the image's entry point; a string is split as a shell splits words. */
  command?: Command | null | undefined;
  /** The words behind them. */
  args?: Command | null | undefined;
  /** The host's name inside the container. Since API 1.25. */
  hostname?: string | null | undefined;
  /** Environment variables. */
  env?: Environment | null | undefined;
  /** The working directory of the process. */
  workdir?: string | null | undefined;
  /** The user inside the container, a name or number. */
  user?: string | number | null | undefined;
  /** Labels of the containers. */
  labels?: Labels | null | undefined;
  /** Mounts; a string is `source:target[:ro]`. */
  mounts?: readonly (Mount | MountJSON | string)[] | null | undefined;
  /** How long a container has to end before it is killed: nanoseconds, or e.g. `"10s"`. */
  stopGracePeriod?: Duration | null | undefined;
  /** Secrets, as files. Since API 1.25. */
  secrets?: readonly (SecretReference | SecretReferenceJSON)[] | null | undefined;
  /** Whether the process has a terminal (a tty). Since API 1.25. */
  tty?: boolean | null | undefined;
  /** Further groups of the process, names or numbers. Since API 1.25. */
  groups?: readonly (string | number)[] | null | undefined;
  /** Whether stdin stays open. Since API 1.25. */
  openStdin?: boolean | null | undefined;
  /** Whether the container's own file system can only be read. Since API 1.28. */
  readOnly?: boolean | null | undefined;
  /** The signal that asks the process to end, e.g. `SIGINT`. Since API 1.28. */
  stopSignal?: string | null | undefined;
  /** How the Engine finds out whether a container is well. Since API 1.25. */
  healthcheck?: Healthcheck | HealthcheckJSON | HealthcheckOptions | null | undefined;
  /** Names and their addresses for the hosts file. Since API 1.25. */
  hosts?: ExtraHosts | null | undefined;
  /** How names are looked up: name servers and DNS search domains. Since API 1.25. */
  dnsConfig?: DNSConfig | DNSConfigJSON | DNSConfigOptions | null | undefined;
  /** Configs, as files. Since API 1.30. */
  configs?: readonly (ConfigReference | ConfigReferenceJSON)[] | null | undefined;
  /** What security modules allow. Since API 1.29. */
  privileges?: Privileges | PrivilegesJSON | PrivilegesOptions | null | undefined;
  /** How containers are kept apart (Windows). Since API 1.35. */
  isolation?: Isolation | null | undefined;
  /** Whether a small init process forwards signals and reaps processes; the Engine's own setting if left out. Since API 1.38. */
  init?: boolean | null | undefined;
  /** Kernel capabilities to add. Since API 1.41. */
  capAdd?: readonly string[] | null | undefined;
  /** Kernel capabilities to drop. Since API 1.41. */
  capDrop?: readonly string[] | null | undefined;
  /** Kernel settings of the container (sysctls). Since API 1.40. */
  sysctls?: Readonly<Record<string, string | number>> | null | undefined;
  /** Limits of a process's resources (ulimits). Since API 1.41. */
  ulimits?: readonly UlimitOption[] | null | undefined;
  /** The OOM score adjustment: of the processes that may be killed when memory runs out, those with a higher value go first, -1000 to 1000. Since API 1.46. */
  oomScoreAdj?: number | null | undefined;
}

const HEALTHCHECK = inBody("Healthcheck", toHealthcheck, {
  since: "1.25",
  fields: HEALTHCHECK_FIELDS,
});

/** What the container of a service takes. */
export const CONTAINER_FIELDS: Fields<ContainerSpecOptions> = fieldsOf<ContainerSpecOptions>({
  Image: engineField(toText),
  command: inBody("Command", toCommand),
  args: inBody("Args", toCommand),
  hostname: inBody("Hostname", toWordText, { since: "1.25" }),
  env: inBody("Env", toEnvironment),
  workdir: inBody("Dir", toText),
  user: inBody("User", toTextOrNumber),
  labels: inBody("Labels", toLabels),
  mounts: inBody("Mounts", toMounts, { each: MOUNT_FIELDS }),
  stopGracePeriod: inBody("StopGracePeriod", toNanoseconds),
  secrets: inBody("Secrets", listOf(toSecretReference), {
    since: "1.25",
    each: SECRET_REFERENCE_FIELDS,
  }),
  tty: inBody("TTY", toBoolean, { since: "1.25" }),
  groups: inBody("Groups", toTextsOrNumbers, { since: "1.25" }),
  openStdin: inBody("OpenStdin", toBoolean, { since: "1.25" }),
  readOnly: inBody("ReadOnly", toBoolean, { since: "1.28" }),
  stopSignal: inBody("StopSignal", toText, { since: "1.28" }),
  healthcheck: HEALTHCHECK,
  // The specification's name for it, which is not the Engine's.
  HealthCheck: HEALTHCHECK,
  hosts: inBody("Hosts", toServiceHosts, { since: "1.25" }),
  dnsConfig: inBody("DNSConfig", toDNSConfig, { since: "1.25", fields: DNS_FIELDS }),
  configs: inBody("Configs", listOf(toConfigReference), {
    since: "1.30",
    each: CONFIG_REFERENCE_FIELDS,
  }),
  privileges: inBody("Privileges", toPrivileges, { since: "1.29", fields: PRIVILEGE_FIELDS }),
  isolation: inBody("Isolation", oneOf("", "default", "process", "hyperv"), {
    since: "1.35",
    // Engines fill it in, at versions too that do not know it.
    isReturned: (spec) => (spec as ContainerSpecJSON).Isolation === "default",
  }),
  init: inBody("Init", toBoolean, { since: "1.38", zeroAsks: true }),
  capAdd: inBody("CapabilityAdd", toTexts, { since: "1.41" }),
  capDrop: inBody("CapabilityDrop", toTexts, { since: "1.41" }),
  sysctls: inBody("Sysctls", toTextMap, { since: "1.40" }),
  ulimits: inBody("Ulimits", listOf(toUlimit), { since: "1.41" }),
  oomScoreAdj: inBody("OomScoreAdj", integerFrom(-1000, 1000), { since: "1.46" }),
});

/** A container of a service, as the Engine spells it. */
export interface ContainerSpec extends ContainerSpecJSON {
  /** The image. */
  Image: string;
}

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
export class ContainerSpec {
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
    CONTAINER_FIELDS.set(this, "Cannot create a container specification", options);
  }
}

/**
 * Reads the container of a service: an instance, the Engine's object, which passes as it is, or an
 * object of both kinds of fields.
 *
 * @param value The container.
 * @param argument The argument's name, for errors.
 */
export function toContainerSpec(value: unknown, argument: string): ContainerSpecJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a ContainerSpec");
  if (value instanceof ContainerSpec) return value;
  const spec: ContainerSpecJSON = {};
  const action = `Cannot use ${argument}`;
  if (!isEngineSpelt(value)) {
    CONTAINER_FIELDS.set(spec, action, value);
    return spec;
  }
  const { HealthCheck, ...fields } = value;
  refuseMisspelt(CONTAINER_FIELDS, action, fields);
  return Object.assign(spec, HealthCheck === undefined ? {} : { Healthcheck: HealthCheck }, fields);
}
