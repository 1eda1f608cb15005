import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import {
  type AddressInfo,
  connect,
  createServer as createPlainServer,
  type Server,
  type Socket,
} from "node:net";
import { after, before, describe, test } from "node:test";
import { createServer } from "node:tls";
import { createConnector } from "../../src/connect/mod.ts";
import { TLSConfig } from "../../src/connect/tls_config.ts";
import type { Connector, Duplex } from "../../src/connect/types.ts";
import { WebSocketConnection } from "../../src/http/websocket.ts";
import { Certificates, hasOpenssl } from "../harness/certificates.ts";
import { hasSshd, SshServer } from "../harness/ssh_server.ts";
import { pattern, Peer, readSocket, settles } from "./peer.ts";
import { STAND_IN } from "./stand_in.ts";

const MIB = 1024 * 1024;
/** More than the buffers of all pipes and sockets on the way hold. */
const BLOCKING = 14 * MIB;

/** The peer's end of a connection; it takes nothing until it is asked for all. */
interface End {
  /** Takes all up to the end. */
  readAll(): Promise<Uint8Array>;
  /** Sends bytes. */
  send(bytes: Uint8Array): void;
  /** Ends the peer's output with these words. */
  end(words: string): void;
  /** Destroys the connection. */
  cut(): void;
}

/** One way to a peer that is open. */
interface Way {
  connector: Connector;
  /** The peer's end of the connection. */
  accept(): Promise<End>;
  close(): Promise<void>;
}

let certificates: Certificates;
let sshServer: SshServer;

async function overPeer(transport: "unix" | "tcp"): Promise<Way> {
  const peer = await Peer.listen(transport);
  return { connector: peer.connector, accept: () => accepted(peer), close: () => peer.close() };
}

async function overTls(): Promise<Way> {
  let inner: Socket | undefined;
  const server = createServer({
    cert: certificates.text("server.pem"),
    key: certificates.text("server.key"),
    allowHalfOpen: true,
  });
  server.on("secureConnection", (socket) => inner = socket.on("error", () => {}).pause());
  const { port } = await listening(server);
  // What lies between holds back, because not every runtime's TLS server can.
  let near: Socket | undefined;
  let far: Socket | undefined;
  const between = createPlainServer({ allowHalfOpen: true }, (socket) => {
    near = socket.on("error", () => {});
    far = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).on("error", () => {});
    socket.pipe(far).pipe(socket);
  });
  const tls = new TLSConfig({ caCert: certificates.file("ca.pem") });
  return {
    connector: createConnector(`https://127.0.0.1:${(await listening(between)).port}`, { tls }),
    accept: async () => {
      if (inner === undefined) await once(server, "secureConnection");
      near!.unpipe().pause();
      return {
        readAll(): Promise<Uint8Array> {
          near!.pipe(far!);
          return readSocket(inner!);
        },
        send: (bytes) => void inner!.write(bytes),
        end: (words) => inner!.end(words),
        cut: () => near!.destroy(),
      };
    },
    close: async () => {
      for (const socket of [near, far, inner]) socket?.destroy();
      for (const each of [server, between]) {
        each.close();
        await once(each, "close");
      }
    },
  };
}

async function listening(server: Server): Promise<AddressInfo> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address() as AddressInfo;
}

async function overSsh(): Promise<Way> {
  const peer = await Peer.listen("unix");
  const socketFile = peer.connector.address.slice("unix://".length);
  const remoteCommand = ["node", sshServer.file("stand_in.mjs"), socketFile];
  return {
    connector: createConnector(sshServer.address(), {
      ssh: { args: sshServer.args(), remoteCommand },
    }),
    accept: () => accepted(peer),
    close: () => peer.close(),
  };
}

