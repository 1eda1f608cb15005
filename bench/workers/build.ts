/**
 * One build of a directory with BuildKit, in a process of its own.
 *
 * Arguments: the engine's socket, the directory, a tag. Reports milliseconds of the build, CPU
 * milliseconds, and by how much MiB the process has grown at most.
 *
 * @module
 */
import process from "node:process";
import { APIClient } from "../../mod.ts";
import { cpuTime, peakRss, report, rss } from "./report.ts";

const [socket, path, tag] = process.argv.slice(2);
const client = new APIClient({ baseUrl: `unix://${socket}` });
await client.ping();
const [before, cpu, start] = [rss(), cpuTime(), performance.now()];
const stream = await client.build({ path: path!, tag: tag!, version: "2", timeout: 600 });
await stream.result();
report({ ms: performance.now() - start, cpu: cpuTime() - cpu, growth: peakRss() - before });
