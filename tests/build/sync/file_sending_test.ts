import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { HEALTH_METHOD, healthHandler } from "../../../src/build/session/health.ts";
import { fileSyncHandlers } from "../../../src/build/sync/file_sync.ts";
import {
  endPacket,
  PacketType,
  readPacket,
  requestPacket,
} from "../../../src/build/sync/packet.ts";
import { Http2Connection } from "../../../src/h2/connection.ts";
import { callUnary, GrpcClientCall } from "../../../src/h2/grpc_client.ts";
import { serveGrpc } from "../../../src/h2/grpc_server.ts";
import { loadPlatform } from "../../../src/platform/mod.ts";
import type { Files } from "../../../src/platform/types.ts";
import { duplexPair } from "../../harness/duplex_pair.ts";

const COUNT = 16;
const SIZE = 1024 * 1024;
/** What may be under way: the windows, the room of all that read, and what waits to be written. */
const UNDER_WAY = 4 * SIZE;

/** Counts what a sender does with files, and may stand in its way. */
class Watched {
  opened = 0;
  bytes = 0;
  #onClose: (() => void) | undefined;

  /** Makes the file system, whose failures are of the system's kind. */
  files(own: Files, refuses: (location: string) => boolean): Files {
    const check = (location: string): void => {
      if (!refuses(location)) return;
      throw Object.assign(new Error(`EACCES: permission denied, open '${location}'`), {
        code: "EACCES",
      });
    };
    return {
      ...own,
      readAtOnce: (location, room) => {
        check(location);
        return own.readAtOnce(location, room);
      },
      open: async (location) => {
        check(location);
        const file = await own.open(location);
        this.opened++;
        return {
          info: () => file.info(),
          read: async (size, room) => {
            const bytes = await file.read(size, room);
            this.bytes += bytes?.length ?? 0;
            return bytes;
          },
          close: async () => {
            await file.close();
            if (--this.opened === 0) this.#onClose?.();
          },
        };
      },
    };
  }

  /** Resolves when no file is open. */
  async idle(): Promise<void> {
    if (this.opened > 0) await new Promise<void>((resolve) => this.#onClose = resolve);
  }
}

interface Sending {
  root: string;
  watched: Watched;
  failures: unknown[];
  client: Http2Connection;
  call: GrpcClientCall;
}

/** Lets a builder ask for all of a directory with large files, and a small one. */
async function sending(
  body: (sending: Sending) => Promise<void>,
  refuses: (location: string) => boolean = () => false,
): Promise<void> {
  const root = mkdtempSync(path.join(os.tmpdir(), "longshore-sending-"));
  const [near, far] = duplexPair();
  const watched = new Watched();
  const failures: unknown[] = [];
  const platform = await loadPlatform();
  const handlers = fileSyncHandlers(
    { ...platform, files: watched.files(platform.files, refuses) },
    new Map([["context", root]]),
    (error) => failures.push(error),
  );
  serveGrpc(far, new Map([...handlers, [HEALTH_METHOD, healthHandler]]));
  const client = new Http2Connection(near, { role: "client" });
  try {
    for (let index = 0; index < COUNT; index++) {
      writeFileSync(path.join(root, `large-${index}`), new Uint8Array(SIZE).fill(index + 1));
    }
    writeFileSync(path.join(root, "small"), "small");
    const call = new GrpcClientCall(client, "/moby.filesync.v1.FileSync/DiffCopy", [
      ["dir-name", "context"],
    ]);
    const ids: number[] = [];
    for (let id = 0;; id++) {
      const { type, stat } = readPacket((await call.read())!);
      assert.equal(type, PacketType.stat);
      if (stat === null) break;
      ids.push(id);
    }
    assert.equal(ids.length, COUNT + 1);
    for (const id of ids) await call.write(requestPacket(id));
    await body({ root, watched, failures, client, call });
  } finally {
    await client.close();
    rmSync(root, { recursive: true });
  }
}

/** Asks for the health of the session again and again, and lets all else have its turn meanwhile. */
async function ask(client: Http2Connection, times: number): Promise<void> {
  const { system } = await loadPlatform();
  for (let count = 0; count < times; count++) {
    await callUnary(client, HEALTH_METHOD, new Uint8Array(0));
    await system.turn();
  }
}

describe("files that are asked for", () => {
  it("are read as fast as the builder takes them, which is told of its session's health meanwhile", async () => {
    await sending(async ({ client, call, watched }) => {
      await ask(client, 300);
      assert.ok(watched.bytes > 0 && watched.bytes < UNDER_WAY, `${watched.bytes} bytes were read`);
      const sizes = new Map<number, number>();
      let ended = 0;
      while (ended <= COUNT) {
        const { type, id, data } = readPacket((await call.read())!);
        assert.equal(type, PacketType.data);
        const expected = id < COUNT ? fillOf(id) : 0x73;
        if (data.length > 0) assert.equal(data[0], expected);
        else ended++;
        sizes.set(id, (sizes.get(id) ?? 0) + data.length);
      }
      assert.deepEqual(
        [...sizes].sort(([a], [b]) => a - b),
        Array.from({ length: COUNT + 1 }, (_, id) => [id, id < COUNT ? SIZE : 5]),
      );
      await call.write(endPacket());
      assert.equal(readPacket((await call.read())!).type, PacketType.end);
      assert.equal(await call.read(), null);
      await watched.idle();
    });
  });

  it("are closed when the builder gives up while they are sent", async () => {
    await sending(async ({ client, call, watched, failures }) => {
      await call.read();
      call.cancel();
      await ask(client, 1);
      await watched.idle();
      assert.ok(watched.bytes < UNDER_WAY, `${watched.bytes} bytes were read`);
      assert.deepEqual(failures, []);
    });
  });

  it("are closed when the connection is lost while they are sent", async () => {
    await sending(async ({ client, call, watched, failures }) => {
      await call.read();
      client.abort(new Error("lost"));
      await watched.idle();
      assert.ok(watched.bytes < UNDER_WAY, `${watched.bytes} bytes were read`);
      assert.deepEqual(failures, []);
    });
  });

  for (const name of ["small", "large-3"]) {
    it(`end the synchronization with an error that names ${name}, which may not be read`, async () => {
      await sending(async ({ call, watched, failures }) => {
        let told = "";
        await assert.rejects(async () => {
          for (let next = await call.read(); next !== null; next = await call.read()) {
            const { type, data } = readPacket(next);
            if (type === PacketType.error) told = new TextDecoder().decode(data);
          }
        }, { status: 2, message: /permission denied/ });
        assert.match(told, new RegExp(`permission denied.*${name}'$`));
        assert.deepEqual(failures.map((error) => (error as { code?: string }).code), ["EACCES"]);
        await watched.idle();
      }, (location) => location.endsWith(`/${name}`) || location.endsWith(`\\${name}`));
    });
  }
});

/** What is in a large file, by its number: they are told of in the order of their names. */
function fillOf(id: number): number {
  const names = Array.from({ length: COUNT }, (_, index) => `large-${index}`).sort();
  return Number(names[id]!.slice("large-".length)) + 1;
}