/** Waits for the first connection. */
async function accepted(peer: Peer): Promise<End> {
  for (let round = 0; peer.accepted.length === 0; round++) {
    assert.ok(round < 6000, "nothing came through");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const socket = peer.accepted[0]!.pause();
  return {
    readAll: () => readSocket(socket),
    send: (bytes) => void socket.write(bytes),
    end: (words) => socket.end(words),
    cut: () => socket.destroy(),
  };
}

const WAYS: [name: string, open: () => Promise<Way>, skip: boolean][] = [
  ["unix", () => overPeer("unix"), false],
  ["tcp", () => overPeer("tcp"), false],
  ["tls", overTls, !hasOpenssl],
  ["ssh", overSsh, !hasSshd],
];

describe("both directions of a connection", () => {
  before(async () => {
    if (hasOpenssl) {
      certificates = new Certificates();
      await certificates.authority("ca");
      await certificates.sign("ca", "server", { names: ["IP:127.0.0.1"] });
    }
    if (hasSshd) {
      sshServer = await SshServer.start();
      writeFileSync(sshServer.file("stand_in.mjs"), STAND_IN);
    }
  });
  after(async () => {
    certificates?.remove();
    await sshServer?.stop();
  });

  for (const [name, openWay, skip] of WAYS) {
    /** Runs a body with both ends of a connection; the peer does not read yet. */
    const withEnds = async (
      body: (duplex: Duplex, peer: End) => Promise<void>,
    ): Promise<void> => {
      const way = await openWay();
      try {
        const duplex = await way.connector.connect();
        try {
          await body(duplex, await way.accept());
        } finally {
          duplex.close();
        }
      } finally {
        await way.close();
      }
    };

    describe(`overlapping calls over ${name}`, { skip }, () => {
      test(`${name}: overlapping writes go out whole and in order`, () =>
        withEnds(async (duplex, peer) => {
          const sizes = [BLOCKING, 10, 0, MIB, 1, 300_000, 77];
          const pieces = sizes.map((size, index) => pattern(size, index));
          const order: number[] = [];
          const writes = pieces.map((bytes, index) =>
            duplex.write(bytes).then(() => order.push(index))
          );
          assert.equal(await settles(Promise.race(writes), 100), false);
          const received = peer.readAll();
          await Promise.all(writes);
          assert.deepEqual(order, sizes.map((_, index) => index));
          await duplex.write(pattern(5, 99));
          await duplex.closeWrite();
          const expected = Buffer.concat([...pieces, pattern(5, 99)]);
          assert.ok(Buffer.compare(await received, expected) === 0, "what was sent differs");
        }));

      test(`${name}: writes in parts go out joined, whole and in order, among other writes`, () =>
        withEnds(async (duplex, peer) => {
          // Where it is left out, parts are written one by one.
          const send = (...parts: Uint8Array[]): Promise<void> =>
            duplex.writeParts?.(parts) ??
              Promise.all(parts.map((part) => duplex.write(part))).then(() => {});
          const pieces = [BLOCKING, 3, 65536, 2, 0, 0, 1, 200_000, 9].map(pattern);
          const expected = Buffer.concat([...pieces, ...pieces.slice(1, 4)]);
          const [large, size, data, end, nothing, none, one, late, last] = pieces;
          const writes = [
            send(large!),
            send(size!, data!, end!),
            send(nothing!, none!),
            duplex.write(one!),
            send(late!, last!),
          ];
          assert.equal(await settles(Promise.race(writes), 100), false);
          const received = peer.readAll();
          await Promise.all(writes);
          await send(size!, data!, end!);
          // What is done may be written over.
          for (const bytes of pieces) bytes.fill(0);
          await duplex.closeWrite();
          assert.ok(Buffer.compare(await received, expected) === 0, "what was sent differs");
        }));

      test(`${name}: closeWrite() waits behind writes, and nothing follows it`, () =>
        withEnds(async (duplex, peer) => {
          const first = duplex.write(pattern(BLOCKING));
          const second = duplex.write(pattern(1000, 1));
          const ended = duplex.closeWrite();
          const again = duplex.closeWrite();
          const late = {
            name: "ConnectionError",
            message: /: the output was ended before this write$/,
          };
          await assert.rejects(duplex.write(pattern(1)), late);
          assert.equal(await settles(ended, 100), false);
          const received = peer.readAll();
          await Promise.all([first, second, ended, again]);
          await assert.rejects(duplex.write(pattern(1)), late);
          const expected = Buffer.concat([pattern(BLOCKING), pattern(1000, 1)]);
          assert.ok(Buffer.compare(await received, expected) === 0, "what was sent differs");
          await duplex.closeWrite();
          // The input is as it was.
          peer.end("bye");
          assert.equal(Buffer.from((await duplex.read())!).toString(), "bye");
          assert.equal(await duplex.read(), null);
        }));

      test(`${name}: close() rejects each write and closeWrite() that waits`, () =>
        withEnds(async (duplex) => {
          const calls = [
            duplex.write(pattern(BLOCKING)),
            duplex.write(pattern(1000, 1)),
            duplex.closeWrite(),
          ];
          assert.equal(await settles(Promise.race(calls), 100), false);
          duplex.close();
          const closed = { name: "ConnectionError", message: /: the connection was closed$/ };
          for (const call of calls) await assert.rejects(call, closed);
          await assert.rejects(duplex.write(pattern(1)), closed);
          await assert.rejects(duplex.closeWrite(), closed);
        }));

      test(`${name}: a ping amid a message of a websocket is answered behind it`, () =>
        withEnds(async (duplex, peer) => {
          const connection = new WebSocketConnection({
            next: async () => {
              const bytes = await duplex.read();
              return bytes === null ? null : [bytes];
            },
            write: (bytes) => duplex.write(bytes),
            cancel: () => duplex.close(),
          });
          const message = pattern(BLOCKING);
          const write = connection.write(message);
          assert.equal(await settles(write, 100), false);
          const next = connection.next();
          peer.send(Uint8Array.of(0x89, 2, 104, 105));
          peer.send(Uint8Array.of(0x82, 1, 120));
          assert.deepEqual(await next, [Uint8Array.of(120)]);
          const received = peer.readAll();
          await write;
          await duplex.closeWrite();
          const all = await received;
          const head = 2 + 8 + 4;
          assert.equal(all.length, head + BLOCKING + 2 + 4 + 2);
          const mask = all.subarray(head - 4, head);
          const payload = all.slice(head, head + BLOCKING);
          for (let at = 0; at < payload.length; at++) payload[at]! ^= mask[at & 3]!;
          assert.ok(Buffer.compare(payload, message) === 0, "the message differs");
          const pong = all.subarray(head + BLOCKING);
          assert.deepEqual([...pong.subarray(0, 2)], [0x8a, 0x82]);
          assert.deepEqual([pong[6]! ^ pong[2]!, pong[7]! ^ pong[3]!], [104, 105]);
        }));

      test(`${name}: all that waits rejects when the peer is gone`, () =>
        withEnds(async (duplex, peer) => {
          const calls = [
            duplex.write(pattern(BLOCKING)),
            duplex.write(pattern(1000, 1)),
            duplex.closeWrite(),
          ];
          assert.equal(await settles(Promise.race(calls), 100), false);
          peer.cut();
          for (const call of calls) {
            await assert.rejects(call, {
              name: "ConnectionError",
              message: /: the connection was lost while writing: /,
            });
          }
        }));
    });
  }
});
