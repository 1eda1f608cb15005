import { stats } from "../api/containers/stats.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/engine.ts";
import { type BatchStream, batchStream } from "../streams/batch_stream.ts";
import type { ContainerStats, CPUStats } from "../types/stats.ts";
import { engineOf, type EngineOwner } from "./model.ts";

/** What a container uses, as the `docker stats` command counts it. */
export interface ContainerUsage {
  /** When it was measured, in RFC 3339. */
  time: string;
  /** The CPU time since the sample before, in percent of one CPU: 200 are two CPUs busy. */
  cpuPercent: number;
  /** The memory in use, in bytes, without the page cache that can be dropped. */
  memoryUsage: number;
  /** The limit of the memory, in bytes: the container's, or the host's. */
  memoryLimit: number;
  /** The memory in use, in percent of its limit. */
  memoryPercent: number;
  /** What was received over all network interfaces, in bytes. */
  networkReceived: number;
  /** What was sent over all network interfaces, in bytes. */
  networkSent: number;
  /** What was read from block devices, in bytes. */
  blockRead: number;
  /** What was written to block devices, in bytes. */
  blockWritten: number;
  /** How many processes and threads there are. */
  pids: number;
}

/** Options of {@linkcode measureUsage} and {@linkcode usageStream}. */
export type UsageOptions = CallOptions;

/**
 * Measures once what a container uses: `GET /containers/{id}/stats`. The Engine takes two samples,
 * which takes it a second or two.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param options The call's own options.
 */
export async function measureUsage(
  owner: EngineOwner,
  container: Reference,
  options: UsageOptions = {},
): Promise<ContainerUsage> {
  return toUsage(await stats(engineOf(owner), container, { ...options, stream: false }));
}

/**
 * Measures once a second what a container uses: `GET /containers/{id}/stats`. The Engine's first
 * sample, which has none before it to be compared with, is left out.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param options The call's own options.
 * @returns The samples; they end when the container is removed.
 */
export async function usageStream(
  owner: EngineOwner,
  container: Reference,
  options: UsageOptions = {},
): Promise<BatchStream<ContainerUsage>> {
  const samples = await stats(engineOf(owner), container, { ...options, decode: true });
  const batches = samples.batches();
  let before: ContainerStats | undefined;
  return batchStream<ContainerUsage>({
    async next(): Promise<ContainerUsage[] | null> {
      for (;;) {
        const { done, value } = await batches.next();
        if (done) return null;
        const out: ContainerUsage[] = [];
        try {
          for (const sample of value) {
            if (before !== undefined || hasSampleBefore(sample)) out.push(toUsage(sample, before));
            before = sample;
          }
        } catch (error) {
          // What is no sample ends the stream: nobody reads what comes behind it.
          await batches.return?.().catch(() => {});
          throw error;
        }
        if (out.length > 0) return out;
      }
    },
    async cancel(): Promise<void> {
      await batches.return?.();
    },
  });
}

/**
 * Computes what a container uses from a sample of `stats`.
 *
 * @param sample The sample.
 * @param before The sample before; the one that the sample itself carries without it.
 */
export function toUsage(sample: ContainerStats, before?: ContainerStats): ContainerUsage {
  const memoryUsage = memoryInUse(sample);
  const memoryLimit = sample.memory_stats.limit ?? 0;
  const usage: ContainerUsage = {
    time: sample.read,
    cpuPercent: cpuPercent(sample, before),
    memoryUsage,
    memoryLimit,
    memoryPercent: memoryLimit > 0 ? memoryUsage / memoryLimit * 100 : 0,
    networkReceived: 0,
    networkSent: 0,
    blockRead: sample.storage_stats?.read_size_bytes ?? 0,
    blockWritten: sample.storage_stats?.write_size_bytes ?? 0,
    pids: sample.pids_stats?.current ?? sample.num_procs ?? 0,
  };
  for (const network of Object.values(sample.networks ?? {})) {
    usage.networkReceived += network.rx_bytes;
    usage.networkSent += network.tx_bytes;
  }
  for (const { op, value } of sample.blkio_stats?.io_service_bytes_recursive ?? []) {
    if (/^r/i.test(op)) usage.blockRead += value;
    else if (/^w/i.test(op)) usage.blockWritten += value;
  }
  return usage;
}

function hasSampleBefore({ precpu_stats }: ContainerStats): boolean {
  return (precpu_stats?.system_cpu_usage ?? 0) > 0;
}

function cpuPercent(sample: ContainerStats, before: ContainerStats | undefined): number {
  const now = sample.cpu_stats;
  const then = before?.cpu_stats ?? sample.precpu_stats;
  const used = now.cpu_usage.total_usage - (then?.cpu_usage?.total_usage ?? 0);
  if (now.system_cpu_usage == null) return windowsPercent(sample, before, used);
  const passed = now.system_cpu_usage - (then?.system_cpu_usage ?? 0);
  // A sample of an Engine that does not tell the time before says nothing of the CPU.
  if (!then?.system_cpu_usage || passed <= 0 || used <= 0) return 0;
  return used / passed * cpus(now) * 100;
}

function cpus({ online_cpus, cpu_usage }: CPUStats): number {
  return online_cpus || cpu_usage.percpu_usage?.length || 1;
}

/** Windows counts in units of 100 nanoseconds, and tells the time between samples by their moments. */
function windowsPercent(
  sample: ContainerStats,
  before: ContainerStats | undefined,
  used: number,
): number {
  const milliseconds = Date.parse(sample.read) - Date.parse(before?.read ?? sample.preread ?? "");
  const possible = milliseconds * 10_000 * (sample.num_procs ?? 0);
  return possible > 0 && used > 0 ? used / possible * 100 : 0;
}

function memoryInUse(
  { memory_stats: { usage, stats, privateworkingset } }: ContainerStats,
): number {
  const all = usage ?? privateworkingset ?? 0;
  // Version 1 of the cgroups, then version 2.
  const cache = stats?.total_inactive_file ?? stats?.inactive_file ?? 0;
  return cache < all ? all - cache : all;
}
