import {
  type DeviceRate,
  type DeviceWeight,
  toBlockWeight,
  toByteRate,
  toDeviceWeight,
  toOperationRate,
} from "../convert/host_config/block_device.ts";
import { integerFrom, listOf, toBoolean, toText, toTexts } from "../convert/checks.ts";
import { type Device, toDevice } from "../convert/host_config/devices.ts";
import { toUlimit, type UlimitOption } from "../convert/host_config/ulimit.ts";
import { toBytes, toBytesOrUnlimited } from "../convert/size.ts";
import { type DeclaredFields, engineField, inBody } from "../operation/fields.ts";
import type { DeviceRequest } from "../types/host_config.ts";
import { type DeviceRequestOption, toDeviceRequest } from "./device_request.ts";

/** What a container may use; a size is a number of bytes or a string such as `"128m"`. */
export interface ContainerResourcesOptions {
  /** The weight of the container's block I/O, 10 to 1000. */
  blkioWeight?: number | null | undefined;
  /** Weights of block I/O, device by device. */
  blkioWeightDevice?: readonly DeviceWeight[] | null | undefined;
  /** The cgroup under which the container's own is made. */
  cgroupParent?: string | null | undefined;
  /** The number of CPUs (Windows). Since API 1.25. */
  cpuCount?: number | null | undefined;
  /** The share of the CPUs, in percent (Windows). Since API 1.25. */
  cpuPercent?: number | null | undefined;
  /** The scheduler's period, in microseconds. */
  cpuPeriod?: number | null | undefined;
  /** The CPU time in each period, in microseconds; -1 is unlimited. */
  cpuQuota?: number | null | undefined;
  /** The period of the real-time scheduler, in microseconds. Since API 1.25. */
  cpuRtPeriod?: number | null | undefined;
  /** The real-time CPU time in each period, in microseconds. Since API 1.25. */
  cpuRtRuntime?: number | null | undefined;
  /** The weight of the container's CPU time against others'; 1024 is usual. */
  cpuShares?: number | null | undefined;
  /** The CPUs to run on, e.g. `0-3` or `0,1`. */
  cpusetCpus?: string | null | undefined;
  /** The memory nodes to use, e.g. `0-3` or `0,1`. */
  cpusetMems?: string | null | undefined;
  /** Rules of the devices cgroup, e.g. `["c 13:* rwm"]`. Since API 1.28. */
  deviceCgroupRules?: readonly string[] | null | undefined;
  /** Greatest read rates, in bytes a second (or a string such as `"1m"`). */
  deviceReadBps?: readonly DeviceRate[] | null | undefined;
  /** Greatest read rates, in operations a second. */
  deviceReadIops?: readonly DeviceRate[] | null | undefined;
  /** Devices that drivers hand out, such as GPUs. Since API 1.40. */
  deviceRequests?: readonly (DeviceRequestOption | DeviceRequest)[] | null | undefined;
  /** Greatest write rates, in bytes a second (or a string such as `"1m"`). */
  deviceWriteBps?: readonly DeviceRate[] | null | undefined;
  /** Greatest write rates, in operations a second. */
  deviceWriteIops?: readonly DeviceRate[] | null | undefined;
  /** Devices of the host, e.g. `"/dev/sda:/dev/xvda:rwm"`. */
  devices?: readonly Device[] | null | undefined;
  /** The limit of kernel memory, a size. Until API 1.41. */
  kernelMemory?: number | string | null | undefined;
  /** The limit of memory, a size. */
  memLimit?: number | string | null | undefined;
  /** The memory that the container is held to when memory is short, a size. */
  memReservation?: number | string | null | undefined;
  /** How willingly memory is swapped out, 0 to 100; -1 for the Engine's own setting. */
  memSwappiness?: number | null | undefined;
  /** The limit of memory and swap together, a size; -1 is unlimited swap. */
  memswapLimit?: number | string | null | undefined;
  /** CPU time in billionths of a CPU: 500000000 is half of one. Since API 1.25. */
  nanoCpus?: number | null | undefined;
  /** Whether the container is spared when memory runs out. */
  oomKillDisable?: boolean | null | undefined;
  /** The greatest number of processes; -1 is unlimited. */
  pidsLimit?: number | null | undefined;
  /** Limits of a process's resources: `[{ name: "nofile", soft: 1024, hard: 2048 }]`. */
  ulimits?: readonly UlimitOption[] | null | undefined;
}

/** The fields of {@linkcode ContainerResourcesOptions}. */
export const RESOURCE_FIELDS: DeclaredFields<ContainerResourcesOptions> = {
  blkioWeight: inBody("BlkioWeight", toBlockWeight),
  blkioWeightDevice: inBody("BlkioWeightDevice", listOf(toDeviceWeight)),
  cgroupParent: inBody("CgroupParent", toText),
  cpuCount: inBody("CpuCount", integerFrom(0), { since: "1.25" }),
  cpuPercent: inBody("CpuPercent", integerFrom(0, 100), { since: "1.25" }),
  cpuPeriod: inBody("CpuPeriod", integerFrom(0)),
  cpuQuota: inBody("CpuQuota", integerFrom(-1)),
  cpuRtPeriod: inBody("CpuRealtimePeriod", integerFrom(0), { since: "1.25" }),
  cpuRtRuntime: inBody("CpuRealtimeRuntime", integerFrom(0), { since: "1.25" }),
  cpuShares: inBody("CpuShares", integerFrom(0)),
  cpusetCpus: inBody("CpusetCpus", toText),
  cpusetMems: inBody("CpusetMems", toText),
  deviceCgroupRules: inBody("DeviceCgroupRules", toTexts, { since: "1.28" }),
  deviceReadBps: inBody("BlkioDeviceReadBps", listOf(toByteRate)),
  deviceReadIops: inBody("BlkioDeviceReadIOps", listOf(toOperationRate)),
  deviceRequests: inBody("DeviceRequests", listOf(toDeviceRequest), { since: "1.40" }),
  deviceWriteBps: inBody("BlkioDeviceWriteBps", listOf(toByteRate)),
  deviceWriteIops: inBody("BlkioDeviceWriteIOps", listOf(toOperationRate)),
  devices: inBody("Devices", listOf(toDevice)),
  kernelMemory: inBody("KernelMemory", toBytesOrUnlimited, { since: "1.21", until: "1.41" }),
  memLimit: inBody("Memory", toBytes),
  memReservation: inBody("MemoryReservation", toBytes),
  memSwappiness: inBody("MemorySwappiness", integerFrom(-1, 100)),
  memswapLimit: inBody("MemorySwap", toBytesOrUnlimited),
  nanoCpus: inBody("NanoCpus", integerFrom(0), { since: "1.25" }),
  oomKillDisable: inBody("OomKillDisable", toBoolean),
  pidsLimit: inBody("PidsLimit", integerFrom(-1)),
  ulimits: inBody("Ulimits", listOf(toUlimit)),
  DiskQuota: engineField(integerFrom(0), { until: "1.39", instead: "storageOpt" }),
  KernelMemoryTCP: engineField(integerFrom(-1), { since: "1.40", until: "1.51" }),
  IOMaximumIOps: engineField(integerFrom(0)),
  IOMaximumBandwidth: engineField(integerFrom(0)),
};
