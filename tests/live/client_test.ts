import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { APIClient, InvalidVersion, TimeoutError } from "../../mod.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { baseImage, host, labels, skip, uniqueName } from "./fixture.ts";

const skipUnlessUnix = skip ||
  (host?.startsWith("unix://") ? false : "The engine is not on a unix socket");

/** A socket in front of the engine that notes what the client sends. */
async function withRecorder(
  body: (address: string, sent: () => string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-recorder-"));
  const socketPath = path.join(directory, "recorder.sock");
  const sockets = new Set<net.Socket>();
  let sent = "";
  const server = net.createServer((socket) => {
    const upstream = net.connect(host!.slice("unix://".length));
    for (const [one, other] of [[socket, upstream], [upstream, socket]] as const) {
      sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => other.destroy());
      one.pipe(other);
    }
    socket.on("data", (bytes) => sent += bytes.toString("latin1"));
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  try {
    await body(`unix://${socketPath}`, () => sent);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  }
}

function openSockets(): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      return false; // The directory's own descriptor is gone by now.
    }
  }).length;
}

/** Waits, 30 s at the longest, until no more sockets are open: spare ones are kept for 10 s. */
async function atMost(count: number): Promise<void> {
  const end = Date.now() + 30_000;
  while (openSockets() > count && Date.now() < end) await delay(20);
}

describe("APIClient on an engine", { skip }, () => {
  it("baseUrl, version and userAgent are what goes over the wire", {
    skip: skipUnlessUnix,
  }, async () => {
    await withRecorder(async (baseUrl, sent) => {
      await using client = new APIClient({ baseUrl, version: "1.30", userAgent: "probe/7" });
      assert.equal(client.apiVersion, "1.30");
      const { ApiVersion } = await client.version();
      assert.notEqual(ApiVersion, "1.30");
      assert.equal(client.baseUrl, baseUrl);
      assert.equal(
        sent(),
        "GET /v1.30/version HTTP/1.1\r\nHost: localhost\r\nUser-Agent: probe/7\r\n\r\n",
      );
      exercised("APIClient", "baseUrl", "userAgent");
    });
  });

  it("version takes the newest that both sides speak, or the one that is fixed", async () => {
    await using negotiated = new APIClient({ ...connection });
    assert.equal(negotiated.apiVersion, null);
    const { ApiVersion } = await negotiated.version();
    assert.equal(negotiated.apiVersion, ApiVersion);
    await using tooNew = new APIClient({ ...connection, version: "1.99" });
    await assert.rejects(tooNew.info(), (error: Error) => {
      assert.ok(error instanceof InvalidVersion);
      assert.match(
        error.message,
        /^Cannot get the engine's information: .*1\.99.* too new.*Maximum supported API version/,
      );
      return true;
    });
    exercised("APIClient", "version");
  });

  it("timeout ends a call whose answer does not begin", async () => {
    await using client = new APIClient({ ...connection });
    const { Id } = await client.createContainer(baseImage, {
      command: "sleep 60",
      name: uniqueName("timeout"),
      labels: labels(),
    });
    try {
      await client.start(Id);
      // A bare sleep ignores the signal: the Engine answers a stop after 10 seconds.
      await using hasty = new APIClient({ ...connection, timeout: 0.3 });
      const path = `/containers/${Id}/stop`;
      await assert.rejects(hasty.engine.empty("Cannot stop it", "POST", path), (error: Error) => {
        assert.ok(error instanceof TimeoutError);
        assert.equal(error.message, "Cannot stop it: no answer began within 0.3 seconds");
        assert.equal(error.phase, "head");
        return true;
      });
      exercised("APIClient", "timeout");
    } finally {
      await client.removeContainer(Id, { force: true });
    }
  });

  it("numPools is how many idle connections are kept", {
    skip: skipUnlessUnix ||
      (process.platform === "linux" ? false : "Descriptors are counted on Linux only"),
  }, async () => {
    const before = openSockets();
    await using client = new APIClient({ ...connection, numPools: 2 });
    await Promise.all(Array.from({ length: 12 }, () => client.info()));
    assert.ok(openSockets() > before + 2, "the calls used connections of their own");
    await atMost(before + 2);
    const kept = openSockets();
    client.close();
    await atMost(kept - 2);
    assert.equal(openSockets(), kept - 2);
    exercised("APIClient", "numPools");
  });
});
