import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createConnector } from "../../src/connect/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { RequestBody } from "../../src/http/request_body.ts";
import { CHILD_TASK } from "../connect/child.ts";
import { engineOver } from "../harness/memory_engine.ts";

/** Few enough bytes to be with the client before the close: TCP drops what is not. */
const OUTPUT = 30_000;
/**
 * How often a reset may overtake what was sent right before it: a peer that closes TCP with bytes unread
 * sends nothing again, so that what a busy system drops is lost to any client.
 */
const MOST_LOST = 1;
/** How often each race is run. */
const ROUNDS = 25;
const MESSAGE = "the context has no Dockerfile";

/**
 * A peer that reads so much of a request, answers and closes at once, the rest unread: a refusal,
 * or some output to a request for an upgrade.
 */
function refuse(limit: number, listen: string): void {
  const body = JSON.stringify({ message: MESSAGE });
  const answer = `HTTP/1.1 400 Bad Request\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    let received = 0;
    socket.on("error", () => {});
    let upgraded = false;
    socket.on("data", (bytes) => {
      if (received === 0 && bytes.toString("latin1").includes("Upgrade: tcp")) {
        upgraded = true;
        socket.write("HTTP/1.1 101 UPGRADED\r\n\r\n");
      }
      received += bytes.length;
      if (received < limit || !socket.writable) return;
      socket.write(upgraded ? "x".repeat(OUTPUT) : answer);
      socket.destroySoon();
    });
  });
  const ready = (): void => {
    const address = server.address();
    console.log(
      typeof address === "string" ? `unix://${address}` : `tcp://127.0.0.1:${address!.port}`,
    );
  };
  if (listen === "") server.listen(0, "127.0.0.1", ready);
  else server.listen(listen, ready);
  process.stdin.on("end", () => process.exit()).resume();
}

/** Runs {@linkcode refuse} in a process of its own: within one, reads and writes take turns. */
async function refusingPeer(
  limit: number,
  listen: string,
): Promise<{ child: ChildProcess; address: string }> {
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, "Deno" in globalThis ? ["run", "-A", "-q", file] : [file], {
    env: { ...process.env, [CHILD_TASK]: `${limit} ${listen}` },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout!.setEncoding("utf8"), "data");
  return { child, address: line.trim() };
}

const task = process.env[CHILD_TASK];
if (task !== undefined) {
  const [limit, listen] = task.split(" ");
  refuse(Number(limit), listen!);
} else {
  const children: ChildProcess[] = [];
  after(() => children.forEach((child) => child.stdin!.end()));

  for (const transport of ["unix", "tcp"]) {
    it(`what a peer says before it closes is read however writes race with that, over ${transport}`, async () => {
      for (const limit of [2000, 300_000]) {
        const name = `longshore-refuse-${process.pid}-${limit}.sock`;
        const listen = transport === "unix" ? path.join(os.tmpdir(), name) : "";
        const { child, address } = await refusingPeer(limit, listen);
        children.push(child);
        const engine = engineOver(createConnector(address));
        const large = new Uint8Array(8 << 20);
        const bodies: [string, () => RequestBody][] = [
          ["large pieces", () => endless(64 * 1024)],
          ["small pieces", () => endless(500)],
          ["bytes", () => large],
        ];
        let lost = 0;
        for (let round = 0; round < ROUNDS; round++) {
          for (const [kind, body] of bodies) {
            const error = await engine.empty("Cannot build", "POST", "/build", {}, { body: body() })
              .catch((error) => error);
            const expected = `BadRequest: Cannot build: ${MESSAGE} (400, POST /v1.41/build)`;
            if (transport === "tcp" && error?.name === "ConnectionError" && lost++ < MOST_LOST) {
              continue;
            }
            assert.equal(String(error), expected, `round ${round}, ${kind}: ${error}`);
          }
        }
        for (let round = 0; round < ROUNDS; round++) {
          assert.equal(await outputOf(engine), OUTPUT, `round ${round}`);
        }
        engine.close();
        child.stdin!.end();
        await once(child, "close");
        if (listen !== "") rmSync(listen, { force: true });
      }
    });
  }
}

/** Writes to an upgraded connection until that fails; resolves with how much was read meanwhile. */
async function outputOf(engine: Engine): Promise<number> {
  const upgraded = await engine.upgrade("Cannot attach", "POST", "/attach");
  const piece = new Uint8Array(10_000);
  const writing = (async () => {
    while (true) await upgraded.write(piece);
  })();
  writing.catch(() => {});
  let length = 0;
  try {
    for (let batch = await upgraded.next(); batch !== null; batch = await upgraded.next()) {
      for (const piece of batch) length += piece.length;
    }
  } catch (error) {
    // A peer that leaves bytes unread resets the connection behind its output.
    assert.equal((error as Error).name, "ConnectionError");
  }
  upgraded.cancel();
  await assert.rejects(writing, { name: "ConnectionError" });
  return length;
}

function endless(size: number): RequestBody {
  const piece = new Uint8Array(size);
  return { stream: new ReadableStream({ pull: (controller) => controller.enqueue(piece) }) };
}
