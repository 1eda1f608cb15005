/**
 * One measurement of requests, in a process of its own.
 *
 * Arguments: client (floor, longshore, dockerode, undici, fetch), socket path, operation (ping,
 * list), how many at a time, milliseconds, items of the list or -1. Reports requests per second,
 * and microseconds and CPU microseconds a request.
 *
 * @module
 */
import process from "node:process";
import { openFloor } from "../floors/http.ts";
import { cpuTime, report } from "./report.ts";

type Call = () => Promise<unknown>;

const [client, socket, operation, concurrency, duration, items = "-1"] = process.argv.slice(2);
const lanes = Number(concurrency);
const limit = Number(items);
const isPing = operation === "ping";
const target = isPing
  ? "/_ping"
  : `/v1.41/containers/json?all=1${limit === -1 ? "" : `&limit=${limit}`}`;

const makers: Record<string, () => Promise<Call | Call[]>> = {
  async floor(): Promise<Call[]> {
    const connections = await Promise.all(Array.from({ length: lanes }, () => openFloor(socket!)));
    return connections.map((connection) => async (): Promise<unknown> => {
      const body = await connection.get(target);
      return isPing ? body === "OK" : JSON.parse(body);
    });
  },
  async longshore(): Promise<Call | Call[]> {
    const { APIClient } = await import("../../mod.ts");
    const api = new APIClient({ baseUrl: `unix://${socket}` });
    return isPing ? () => api.ping() : () => api.containers({ all: true, limit });
  },
  async dockerode(): Promise<Call | Call[]> {
    const { default: Dockerode } = await import("dockerode");
    const docker = new Dockerode({ socketPath: socket! });
    const options = { all: true, ...(limit === -1 ? {} : { limit }) };
    return isPing ? () => docker.ping() : () => docker.listContainers(options);
  },
  async undici(): Promise<Call | Call[]> {
    const { Client } = await import("undici" as string);
    const clients = Array.from(
      { length: lanes },
      () => new Client("http://localhost", { socketPath: socket! }),
    );
    return clients.map((one) => async (): Promise<unknown> => {
      const { body } = await one.request({ method: "GET", path: target });
      return isPing ? await body.text() : await body.json();
    });
  },
  fetch(): Promise<Call> {
    const init = "Deno" in globalThis
      ? { client: Deno.createHttpClient({ proxy: { transport: "unix", path: socket! } }) }
      : { unix: socket! };
    return Promise.resolve(async () => {
      const response = await fetch(`http://localhost${target}`, init as RequestInit);
      return isPing ? await response.text() : await response.json();
    });
  },
};

const calls = await makeCalls();
// Compilers need about as long to settle as the figure takes.
await measure(Number(duration));
const cpu = cpuTime();
const { seconds, count } = await measure(Number(duration));
report({
  rate: count / seconds,
  us: seconds / count * 1e6,
  cpu: (cpuTime() - cpu) / count * 1000,
});

async function makeCalls(): Promise<Call[]> {
  const call = await makers[client!]!();
  return Array.isArray(call) ? call : Array.from({ length: lanes }, () => call);
}

async function measure(milliseconds: number): Promise<{ seconds: number; count: number }> {
  const start = performance.now();
  const end = start + milliseconds;
  let count = 0;
  await Promise.all(calls.map(async (call) => {
    while (performance.now() < end) {
      await call();
      count++;
    }
  }));
  return { seconds: (performance.now() - start) / 1000, count };
}
