import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createConnector } from "../../src/connect/mod.ts";
import type { Duplex } from "../../src/connect/types.ts";
import { CHILD_TASK } from "./child.ts";
import { TRANSPORTS, withPeer } from "./peer.ts";

/** What the child may open. Deno needs more to start with, and fails itself where it has none. */
const LIMIT = 100;

/** Connects until it cannot, and prints why. */
async function child(address: string): Promise<void> {
  const connector = createConnector(address);
  const open: Duplex[] = [];
  const problems = new Set<string>();
  for (let count = 0; count < LIMIT + 20; count++) {
    try {
      open.push(await connector.connect());
    } catch (error) {
      problems.add(
        (error as Error).message.slice(`Cannot reach the engine at ${address}: `.length),
      );
    }
  }
  for (const duplex of open) duplex.close();
  console.log(JSON.stringify([...problems]));
}

if (process.env[CHILD_TASK]) {
  await child(process.env[CHILD_TASK]);
} else {
  for (const transport of TRANSPORTS) {
    test(`${transport}: a process without descriptors says so`, {
      skip: "Deno" in globalThis
        ? "Deno itself fails then"
        : process.platform === "win32" && "POSIX",
    }, () =>
      withPeer(transport, async (peer) => {
        const command = 'ulimit -n "$1"; shift; exec "$@"';
        const file = fileURLToPath(import.meta.url);
        const args = ["-c", command, "sh", String(LIMIT), process.execPath, file];
        const started = spawn("sh", args, {
          env: { ...process.env, [CHILD_TASK]: peer.connector.address },
          stdio: ["ignore", "pipe", "inherit"],
        });
        let output = "";
        started.stdout.setEncoding("utf8").on("data", (text: string) => output += text);
        await once(started, "close");
        const problems: string[] = JSON.parse(output);
        assert.ok(problems.length > 0);
        for (const problem of problems) {
          assert.match(problem, /too many (?:files are open|open files)|EMFILE/);
        }
      }));
  }
}
