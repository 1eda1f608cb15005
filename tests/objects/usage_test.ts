import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerStats } from "../../mod.ts";
import { toUsage } from "../../src/objects/usage.ts";

/** A sample as Engines give them on Linux. */
function sample(total: number, system: number, more: object = {}): ContainerStats {
  return {
    read: "2024-01-01T00:00:01Z",
    cpu_stats: {
      cpu_usage: { total_usage: total, usage_in_kernelmode: 0, usage_in_usermode: total },
      system_cpu_usage: system,
      online_cpus: 4,
    },
    memory_stats: { usage: 1000, limit: 4000, stats: { inactive_file: 200 } },
    pids_stats: { current: 3 },
    networks: {
      eth0: { rx_bytes: 10, tx_bytes: 20 },
      eth1: { rx_bytes: 1, tx_bytes: 2 },
    },
    blkio_stats: {
      io_service_bytes_recursive: [
        { major: 8, minor: 0, op: "Read", value: 100 },
        { major: 8, minor: 0, op: "write", value: 50 },
        { major: 8, minor: 16, op: "read", value: 1 },
        { major: 8, minor: 0, op: "Total", value: 150 },
      ],
    },
    ...more,
  } as unknown as ContainerStats;
}

describe("toUsage()", () => {
  it("counts as the docker stats command does", () => {
    assert.deepEqual(toUsage(sample(3_000, 20_000), sample(1_000, 10_000)), {
      time: "2024-01-01T00:00:01Z",
      cpuPercent: 80,
      memoryUsage: 800,
      memoryLimit: 4000,
      memoryPercent: 20,
      networkReceived: 11,
      networkSent: 22,
      blockRead: 101,
      blockWritten: 50,
      pids: 3,
    });
  });

  const cpu: { does: string; now: ContainerStats; before?: ContainerStats; percent: number }[] = [
    {
      does: "takes the sample before that a sample carries",
      now: sample(3_000, 20_000, { precpu_stats: sample(2_000, 10_000).cpu_stats }),
      percent: 40,
    },
    {
      does: "is 0 for the first sample, which has none before it",
      now: sample(3_000, 20_000, { precpu_stats: { cpu_usage: { total_usage: 0 } } }),
      percent: 0,
    },
    {
      does: "is 0 when the clock stood still or ran back",
      now: sample(3_000, 10_000),
      before: sample(1_000, 10_000),
      percent: 0,
    },
    {
      does: "counts the CPUs that an old Engine lists",
      now: sample(3_000, 20_000, {
        cpu_stats: {
          cpu_usage: { total_usage: 3_000, percpu_usage: [1, 2] },
          system_cpu_usage: 20_000,
        },
      }),
      before: sample(1_000, 10_000),
      percent: 40,
    },
    {
      does: "counts in Windows's units",
      now: {
        read: "2024-01-01T00:00:02Z",
        num_procs: 2,
        cpu_stats: { cpu_usage: { total_usage: 6_000_000 } },
        memory_stats: { privateworkingset: 7 },
      } as unknown as ContainerStats,
      before: {
        read: "2024-01-01T00:00:01Z",
        cpu_stats: { cpu_usage: { total_usage: 1_000_000 } },
      } as unknown as ContainerStats,
      percent: 25,
    },
  ];
  for (const { does, now, before, percent } of cpu) {
    it(does, () => assert.equal(toUsage(now, before).cpuPercent, percent));
  }

  it("leaves out the page cache of both versions of the cgroups, where there is one", () => {
    const memory = (memory_stats: object): number =>
      toUsage(sample(1, 1, { memory_stats })).memoryUsage;
    assert.equal(memory({ usage: 100, stats: { total_inactive_file: 30, inactive_file: 1 } }), 70);
    assert.equal(memory({ usage: 100, stats: { inactive_file: 30 } }), 70);
    assert.equal(memory({ usage: 100, stats: { inactive_file: 300 } }), 100);
    assert.equal(memory({ usage: 100 }), 100);
    assert.equal(memory({}), 0);
  });
});
