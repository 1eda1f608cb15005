/** Shows what running containers use, as a table that is drawn anew with every sample. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const rounds = Number(process.argv[2] ?? 30);
const mega = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`.padStart(12);
const docker = await DockerClient.fromEnv();
const containers = await docker.containers.list();
const rows = new Map<string, string>();
let samples = 0;
await Promise.all(containers.map(async (container) => {
  let left = rounds;
  for await (const { cpuPercent, memoryUsage, pids } of await container.stats({ stream: true })) {
    const cpu = `${cpuPercent.toFixed(1)} %`.padStart(9);
    rows.set(
      container.name,
      `${container.name.padEnd(24)}${cpu}${mega(memoryUsage)}${String(pids).padStart(5)}`,
    );
    if (++samples % containers.length === 0) {
      if (process.stdout.isTTY) console.clear();
      console.log([`${"NAME".padEnd(24)}      CPU      MEMORY PIDS`, ...rows.values()].join("\n"));
    }
    if (--left === 0) break; // frees the connection
  }
}));
docker.close();
