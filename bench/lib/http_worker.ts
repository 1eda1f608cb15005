/**
 * One measurement of requests per second, in a process of its own.
 *
 * Arguments: client (floor, longshore, dockerode), socket path, operation (ping, list), concurrency,
 * milliseconds. Prints requests per second and microseconds of CPU per request.
 *
 * @module
 */
import process from "node:process";
import { openFloor } from "./floor.ts";

const [client, socket, operation, concurrency, duration] = process.argv.slice(2);
const lanes = Number(concurrency);

const calls = await makeCalls(client!);
// Compilers need about as long to settle as the figure takes.
await measure(calls, Number(duration));
const before = process.cpuUsage();
const { rate, count } = await measure(calls, Number(duration));
const { user, system } = process.cpuUsage(before);
console.log(`${Math.round(rate)} ${((user + system) / count).toFixed(2)}`);
if (process.env.NOEXIT !== "1") process.exit(0);

async function makeCalls(name: string): Promise<(() => Promise<unknown>)[]> {
  if (name === "floor") {
    const path = operation === "ping" ? "/_ping" : "/v1.41/containers/json?all=1";
    const connections = await Promise.all(Array.from({ length: lanes }, () => openFloor(socket!)));
    return connections.map((connection) => () => connection.get(path));
  }
  if (name === "longshore") {
    const { APIClient } = await import("../../mod.ts");
    const api = new APIClient({ baseUrl: `unix://${socket}` });
    const call = operation === "ping" ? () => api.ping() : () => api.containers({ all: true });
    return Array.from({ length: lanes }, () => call);
  }
  const { default: Dockerode } = await import("dockerode");
  const docker = new Dockerode({ socketPath: socket! });
  const call = operation === "ping"
    ? () => docker.ping()
    : () => docker.listContainers({ all: true });
  return Array.from({ length: lanes }, () => call);
}

async function measure(
  calls: (() => Promise<unknown>)[],
  milliseconds: number,
): Promise<{ rate: number; count: number }> {
  const start = performance.now();
  const end = start + milliseconds;
  let count = 0;
  await Promise.all(calls.map(async (call) => {
    while (performance.now() < end) {
      await call();
      count++;
    }
  }));
  return { rate: count / (performance.now() - start) * 1000, count };
}
