/**
 * Needs no more of Deno than the socket; `S=/var/run/docker.sock`, then
 * `deno run --allow-read=$S --allow-write=$S --allow-net=unix:$S examples/permissions.ts $S`.
 */
import process from "node:process";
import { APIClient } from "@longshore/docker";

const client = new APIClient({ baseUrl: `unix://${process.argv[2] ?? "/var/run/docker.sock"}` });
console.log(`the Engine answers: ${await client.ping()}`);
client.close();
