import assert from "node:assert/strict";
import process from "node:process";
import { it } from "node:test";
import { APIClient } from "../../src/client.ts";
import { CHILD_TASK, runChild } from "../connect/child.ts";
import { type Script, socketPeer } from "../scripted_peer.ts";

const PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK";

/** What the child does: calls, some given up, and then nothing; its client is not closed. */
async function idle(baseUrl: string): Promise<void> {
  const client = new APIClient({ baseUrl });
  console.log(await client.ping(), client.apiVersion);
  await Promise.all([client.ping(), client.ping(), client.ping()]);
  const { body } = await client.engine.stream("Cannot try", "GET", "/x");
  body.cancel();
  await client.ping({ signal: AbortSignal.timeout(5) }).catch(() => {});
  console.log("idle");
}

const address = process.env[CHILD_TASK];
if (address !== undefined) {
  await idle(address);
} else {
  for (const transport of ["unix", "tcp"] as const) {
    it(`a client that is idle and was not closed lets its process end, over ${transport}`, async () => {
      const pongs: Script = async (connection) => {
        while (!connection.ended) {
          const head = await connection.head().catch(() => "");
          if (head.startsWith("GET /_ping")) await connection.send(PONG);
          else if (head !== "") {
            await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
            await connection.rest();
          }
        }
        connection.close();
      };
      const peer = await socketPeer(transport, [pongs, pongs, pongs, pongs]);
      const { code, output } = await runChild(import.meta.url, peer.address);
      assert.equal(output, "true 1.41\nidle\n");
      assert.equal(code, 0);
      await Promise.all(peer.connections.map(({ closed }) => closed));
      await peer.close().catch(() => {});
    });
  }
}
