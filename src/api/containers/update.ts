import { integerFrom, listOf } from "../../convert/checks.ts";
import {
  toByteRate,
  toDeviceWeight,
  toOperationRate,
} from "../../convert/host_config/block_device.ts";
import {
  type RestartPolicyOption,
  toRestartPolicy,
} from "../../convert/host_config/restart_policy.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { compareVersions } from "../../engine/version.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import {
  type ContainerResourcesOptions,
  RESOURCE_FIELDS,
} from "../../specs/container_resources.ts";
import type { ContainerUpdateBody, ContainerUpdateResult } from "../../types/container_config.ts";

/**
 * Options of {@linkcode updateContainer}: what is left out stays as it is; a size is in bytes or e.g. `"128m"`.
 *
 * Up to API 1.51 Docker's Engine takes no notice of `cgroupParent`, `cpuCount`, `cpuPercent`,
 * `deviceCgroupRules`, `deviceRequests`, `devices`, `memSwappiness`, `oomKillDisable` and `ulimits`
 * of a container that exists; `onWarning` of the client is told so.
 */
export interface UpdateContainerOptions
  extends CallOptions, ContainerResourcesOptions, EngineSpelt<ContainerUpdateBody>, ExtraFields {
  /** What happens when the container ends. */
  restartPolicy?: RestartPolicyOption | null | undefined;
  /** CPU time in billionths of a CPU. Since API 1.28. */
  nanoCpus?: number | null | undefined;
  /** The greatest number of processes; -1 is unlimited. Since API 1.40. */
  pidsLimit?: number | null | undefined;
  /** Weights of block I/O, device by device. Since API 1.55. */
  blkioWeightDevice?: ContainerResourcesOptions["blkioWeightDevice"];
  /** Greatest read rates, in bytes a second (or a string such as `"1m"`). Since API 1.55. */
  deviceReadBps?: ContainerResourcesOptions["deviceReadBps"];
  /** Greatest read rates, in operations a second. Since API 1.55. */
  deviceReadIops?: ContainerResourcesOptions["deviceReadIops"];
  /** Greatest write rates, in bytes a second (or a string such as `"1m"`). Since API 1.55. */
  deviceWriteBps?: ContainerResourcesOptions["deviceWriteBps"];
  /** Greatest write rates, in operations a second. Since API 1.55. */
  deviceWriteIops?: ContainerResourcesOptions["deviceWriteIops"];
}

const UPDATE_FIELDS: Fields<UpdateContainerOptions> = fieldsOf<UpdateContainerOptions>({
  ...RESOURCE_FIELDS,
  restartPolicy: inBody("RestartPolicy", toRestartPolicy),
  nanoCpus: inBody("NanoCpus", integerFrom(0), { since: "1.28" }),
  pidsLimit: inBody("PidsLimit", integerFrom(-1), { since: "1.40" }),
  blkioWeightDevice: inBody("BlkioWeightDevice", listOf(toDeviceWeight), { since: "1.55" }),
  deviceReadBps: inBody("BlkioDeviceReadBps", listOf(toByteRate), { since: "1.55" }),
  deviceReadIops: inBody("BlkioDeviceReadIOps", listOf(toOperationRate), { since: "1.55" }),
  deviceWriteBps: inBody("BlkioDeviceWriteBps", listOf(toByteRate), { since: "1.55" }),
  deviceWriteIops: inBody("BlkioDeviceWriteIOps", listOf(toOperationRate), { since: "1.55" }),
});

/** What Docker's Engine takes no notice of, and says nothing of. */
const IDLE = [
  "cgroupParent",
  "cpuCount",
  "cpuPercent",
  "deviceCgroupRules",
  "deviceRequests",
  "devices",
  "memSwappiness",
  "oomKillDisable",
  "ulimits",
] as const;

/** What {@linkcode updateContainer} asks of the Engine. */
export const UPDATE: Operation<UpdateContainerOptions> = operation<
  UpdateContainerOptions,
  UpdateContainerOptions
>("POST /containers/{id}/update", {}, { fields: UPDATE_FIELDS });

/**
 * Changes a container's resources while it runs (`POST /containers/{id}/update`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What is changed.
 * @returns `Warnings`, for what the Engine did otherwise than asked.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When the container's state does not allow it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, updateContainer } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await updateContainer(engine, "web", { memLimit: "256m", memswapLimit: "512m" });
 * ```
 */
export async function updateContainer(
  engine: Engine,
  container: Reference,
  options: UpdateContainerOptions = {},
): Promise<ContainerUpdateResult> {
  const id = toContainerId(container, "container");
  const call = UPDATE.call(engine, `Cannot update container "${id}"`, [id], options);
  const version = await call.negotiate();
  const result = await call.json<ContainerUpdateResult>();
  const idle = compareVersions(version, "1.51") > 0
    ? []
    : IDLE.filter((name) => call.options[name] !== undefined);
  for (const name of idle) {
    engine.warn(`Docker's Engine takes no notice of ${name} in an update of container "${id}"`);
  }
  return result;
}
