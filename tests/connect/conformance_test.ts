import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import process from "node:process";
import test, { describe } from "node:test";
import { createConnector } from "../../src/connect/mod.ts";
import type { Duplex } from "../../src/connect/types.ts";
import { ConnectionError } from "../../src/errors.ts";
import { settleDescriptors } from "../harness/descriptors.ts";
import { until } from "../harness/memory_engine.ts";
import { CHILD_TASK, runChild } from "./child.ts";
import {
  pattern,
  readAll,
  readSocket,
  settles,
  TRANSPORTS,
  untilSteady,
  withPeer,
} from "./peer.ts";

const MIB = 1024 * 1024;

if (process.env[CHILD_TASK] !== undefined) {
  await child(process.env[CHILD_TASK]);
} else {
  for (const transport of TRANSPORTS) {
    describe(`a connection over ${transport}`, () => {
      test(`${transport}: the reply arrives whole after the output was ended`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          const up = pattern(MIB);
          const down = pattern(2 * MIB, 7);
          const received = readSocket(socket).then((bytes) => {
            socket.end(down);
            return bytes;
          });
          await duplex.write(up);
          await duplex.closeWrite();
          assert.ok(Buffer.compare(await readAll(duplex), down) === 0, "the reply differs");
          assert.ok(Buffer.compare(await received, up) === 0, "what was sent differs");
          assert.equal(await duplex.read(), null);
          duplex.close();
        }));

      test(`${transport}: the output goes on after the peer ended its own`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          const received = readSocket(socket);
          socket.end("bye");
          assert.equal(Buffer.from(await readAll(duplex)).toString(), "bye");
          const up = pattern(MIB);
          await duplex.write(up);
          await duplex.closeWrite();
          assert.ok(Buffer.compare(await received, up) === 0, "what was sent differs");
          duplex.close();
        }));

      test(`${transport}: bytes that were handed out are never touched again`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          socket.pipe(socket);
          const kept: { view: Uint8Array; copy: Uint8Array }[] = [];
          let sent = 0;
          let got = 0;
          for (let i = 0; i < 300; i++) {
            const bytes = pattern(1 + (i * 37) % 3000, i);
            await duplex.write(bytes);
            sent += bytes.length;
            while (got < sent) {
              const view = await duplex.read();
              assert.ok(view !== null);
              assert.equal(Object.getPrototypeOf(view), Uint8Array.prototype);
              got += view.length;
              kept.push({ view, copy: view.slice() });
            }
          }
          for (const { view, copy } of kept) assert.deepEqual(view, copy);
          duplex.close();
        }));

      test(`${transport}: a slow reader stops the peer`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          const total = 64;
          let taken = 0;
          const feed = async () => {
            for (let i = 0; i < total; i++) {
              if (!socket.write(pattern(MIB, i))) await once(socket, "drain");
              taken++;
            }
            socket.end();
          };
          const fed = feed();
          await duplex.read();
          const steady = await untilSteady(() => taken);
          assert.ok(steady < 16, `the peer could send ${steady} MiB that no one read`);
          let rest = 0;
          for (let bytes = await duplex.read(); bytes !== null; bytes = await duplex.read()) {
            rest += bytes.length;
          }
          await fed;
          assert.ok(rest > (total - 1) * MIB && rest < total * MIB);
          duplex.close();
        }));

      test(`${transport}: a slow peer holds write() back`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          socket.pause();
          const bytes = pattern(32 * MIB);
          const write = duplex.write(bytes).then(() => duplex.closeWrite());
          assert.equal(await settles(write, 200), false);
          const received = readSocket(socket);
          socket.resume();
          await write;
          assert.ok(Buffer.compare(await received, bytes) === 0, "what was sent differs");
          duplex.close();
        }));

      test(`${transport}: read() gives null when the peer closes in order`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          const read = duplex.read();
          socket.destroy();
          assert.equal(await read, null);
          assert.equal(await duplex.read(), null);
          duplex.close();
        }));

      test(`${transport}: read() rejects when the peer resets`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          socket.write("first");
          assert.equal(Buffer.from((await duplex.read())!).toString(), "first");
          const read = lost(peer.connector.address, "reading", () => duplex.read());
          await reset(socket, duplex);
          await read;
          await lost(peer.connector.address, "writing", () => duplex.write(pattern(10)));
          duplex.close();
        }));

      test(`${transport}: write() rejects once the peer is gone`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          socket.destroy();
          await once(socket, "close");
          await lost(peer.connector.address, "writing", async () => {
            for (let i = 0; i < 5000; i++) {
              await duplex.write(pattern(10));
              await new Promise((resolve) => setTimeout(resolve, 1));
            }
          });
          await lost(peer.connector.address, "writing", () => duplex.write(pattern(10)));
          duplex.close();
        }));

      test(`${transport}: a pending write() rejects when the peer closes`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          socket.pause();
          const write = duplex.write(pattern(32 * MIB));
          assert.equal(await settles(write, 100), false);
          socket.destroy();
          await lost(peer.connector.address, "writing", () => write);
          duplex.close();
        }));

      test(`${transport}: close() rejects what is pending and all that follows`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          socket.pause();
          const ended = once(socket, "end");
          const read = duplex.read();
          const write = duplex.write(pattern(32 * MIB));
          assert.equal(await settles(write, 100), false);
          duplex.close();
          duplex.close();
          const expected = {
            name: "ConnectionError",
            message: `Cannot reach the engine at ${peer.connector.address}: ` +
              "the connection was closed",
          };
          await assert.rejects(read, expected);
          await assert.rejects(write, expected);
          await assert.rejects(duplex.read(), expected);
          await assert.rejects(duplex.write(pattern(1)), expected);
          await assert.rejects(duplex.closeWrite(), expected);
          duplex.ref();
          duplex.unref();
          socket.resume();
          await ended;
        }));

      test(`${transport}: close() ends the connection of an idle peer`, () =>
        withPeer(transport, async (peer) => {
          const { duplex, socket } = await peer.open();
          const received = readSocket(socket);
          await duplex.write(pattern(3));
          duplex.close();
          assert.deepEqual(new Uint8Array(await received), pattern(3));
        }));

      test(`${transport}: connect() rejects at once with an aborted signal's reason`, () =>
        withPeer(transport, async (peer) => {
          const reason = { why: "changed my mind" };
          await assert.rejects(
            peer.connector.connect(AbortSignal.abort(reason)),
            (error) => error === reason,
          );
          const { duplex } = await peer.open();
          assert.equal(peer.accepted.length, 1);
          duplex.close();
        }));

      test(`${transport}: connect() rejects when aborted on the way, and closes what opens later`, () =>
        withPeer(transport, async (peer) => {
          (await peer.open()).duplex.close();
          const controller = new AbortController();
          const connecting = peer.connector.connect(controller.signal);
          await Promise.resolve();
          const reason = new Error("too slow");
          controller.abort(reason);
          await assert.rejects(connecting, (error) => error === reason);
          // A later connection is accepted after the aborted one, if that was accepted at all.
          (await peer.open()).duplex.close();
          for (const socket of peer.accepted) {
            socket.resume();
            if (!socket.readableEnded) await once(socket, "end");
          }
        }));

      test(`${transport}: an abort after connect() does not touch the connection`, () =>
        withPeer(transport, async (peer) => {
          const controller = new AbortController();
          const duplex = await peer.connector.connect(controller.signal);
          controller.abort();
          await duplex.write(pattern(3));
          await duplex.closeWrite();
          const [socket] = peer.accepted;
          assert.deepEqual(new Uint8Array(await readSocket(socket!)), pattern(3));
          duplex.close();
        }));

      test(`${transport}: 300 connections leave no descriptor behind`, {
        skip: !existsSync("/proc/self/fd"),
      }, () =>
        withPeer(transport, async (peer) => {
          const round = async (i: number) => {
            const { duplex, socket } = await peer.open();
            socket.resume().once("end", () => socket.end());
            if (i % 3 === 0) socket.end("x");
            else if (i % 3 === 1) await duplex.write(pattern(100));
            else socket.destroy();
            if (i % 3 === 0) await duplex.read();
            duplex.close();
            if (!socket.closed) await once(socket, "close");
          };
          const files = () => readdirSync("/proc/self/fd").length;
          for (let i = 0; i < 10; i++) await round(i);
          const before = await untilSteady(files);
          for (let i = 0; i < 300; i++) await round(i);
          const after = await settleDescriptors(before, 3000);
          assert.ok(after <= before, `${before} descriptors before, ${after} after`);
        }));

      test(`${transport}: a process ends by itself with an open connection that is unref'd`, () =>
        withPeer(transport, async (peer) => {
          const { code, output } = await runChild(
            import.meta.url,
            `idle ${peer.connector.address}`,
          );
          assert.equal(output, "idle\n");
          assert.equal(code, 0);
        }));

      test(`${transport}: a connection that is ref'd again keeps the process alive`, () =>
        withPeer(transport, async (peer) => {
          const running = runChild(import.meta.url, `held ${peer.connector.address}`);
          await until("the child's connection", () => peer.accepted.length > 0);
          const [socket] = peer.accepted;
          await once(socket!, "data");
          assert.equal(await settles(running, 300), false);
          socket!.end("go");
          assert.deepEqual(await running, { code: 0, output: "held\ngo\n" });
        }));
    });
  }

  describe("createConnector()", () => {
    test("createConnector() opens nothing and knows the address's parts", () => {
      const at = (address: string) => {
        const connector = createConnector(address);
        return [connector.address, connector.host, connector.basePath];
      };
      assert.deepEqual(at("unix:///nowhere.sock"), ["unix:///nowhere.sock", "localhost", ""]);
      assert.deepEqual(at("http://host/base"), ["tcp://host:80/base", "host:80", "/base"]);
      assert.deepEqual(at("[::1]:99"), ["tcp://[::1]:99", "[::1]:99", ""]);
      assert.equal(createConnector().address, "unix:///var/run/docker.sock");
    });

    test("connect() names a socket file that does not exist", async () => {
      await refused(
        "unix:///nowhere/engine.sock",
        'socket file "/nowhere/engine.sock" does not exist; is the engine running?',
        "ENOENT",
      );
    });

    test("connect() names a file that nothing listens on", () =>
      withPeer("unix", async (peer) => {
        const file = `${peer.connector.address.slice("unix://".length)}.txt`;
        writeFileSync(file, "");
        await refused(`unix://${file}`, `nothing listens on socket file "${file}"`, "ECONNREFUSED");
      }));

    test("connect() names a port that nothing listens on", () =>
      withPeer("tcp", async (peer) => {
        const { address } = peer.connector;
        await peer.close();
        const port = address.slice(address.lastIndexOf(":") + 1);
        await refused(address, `nothing listens on port ${port} of "127.0.0.1"`, "ECONNREFUSED");
      }));

    test("connect() names a host that is not found", async () => {
      await refused("tcp://nowhere.invalid:2375", 'host "nowhere.invalid" is not found');
    });

    test(
      "connect() says where named pipes exist",
      { skip: process.platform === "win32" },
      () => refused("npipe:////./pipe/docker_engine", "named pipes exist on Windows only"),
    );

    test("startTimer() lets the process end while a timer is pending", async () => {
      assert.deepEqual(await runChild(import.meta.url, "timer"), { code: 0, output: "timer\n" });
    });
  });
}

