import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { execExitCode } from "../../../src/api/exec/exit_code.ts";
import { execStart } from "../../../src/api/exec/start.ts";
import { ConnectionError } from "../../../src/errors.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { pinged, told } from "../../harness/remembering.ts";
import { memoryPeer, type PeerConnection } from "../../scripted_peer.ts";

describe("execExitCode()", () => {
  it("asks until there is a number, and takes null and a running command for none", async () => {
    const states = [
      { Running: false, ExitCode: null },
      { Running: true, ExitCode: null },
      // Look-alikes of the Engine say 0 while the command runs.
      { Running: true, ExitCode: 0 },
      { Running: false },
      { Running: false, ExitCode: 3 },
    ];
    const peer = memoryPeer([async (connection) => {
      for (const state of states) {
        const { target } = await connection.request();
        assert.equal(target, "/v1.41/exec/abc/json");
        await connection.json(state);
      }
    }]);
    const engine = engineOver(peer.connector);
    assert.equal(await execExitCode(engine, { Id: "abc" }), 3);
    engine.close();
    await peer.done();
  });

  it("gives up after its timeout and with its signal", async () => {
    const peer = memoryPeer([async (connection) => {
      while (!connection.ended) {
        await connection.request();
        await connection.json({ Running: true, ExitCode: null });
      }
    }]);
    const engine = engineOver(peer.connector);
    await assert.rejects(execExitCode(engine, "abc", { timeout: 0.02 }), {
      name: "TimeoutError",
      message:
        'Cannot wait for the exit code of exec "abc": the call did not finish within 0.02 seconds',
    });
    const controller = new AbortController();
    const waiting = execExitCode(engine, "abc", { signal: controller.signal });
    controller.abort(new RangeError("enough"));
    await assert.rejects(waiting, { name: "RangeError", message: "enough" });
    await assert.rejects(execExitCode(engine, "abc", { timeout: NaN }), {
      name: "RangeError",
      message: "Cannot use timeout NaN: expected a number of seconds from 0",
    });
    engine.close();
  });
});

describe("execStart()", () => {
  describe("says in the body whether there is a terminal, and reads the output by that alone", () => {
    const looksFramed = "\x01\0\0\0\0\0\0\x01x";

    for (const [tty, text] of [[true, looksFramed], [false, "x"]] as const) {
      it(`tty: ${tty}`, async () => {
        const peer = memoryPeer([async (connection) => {
          const { method, target, headers, body } = await connection.request();
          assert.equal(`${method} ${target}`, "POST /v1.41/exec/abc/start");
          assert.equal(headers.upgrade, "tcp");
          assert.deepEqual(JSON.parse(new TextDecoder().decode(body)), { Detach: false, Tty: tty });
          // What a proxy or an old Engine says here is no help.
          await connection.send(
            `HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n${looksFramed}`,
          );
          connection.end();
          await connection.closed;
        }, async (connection) => {
          assert.equal((await connection.request()).target, "/v1.41/exec/abc/json");
          await connection.json({ Running: false, ExitCode: 0 });
        }]);
        assert.equal(await execStart(engineOver(peer.connector), "abc", { tty }), text);
        await peer.done();
      });
    }
  });

  describe("rejects output that the Engine's death has cut, collected too, unless it is not asked", () => {
    for (const options of [{}, { demux: true }, { checkEnd: false }] as const) {
      it(JSON.stringify(options), async () => {
        const started = async (connection: PeerConnection) => {
          await connection.request();
          await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n\x01\0\0\0\0\0\0\x01x");
          connection.end();
          await connection.closed;
        };
        const peer = memoryPeer([started, new ConnectionError("memory://peer", "refused")]);
        const output = execStart(engineOver(peer.connector), "abc", options);
        if ("checkEnd" in options) assert.equal(await output, "x");
        else {
          await assert.rejects(output, {
            name: "ConnectionError",
            message:
              /^Cannot start exec "abc": .* the output was cut short, for the engine is gone$/,
          });
        }
      });
    }
  });

  for (
    const [what, actions, failure] of [
      ["went with its container", ["exec_create: true", "exec_start: true"], null],
      ["is unknown to an Engine that was started since", [], "the engine was started anew"],
    ] as const
  ) {
    it(`tells by the Engine's events that an exec ${what}`, async () => {
      const peer = memoryPeer([async (connection) => {
        await connection.request();
        await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n\x01\0\0\0\0\0\0\x01x");
        connection.end();
        await connection.closed;
      }, async (connection) => {
        assert.equal((await connection.request()).target, "/v1.41/exec/abc/json");
        await connection.json({ message: "No such exec instance: abc" }, 404);
        await pinged(connection);
        await told(connection, actions, { type: ["container"], label: ["execID=abc"] });
        if (failure !== null) await told(connection, actions);
      }]);
      const engine = engineOver(peer.connector);
      const output = execStart(engine, "abc");
      if (failure === null) assert.equal(await output, "x");
      else {
        await assert.rejects(output, {
          name: "ConnectionError",
          message: new RegExp(`^Cannot start exec "abc": .* cut short, for ${failure}$`),
        });
      }
      engine.close();
      await peer.done();
    });
  }

  it("fails with the Engine's words when a frame of type 3 brings them", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n\x03\0\0\0\0\0\0\x05wrong");
      await connection.closed;
    }]);
    await assert.rejects(execStart(engineOver(peer.connector), "abc"), {
      name: "APIError",
      message: 'Cannot start exec "abc": wrong (500, POST /v1.41/exec/abc/start)',
    });
    await peer.done();
  });
});
