/**
 * One measurement of memory over 50,000 pings, in a process of its own.
 *
 * Arguments: client (floor, longshore), socket path. Reports the memory and the heap in MiB after
 * 10,000 and after 50,000, each behind a collection.
 *
 * @module
 */
import process from "node:process";
import { openFloor } from "../floors/http.ts";
import { report, rss } from "./report.ts";

const [client, socket] = process.argv.slice(2);
const ping = await pinger();
const figures: Record<string, number> = {};
for (let thousand = 1; thousand <= 50; thousand++) {
  for (let at = 0; at < 1000; at++) await ping();
  if (thousand !== 10 && thousand !== 50) continue;
  // A collection may leave the rest to a later turn.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, collect()));
  }
  figures[`rss${thousand}`] = rss();
  figures[`heap${thousand}`] = await heap();
}
report(figures);

function collect(): number {
  // deno-lint-ignore no-explicit-any
  const { gc, Bun } = globalThis as any;
  if (Bun !== undefined) Bun.gc(true);
  else gc?.();
  return 50;
}

async function heap(): Promise<number> {
  if ("Bun" in globalThis) {
    const { heapStats } = await import("bun:jsc" as string);
    return heapStats().heapSize / 1024 / 1024;
  }
  return process.memoryUsage().heapUsed / 1024 / 1024;
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
