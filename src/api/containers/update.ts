import { toBlockWeight } from "../../convert/host_config/block_device.ts";
import { integerFrom, toText } from "../../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import {
  type RestartPolicyOption,
  toRestartPolicy,
} from "../../convert/host_config/restart_policy.ts";
import { toBytes, toBytesOrUnlimited } from "../../convert/size.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ContainerUpdateBody, ContainerUpdateResult } from "../../types/container_config.ts";
import { ownOptions } from "../common/own_options.ts";
import { path } from "../../operation/path.ts";

/** Options of {@linkcode updateContainer}: what is left out stays as it is; a size is in bytes or e.g. `"128m"`. */
export interface UpdateContainerOptions extends CallOptions, EngineFields {
  /** The weight of the container's block I/O, 10 to 1000. */
  blkioWeight?: number;
  /** The scheduler's period, in microseconds. */
  cpuPeriod?: number;
  /** The processor time in each period, in microseconds; -1 is unlimited. */
  cpuQuota?: number;
  /** The period of the real-time scheduler, in microseconds. Since API 1.25. */
  cpuRtPeriod?: number;
  /** The real-time processor time in each period, in microseconds. Since API 1.25. */
  cpuRtRuntime?: number;
  /** The weight of the container's processor time against others'; 1024 is usual. */
  cpuShares?: number;
  /** The processors to run on, e.g. `0-3` or `0,1`. */
  cpusetCpus?: string;
  /** The memory nodes to use, e.g. `0-3` or `0,1`. */
  cpusetMems?: string;
  /** The limit of kernel memory, a size. Until API 1.41. */
  kernelMemory?: number | string;
  /** The limit of memory, a size. */
  memLimit?: number | string;
  /** The memory that the container is held to when memory is short, a size. */
  memReservation?: number | string;
  /** The limit of memory and swap together, a size; -1 is unlimited swap. */
  memswapLimit?: number | string;
  /** Processor time in billionths of a processor. Since API 1.28. */
  nanoCpus?: number;
  /** The greatest number of processes; -1 is unlimited. Since API 1.40. */
  pidsLimit?: number;
  /** What happens when the container ends. */
  restartPolicy?: RestartPolicyOption;
}

const FIELDS: Fields<Omit<UpdateContainerOptions, keyof CallOptions>> = {
  blkioWeight: ["BlkioWeight", toBlockWeight],
  cpuPeriod: ["CpuPeriod", integerFrom(0)],
  cpuQuota: ["CpuQuota", integerFrom(-1)],
  cpuRtPeriod: ["CpuRealtimePeriod", integerFrom(0)],
  cpuRtRuntime: ["CpuRealtimeRuntime", integerFrom(0)],
  cpuShares: ["CpuShares", integerFrom(0)],
  cpusetCpus: ["CpusetCpus", toText],
  cpusetMems: ["CpusetMems", toText],
  kernelMemory: ["KernelMemory", toBytesOrUnlimited],
  memLimit: ["Memory", toBytes],
  memReservation: ["MemoryReservation", toBytes],
  memswapLimit: ["MemorySwap", toBytesOrUnlimited],
  nanoCpus: ["NanoCpus", integerFrom(0)],
  pidsLimit: ["PidsLimit", integerFrom(-1)],
  restartPolicy: ["RestartPolicy", toRestartPolicy],
};

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
  const id = toId(container, "container");
  const action = `Cannot update container "${id}"`;
  const body: ContainerUpdateBody = {};
  setFields(body, action, ownOptions(options), FIELDS);
  requireVersion(action, await engine.negotiate(options), "updateContainer", options, body);
  return await engine.json(action, "POST", path`/containers/${id}/update`, options, {
    json: body,
  });
}
