import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import type { SshAddress } from "../../src/connect/address.ts";
import { createConnector } from "../../src/connect/mod.ts";
import { sshArguments } from "../../src/connect/ssh_arguments.ts";
import type { SSHOptions } from "../../src/connect/ssh_options.ts";
import type { Connector, Duplex } from "../../src/connect/types.ts";
import { ConnectionError } from "../../src/errors.ts";
import { findProgram } from "../harness/debian.ts";
import { CHILD_TASK, runChild } from "./child.ts";
import { pattern, type Peer, readAll, readSocket, settles, untilSteady, withPeer } from "./peer.ts";
import { until } from "../harness/memory_engine.ts";
import { freePort } from "../harness/free_port.ts";
import { hasSshd, SshServer } from "../harness/ssh_server.ts";
import { STAND_IN } from "./stand_in.ts";

const MIB = 1024 * 1024;

const task = process.env[CHILD_TASK];
if (task === undefined) {
  describe("a connection through ssh", { skip: !hasSshd }, () => {
    let server: SshServer;

    before(async () => {
      server = await SshServer.start();
      writeFileSync(server.file("stand_in.mjs"), STAND_IN);
    });
    after(() => server.stop());

    /** Reaches a peer by the stand-in command. */
    const sshOptions = (peer: Peer): SSHOptions => {
      const remoteCommand = ["node", server.file("stand_in.mjs"), socketOf(peer)];
      return { args: server.args(), remoteCommand };
    };
    const connectorTo = (peer: Peer, options: SSHOptions = {}): Connector =>
      createConnector(server.address(), { ssh: { ...sshOptions(peer), ...options } });

    /** Opens a connection; the peer's end comes with the first byte, which is read here. */
    const open = async (connector: Connector, peer: Peer): Promise<[Duplex, Socket]> => {
      const duplex = await connector.connect();
      await duplex.write(pattern(1));
      const socket = await accepted(peer, 0);
      await once(socket, "data");
      return [duplex, socket.pause()];
    };

    /** Asserts that nothing comes through, for this reason. */
    const refused = async (connector: Connector, problem: RegExp): Promise<void> => {
      const duplex = await connector.connect();
      await assert.rejects(duplex.read(), (error) => {
        assert.ok(error instanceof ConnectionError, String(error));
        const prefix = `Cannot reach the engine at ${connector.address}: `;
        assert.ok(error.message.startsWith(prefix), error.message);
        assert.match(error.message.slice(prefix.length), problem);
        return true;
      });
      await assert.rejects(async () => {
        for (let i = 0; i < 100; i++) await duplex.write(pattern(MIB));
      }, (error) => {
        assert.ok(error instanceof ConnectionError, String(error));
        assert.match(error.message, /: the connection was lost while writing: /);
        return true;
      });
    };

    test("the reply arrives whole after the output was ended", () =>
      withPeer("unix", async (peer) => {
        const [duplex, socket] = await open(connectorTo(peer), peer);
        const up = pattern(MIB);
        const down = pattern(2 * MIB, 3);
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

    test("docker system dial-stdio is asked for the address's socket", {
      skip: findProgram("docker") === undefined,
    }, () =>
      withPeer("unix", async (peer) => {
        const address = server.address(socketOf(peer));
        const connector = createConnector(address, { ssh: { args: server.args() } });
        assert.equal(connector.address, address);
        assert.equal(connector.host, "localhost");
        const duplex = await connector.connect();
        await duplex.write(pattern(1));
        // The command asks for the versions before it joins its pipes to the engine.
        const ping = await accepted(peer, 0);
        await once(ping, "data");
        ping.end("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n");
        const socket = await accepted(peer, 1);
        const received = readSocket(socket).then((bytes) => {
          socket.end("bye");
          return bytes;
        });
        await duplex.write(pattern(1000, 1));
        await duplex.closeWrite();
        assert.equal(Buffer.from(await readAll(duplex)).toString(), "bye");
        assert.deepEqual((await received).length, 1001);
        duplex.close();
      }));

    test("a process serves many exchanges, and its bytes are plain", () =>
      withPeer("unix", async (peer) => {
        const [duplex, socket] = await open(connectorTo(peer), peer);
        socket.pipe(socket);
        for (let i = 0; i < 50; i++) {
          await duplex.write(pattern(10, i));
          const bytes = await duplex.read();
          assert.deepEqual(bytes, pattern(10, i));
        }
        assert.equal(peer.accepted.length, 1);
        duplex.close();
      }));

    test("a slow reader stops the peer, and a slow peer holds write() back", () =>
      withPeer("unix", async (peer) => {
        const [duplex, socket] = await open(connectorTo(peer), peer);
        let taken = 0;
        const feed = async () => {
          for (let i = 0; i < 64; i++) {
            if (!socket.write(pattern(MIB, i))) await once(socket, "drain");
            taken++;
          }
        };
        const fed = feed();
        const steady = await untilSteady(() => taken);
        assert.ok(steady < 32, `the peer could send ${steady} MiB that no one read`);
        for (let got = 0; got < 64 * MIB;) got += (await duplex.read())!.length;
        await fed;
        const write = duplex.write(pattern(64 * MIB));
        assert.equal(await settles(write, 500), false);
        duplex.close();
        await assert.rejects(write, { name: "ConnectionError" });
      }));

    test("close() rejects what is pending, and ends the process", () =>
      withPeer("unix", async (peer) => {
        const [duplex, socket] = await open(connectorTo(peer), peer);
        const ended = once(socket.resume(), "end");
        const read = duplex.read();
        assert.equal(sshProcesses(server.port).length, 1);
        duplex.close();
        duplex.close();
        const message = `Cannot reach the engine at ${server.address()}: the connection was closed`;
        const expected = { name: "ConnectionError", message };
        await assert.rejects(read, expected);
        await assert.rejects(duplex.read(), expected);
        await assert.rejects(duplex.write(pattern(1)), expected);
        await assert.rejects(duplex.closeWrite(), expected);
        await ended;
        while (sshProcesses(server.port).length > 0) await new Promise((r) => setTimeout(r, 5));
      }));

    test("read() gives null when the peer closes in order", () =>
      withPeer("unix", async (peer) => {
        const [duplex, socket] = await open(connectorTo(peer), peer);
        const read = duplex.read();
        socket.end();
        assert.equal(await read, null);
        duplex.close();
      }));

    test("an aborted signal starts nothing", () =>
      withPeer("unix", async (peer) => {
        const reason = new Error("no need");
        await assert.rejects(
          connectorTo(peer).connect(AbortSignal.abort(reason)),
          (error) => error === reason,
        );
        assert.deepEqual(sshProcesses(server.port), []);
      }));

    test("a process ends by itself with an open connection that is unref'd", () =>
      withPeer("unix", async (peer) => {
        const config = { address: server.address(), ssh: sshOptions(peer) };
        const running = runChild(import.meta.url, JSON.stringify(config));
        const socket = await accepted(peer, 0);
        socket.once("data", (bytes) => socket.write(bytes)).once("end", () => socket.end());
        const { code, output } = await running;
        assert.equal(output, "idle\n");
        assert.equal(code, 0);
        while (sshProcesses(server.port).length > 0) await new Promise((r) => setTimeout(r, 5));
      }));

    test("a key that the server does not know is refused in ssh's own words", () =>
      withPeer("unix", (peer) =>
        refused(
          connectorTo(peer, { args: server.args("stranger") }),
          /^the connection through ssh to "127\.0\.0\.1" ended with exit code 255: .*Permission denied \(publickey\)\.$/,
        )));

    test("a server whose key is not known is refused in ssh's own words", () =>
      withPeer("unix", (peer) =>
        refused(
          connectorTo(peer, { args: server.args("user", "no_hosts") }),
          /ended with exit code 255: .*Host key verification failed\.$/,
        )));

    test("a port that nothing listens on is refused in ssh's own words", async () => {
      const port = await freePort();
      await refused(
        createConnector(`ssh://127.0.0.1:${port}`, { ssh: { args: server.args() } }),
        /ended with exit code 255: .*Connection refused$/,
      );
    });

    test("a remote command that is not found is named", () =>
      withPeer("unix", (peer) =>
        refused(
          connectorTo(peer, { remoteCommand: ["no-such-engine", "dial"] }),
          /ended with exit code 127: .*no-such-engine.* not found$/,
        )));

    test("a remote command that fails is quoted", () =>
      withPeer("unix", async (peer) => {
        const socket = `${socketOf(peer)}.gone`;
        await refused(
          connectorTo(peer, {
            remoteCommand: ["sh", "-c", `echo 'no engine at ${socket}' >&2; exit 3`],
          }),
          new RegExp(`ended with exit code 3: no engine at ${socket.replaceAll(".", "\\.")}$`),
        );
      }));

    test("a program that ignores the end is killed a second later", async () => {
      const script = server.file("stubborn.sh");
      const trapped = server.file("stubborn.trapped");
      const told = server.file("stubborn.told");
      const lines = [
        "#!/bin/sh",
        `trap ': > "${told}"' TERM`,
        `: > "${trapped}"`,
        "while :; do sleep 0.1; done",
        "",
      ];
      writeFileSync(script, lines.join("\n"), { mode: 0o755 });
      const connector = createConnector("ssh://host", { ssh: { command: script } });
      const duplex = await connector.connect();
      const running = () =>
        readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).some((pid) => {
          try {
            return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(script);
          } catch {
            return false;
          }
        });
      await until("the trap to be set", () => existsSync(trapped));
      const closed = performance.now();
      duplex.close();
      await until("the signal", () => existsSync(told));
      await until("the end", () => !running());
      const took = performance.now() - closed;
      assert.ok(took > 990, `it was killed after ${took} ms`);
    });

    test("connect() names a program that does not exist", async () => {
      await assert.rejects(
        createConnector("ssh://host", { ssh: { command: "no-such-ssh" } }).connect(),
        {
          name: "ConnectionError",
          message: 'Cannot reach the engine at ssh://host: the program "no-such-ssh" is not found',
        },
      );
    });
  });

  describe("sshArguments()", () => {
    const plain: SshAddress = { kind: "ssh", hostname: "host" };
    const full: SshAddress = {
      kind: "ssh",
      user: "me",
      hostname: "::1",
      port: 2222,
      socketPath: "/run/user/1000/docker.sock",
    };
    const cases: [address: SshAddress, options: SSHOptions, expected: string[]][] = [
      [plain, {}, ["-T", "--", "host", "docker system dial-stdio"]],
      [full, { args: ["-i", "a key"] }, [
        ...["-i", "a key", "-T", "-l", "me", "-p", "2222", "--", "::1"],
        "docker --host unix:///run/user/1000/docker.sock system dial-stdio",
      ]],
      [{ ...plain, socketPath: "/run/it's here; rm -rf $HOME" }, {}, [
        ...["-T", "--", "host"],
        "docker --host 'unix:///run/it'\\''s here; rm -rf $HOME' system dial-stdio",
      ]],
      [plain, { remoteCommand: ["podman", "system", "dial-stdio"] }, [
        ...["-T", "--", "host", "podman system dial-stdio"],
      ]],
    ];
    for (const [address, options, expected] of cases) {
      test(`sshArguments() makes ${JSON.stringify(expected)}`, () => {
        assert.deepEqual(sshArguments(address, options), expected);
      });
    }

    const wrong: [address: SshAddress, options: Record<string, unknown>, problem: string][] = [
      [plain, { args: "-v" }, "expected ssh.args to be a list of strings"],
      [plain, { remoteCommand: "podman" }, "expected ssh.remoteCommand to be a list of strings"],
      [plain, { remoteCommand: [] }, "ssh.remoteCommand is empty"],
      [plain, { remoteCommand: ["a\nb"] }, "ssh.remoteCommand has line breaks or NUL characters"],
      [plain, { command: "" }, "expected ssh.command to be a program"],
      [
        full,
        { remoteCommand: ["podman"] },
        "ssh.remoteCommand decides what is reached, so the address cannot name a socket",
      ],
    ];
    for (const [address, options, problem] of wrong) {
      test(`createConnector() refuses ssh: ${JSON.stringify(options)}`, () => {
        const text = address === full
          ? "ssh://me@[::1]:2222/run/user/1000/docker.sock"
          : "ssh://host";
        assert.throws(() => createConnector(text, { ssh: options }), {
          name: "TypeError",
          message: `Cannot connect by ssh: ${problem}`,
        });
      });
    }
  });
} else {
  const { address, ssh } = JSON.parse(task);
  const duplex = await createConnector(address, { ssh }).connect();
  await duplex.write(pattern(1));
  await duplex.read();
  duplex.unref();
  // As the pool of connections does: one read stays pending while a connection is idle.
  duplex.read().catch(() => {});
  console.log("idle");
}

/** Waits for a connection to a peer. */
async function accepted(peer: Peer, index: number): Promise<Socket> {
  for (let i = 0; peer.accepted.length <= index; i++) {
    assert.ok(i < 6000, "nothing came through");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return peer.accepted[index]!;
}

/** The socket file that a peer listens on. */
function socketOf(peer: Peer): string {
  return peer.connector.address.slice("unix://".length);
}

/** The `ssh` processes that go to a port. */
function sshProcesses(port: number): string[] {
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)).map((entry) => {
    try {
      return readFileSync(`/proc/${entry}/cmdline`, "utf8");
    } catch {
      return "";
    }
  }).filter((line) => /^[^\0]*\bssh\0/.test(line) && line.includes(`\0-p\0${port}\0`));
}
