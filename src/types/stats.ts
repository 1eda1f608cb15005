/** What a container uses at one moment. */
export interface ContainerStats {
  /** The container's name, behind a slash. */
  name?: string | null;
  /** The container's id. */
  id?: string | null;
  /** When the numbers were read. */
  read: string;
  /** When `precpu_stats` was read; the year 1 for the first sample. */
  preread?: string;
  /** `linux` or `windows`. Since API 1.52. */
  os_type?: string | null;
  /** Processes. */
  pids_stats?: PidsStats | null;
  /** Block I/O. */
  blkio_stats?: BlkioStats | null;
  /** The number of processes (Windows). */
  num_procs?: number;
  /** Storage (Windows). */
  storage_stats?: StorageStats | null;
  /** Processor time. */
  cpu_stats: CPUStats;
  /** Processor time of the sample before, for the difference. */
  precpu_stats?: CPUStats;
  /** Memory. */
  memory_stats: MemoryStats;
  /** Each network interface, by its name. */
  networks?: Record<string, NetworkStats> | null;
}

/** Processes of a container. */
export interface PidsStats {
  /** How many there are. */
  current?: number | null;
  /** How many there may be; 0 is unlimited. */
  limit?: number | null;
}

/** Block I/O of a container; all but the first list need version 1 of the cgroups. */
export interface BlkioStats {
  /** Bytes moved. */
  io_service_bytes_recursive?: BlkioEntry[] | null;
  /** Operations done. */
  io_serviced_recursive?: BlkioEntry[] | null;
  /** Operations that wait. */
  io_queue_recursive?: BlkioEntry[] | null;
  /** Time spent on operations, in nanoseconds. */
  io_service_time_recursive?: BlkioEntry[] | null;
  /** Time that operations waited, in nanoseconds. */
  io_wait_time_recursive?: BlkioEntry[] | null;
  /** Operations joined with others. */
  io_merged_recursive?: BlkioEntry[] | null;
  /** Time that the device was the container's, in milliseconds. */
  io_time_recursive?: BlkioEntry[] | null;
  /** Sectors moved. */
  sectors_recursive?: BlkioEntry[] | null;
}

/** One number of block I/O. */
export interface BlkioEntry {
  /** The device's major number. */
  major: number;
  /** The device's minor number. */
  minor: number;
  /** The kind of operation, e.g. `Read`. */
  op: string;
  /** The number. */
  value: number;
}

/** Storage of a Windows container. */
export interface StorageStats {
  /** Reads. */
  read_count_normalized?: number | null;
  /** Bytes read. */
  read_size_bytes?: number | null;
  /** Writes. */
  write_count_normalized?: number | null;
  /** Bytes written. */
  write_size_bytes?: number | null;
}

/** Processor time of a container. */
export interface CPUStats {
  /** The container's own. */
  cpu_usage: CPUUsage;
  /** The whole host's, in nanoseconds (Linux). */
  system_cpu_usage?: number | null;
  /** The number of CPUs (Linux). Since API 1.27. */
  online_cpus?: number | null;
  /** How its limit held it back. */
  throttling_data?: ThrottlingData | null;
}

/** Processor time that a container used, in nanoseconds (Windows: in units of 100 nanoseconds). */
export interface CPUUsage {
  /** All of it. */
  total_usage: number;
  /** For each CPU (version 1 of the cgroups). */
  percpu_usage?: number[] | null;
  /** In the kernel. */
  usage_in_kernelmode: number;
  /** In programs. */
  usage_in_usermode: number;
}

/** How a limit of CPU time held a container back. */
export interface ThrottlingData {
  /** How many periods there were. */
  periods: number;
  /** In how many of them the limit was reached. */
  throttled_periods: number;
  /** How long it was held back, in nanoseconds. */
  throttled_time: number;
}

/** Memory of a container, in bytes. */
export interface MemoryStats {
  /** What is used, caches included (Linux). */
  usage?: number | null;
  /** The most that was ever used (version 1 of the cgroups). */
  max_usage?: number | null;
  /** The kernel's own numbers, by their names; they differ between the versions of the cgroups. */
  stats?: Record<string, number> | null;
  /** How often the limit was reached (version 1 of the cgroups). */
  failcnt?: number | null;
  /** The limit, or all of the host's memory (Linux). */
  limit?: number | null;
  /** What is committed (Windows). */
  commitbytes?: number | null;
  /** The most that was ever committed (Windows). */
  commitpeakbytes?: number | null;
  /** The private working set (Windows). */
  privateworkingset?: number | null;
}

/** What went through a network interface. */
export interface NetworkStats {
  /** Bytes received. */
  rx_bytes: number;
  /** Packets received. */
  rx_packets: number;
  /** Errors of receiving. */
  rx_errors: number;
  /** Packets thrown away when received. */
  rx_dropped: number;
  /** Bytes sent. */
  tx_bytes: number;
  /** Packets sent. */
  tx_packets: number;
  /** Errors of sending. */
  tx_errors: number;
  /** Packets thrown away instead of sent. */
  tx_dropped: number;
  /** The endpoint's id (Windows). */
  endpoint_id?: string | null;
  /** The instance's id (Windows). */
  instance_id?: string | null;
}
