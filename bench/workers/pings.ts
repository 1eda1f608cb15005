/**
 * One measurement of memory over 50,000 pings, in a process of its own.
 *
 * Arguments: client (floor, longshore), socket path. Reports, for each 10,000, the memory at the end
 * and the least heap within the second half of them, in MiB.
 *
 * @module
 */
import process from "node:process";
import { openFloor } from "../floors/http.ts";
import { report, rss } from "./report.ts";

const [client, socket] = process.argv.slice(2);
const ping = await pinger();
const figures: Record<string, number> = {};
const heap = await heapSize();
for (let thousand = 1; thousand <= 50; thousand++) {
  // The least of many moments is what a collection has left; none is asked for.
  const end = Math.ceil(thousand / 10) * 10;
  for (let hundred = 0; hundred < 10; hundred++) {
    for (let at = 0; at < 100; at++) await ping();
    // A runtime that has just begun knows of little that is old.
    if (thousand > end - 5) {
      figures[`heap${end}`] = Math.min(figures[`heap${end}`] ?? Infinity, heap());
    }
  }
  figures[`rss${end}`] = rss();
}
report(figures);

async function heapSize(): Promise<() => number> {
  if ("Bun" in globalThis) {
    const { heapStats } = await import("bun:jsc" as string);
    return () => heapStats().heapSize / 1024 / 1024;
  }
  return () => process.memoryUsage().heapUsed / 1024 / 1024;
}

async function pinger(): Promise<() => Promise<unknown>> {
  if (client === "floor") {
    const connection = await openFloor(socket!);
    return () => connection.get("/_ping");
  }
  const { APIClient } = await import("../../mod.ts");
  const api = new APIClient({ baseUrl: `unix://${socket}` });
  return () => api.ping();
}
