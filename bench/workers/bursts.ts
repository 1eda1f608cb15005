/**
 * One measurement of how many connections a client makes, in a process of its own.
 *
 * Arguments: client (longshore, dockerode), socket path. Reports how many connections were made for
 * 100 pings in a row, for 20 bursts of 64 at once, and for each burst of 64, 1.5 seconds apart.
 *
 * @module
 */
import process from "node:process";
import { openFloor } from "../floors/http.ts";
import { report } from "./report.ts";

const [client, socket] = process.argv.slice(2);
const control = await openFloor(socket!);
const ping = await pinger();

const row = await connections(async () => {
  for (let at = 0; at < 100; at++) await ping();
});
const bursts = await connections(async () => {
  for (let at = 0; at < 20; at++) await burst();
});
let apart = 0;
for (let at = 0; at < 3; at++) {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  apart += await connections(burst);
}
report({ row, bursts, apart: apart / 3 });

async function burst(): Promise<void> {
  await Promise.all(Array.from({ length: 64 }, () => ping()));
}

async function connections(work: () => Promise<void>): Promise<number> {
  const before = JSON.parse(await control.get("/bench/counts")).connections;
  await work();
  return JSON.parse(await control.get("/bench/counts")).connections - before;
}

async function pinger(): Promise<() => Promise<unknown>> {
  if (client === "longshore") {
    const { APIClient } = await import("../../mod.ts");
    const api = new APIClient({ baseUrl: `unix://${socket}` });
    return () => api.ping();
  }
  const { default: Dockerode } = await import("dockerode");
  const docker = new Dockerode({ socketPath: socket! });
  return () => docker.ping();
}