/** Makes the peer's side reset the connection: TCP can on purpose, a unix socket by unread data. */
async function reset(socket: Socket, duplex: Duplex): Promise<void> {
  if (socket.localAddress !== undefined) {
    socket.resetAndDestroy();
  } else {
    socket.pause();
    assert.equal(await settles(duplex.write(pattern(8 * MIB)), 50), false);
    socket.destroy();
  }
  await once(socket, "close");
}

/** Asserts that a connection breaks with a typed error that names the address. */
async function lost(address: string, doing: string, body: () => Promise<unknown>): Promise<void> {
  await assert.rejects(body, (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.match(
      error.message,
      new RegExp(
        `^Cannot reach the engine at ${escapeRegExp(address)}: the connection was lost ` +
          `while ${doing}: the engine (closed|reset) it$`,
      ),
    );
    assert.equal(error.address, address);
    assert.match((error.cause as { code: string }).code, /^(EPIPE|ECONNRESET)$/);
    return true;
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

async function refused(address: string, problem: string, code?: string): Promise<void> {
  await assert.rejects(createConnector(address).connect(), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.message, `Cannot reach the engine at ${address}: ${problem}`);
    assert.equal(error.address, address);
    assert.ok(error.cause instanceof Error);
    if (code !== undefined) assert.equal((error.cause as { code?: string }).code, code);
    return true;
  });
}

async function child(task: string): Promise<void> {
  const [name, address] = task.split(" ");
  if (name === "timer") {
    const connector = createConnector();
    connector.startTimer(5000, () => console.log("the timer ran"));
    console.log("timer");
    return;
  }
  const duplex = await createConnector(address).connect();
  duplex.unref();
  // As the pool of connections does: one read stays pending while a connection is idle.
  const read = duplex.read();
  if (name === "held") {
    duplex.ref();
    await duplex.write(pattern(1));
    console.log(name);
    console.log(Buffer.from((await read)!).toString());
    duplex.close();
  } else {
    console.log(name);
  }
}
