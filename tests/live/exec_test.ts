import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collect } from "../harness/collect.ts";
import { EXPECTED } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { skip } from "./fixture.ts";
import { within } from "./sandbox.ts";

const MIB = 1024 * 1024;

function pattern(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) bytes[index] = (index * 31 + (index >> 8)) & 0xff;
  return bytes;
}

describe("commands in containers on the engine", { skip }, () => {
  it("run with the user, environment, directory and rights they are given", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60", { environment: { FROM: "container" } });
      const exec = await client.execCreate(id, `sh -c 'id -u; pwd; echo "$A|$FROM"; exit 3'`, {
        user: 1234,
        environment: { A: "a b" },
        workdir: "/tmp",
      });
      assert.match(exec.Id, /^[0-9a-f]{64}$/);
      const before = await client.execInspect(exec);
      assert.deepEqual([before.Running, before.ExitCode, before.ContainerID], [false, null, id]);
      assert.equal(await client.execStart(exec), "1234\n/tmp\na b|container\n");
      assert.equal(await client.execExitCode(exec), 3);
      const after = await client.execInspect(exec.Id);
      assert.deepEqual([after.Running, after.ExitCode], [false, 3]);
      assert.equal(after.ProcessConfig.user, "1234");
      exercised("execCreate", "container", "cmd", "user", "environment");
      exercised("execInspect", "execId");
      exercised("execStart", "execId");

      const privileged = await client.execCreate({ Id: id }, ["true"], { privileged: true });
      assert.equal((await client.execInspect(privileged)).ProcessConfig.privileged, true);
      exercised("execCreate", "privileged");
    });
  });

  it("give their streams as asked: text, parts, bytes and frames", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const script = ["sh", "-c", "echo out; echo error >&2"];
      const start = async (options = {}): Promise<{ Id: string }> => {
        return await client.execCreate(id, script, options);
      };
      assert.deepEqual(await client.execStart(await start(), { demux: true }), {
        stdout: "out\n",
        stderr: "error\n",
      });
      const bytes = await client.execStart(await start(), { stream: true });
      assert.equal((await collect(bytes)).length, "out\nerror\n".length);
      const frames = await client.execStart(await start(), { stream: true, demux: true });
      const seen: Record<string, string> = {};
      for await (const { stream, data } of frames) {
        seen[stream] = (seen[stream] ?? "") + new TextDecoder().decode(data);
      }
      assert.deepEqual(seen, { stdout: "out\n", stderr: "error\n" });
      assert.equal(await client.execStart(await start({ stderr: false })), "out\n");
      assert.equal(await client.execStart(await start({ stdout: false })), "error\n");
      exercised("execCreate", "stdout", "stderr");
      exercised("execStart", "stream");
    });
  });

  it("run detached, and their exit code is waited for", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const exec = await client.execCreate(id, "sh -c 'sleep 0.3; echo x > /done; exit 7'");
      assert.equal(await client.execStart(exec, { detach: true }), "");
      await assert.rejects(client.execExitCode(exec, { timeout: 0.01 }), {
        name: "TimeoutError",
        message:
          `Cannot wait for the exit code of exec "${exec.Id}": the call did not finish within 0.01 seconds`,
      });
      assert.equal(await client.execExitCode(exec, { timeout: 30 }), 7);
      assert.equal(await client.execStart(await client.execCreate(id, "cat /done")), "x\n");
      exercised("execStart", "detach");
      const never = await client.execCreate(id, "true");
      const controller = new AbortController();
      const waiting = client.execExitCode(never, { signal: controller.signal });
      setTimeout(() => controller.abort(new Error("enough")), 30);
      await assert.rejects(waiting, { message: "enough" });
      await assert.rejects(client.execStart(never, { detach: true, stream: true }), {
        name: "TypeError",
        message:
          `Cannot start exec "${never.Id}": detach gives no output; leave stream, socket and demux out`,
      });
    });
  });

  it("1 MiB through cat comes back byte for byte behind the end of the input", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const exec = await client.execCreate(id, "cat", { stdin: true });
      const socket = await client.execStart(exec, { socket: true, demux: true });
      const bytes = pattern(MIB);
      const fed = new Blob([bytes]).stream().pipeTo(socket.writable);
      let received = 0;
      for await (const { stream, data } of socket.readable) {
        assert.equal(stream, "stdout");
        for (const byte of data) {
          if (byte !== bytes[received++]) assert.fail(`byte ${received - 1} is ${byte}`);
        }
      }
      await fed;
      assert.equal(received, MIB);
      assert.equal(await client.execExitCode(exec), 0);
      exercised("execCreate", "stdin");
      exercised("execStart", "socket");
    });
  });

  it("the end of the input lets output of its own go on", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const exec = await client.execCreate(id, `sh -c 'wc -c; sleep 0.2; echo later; exit 5'`, {
        stdin: true,
      });
      const socket = await client.execStart(exec, { socket: true });
      const writer = socket.writable.getWriter();
      writer.write("12345");
      writer.write(new Uint8Array(5));
      await socket.closeWrite();
      const wire = await collect(socket.readable);
      // Raw bytes: two frames with their headers.
      assert.equal(new TextDecoder().decode(wire.subarray(8, 11)), "10\n");
      assert.equal(new TextDecoder().decode(wire.subarray(-6)), "later\n");
      await assert.rejects(writer.write("more"), {
        name: "TypeError",
        message: "Cannot write to the process: its input was ended by closeWrite()",
      });
      assert.equal(await client.execExitCode(exec), 5);
    });
  });

  it("have a terminal that is resized and detached from", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const exec = await client.execCreate(id, "sh", {
        stdin: true,
        tty: true,
        detachKeys: "ctrl-x,x",
      });
      const socket = await client.execStart(exec, { tty: true, socket: true });
      assert.equal(await client.execResize(exec, { height: 31, width: 97 }), true);
      const writer = socket.writable.getWriter();
      const reader = socket.readable.getReader();
      await writer.write("stty size\n");
      let text = "";
      while (!text.includes("31 97\r\n")) {
        const { value } = await reader.read();
        text += new TextDecoder().decode(value);
      }
      exercised("execResize", "execId", "height", "width");
      exercised("execCreate", "tty");
      exercised("execStart", "tty");
      await writer.write(new Uint8Array([0x18]));
      await writer.write("x");
      // The connection ends; engines of this age say why in the output, and end the command.
      let rest = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        rest += new TextDecoder().decode(part.value);
      }
      assert.doesNotMatch(rest, /x\r\n/, "the keys did not reach the command");
      assert.match(rest, /read escape sequence|^$/);
      for (const size of [{ height: 1 }, { width: 1 }, {}]) {
        await assert.rejects(client.execResize(exec, size as never), {
          name: "TypeError",
          message:
            `Cannot resize the terminal of exec "${exec.Id}": expected both { height, width }`,
        });
      }
    });
  });

  it("what is said at the start decides between terminal and frames", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const raw = "printf '\\001\\000\\000\\000\\000\\000\\000\\002hi'";
      const exec = await client.execCreate(id, ["sh", "-c", `stty -opost; ${raw}`], { tty: true });
      const bytes = await collect(await client.execStart(exec, { tty: true, stream: true }));
      assert.deepEqual([...bytes], [1, 0, 0, 0, 0, 0, 0, 2, 104, 105]);
      const framed = await client.execCreate(id, "echo hi", { tty: true });
      assert.equal(await client.execStart(framed), "hi\r\n");
    });
  });

  it("that cannot be run or were run already say so", async () => {
    await within(async ({ client, running, container }) => {
      const id = await running("sleep 60");
      const missing = await client.execCreate(id, "/no/such/command");
      assert.match(await client.execStart(missing), /no such file or directory/);
      assert.equal(await client.execExitCode(missing), EXPECTED.missingProgramCode);
      const detached = await client.execCreate(id, "/no/such/command");
      await assert.rejects(client.execStart(detached, { detach: true }), {
        name: "BadRequest",
        message: /no such file or directory/,
      });
      const once = await client.execCreate(id, "true");
      await client.execStart(once);
      assert.match(await client.execStart(once), /has already run/);
      await assert.rejects(client.execCreate(await container("true"), "true"), {
        name: "Conflict",
        message: /is not running/,
      });
      await assert.rejects(client.execCreate(id, ""), {
        name: "TypeError",
        message: 'Cannot use cmd "": expected at least one word',
      });
      await assert.rejects(client.execCreate(id, "echo 'a"), {
        name: "TypeError",
        message: `Cannot split cmd "***": the single quote at character 6 is not closed; ` +
          "a list of words needs no quoting",
      });
      await within(async ({ client: old }) => {
        await assert.rejects(old.execCreate(id, "true", { tty: true, consoleSize: [1, 2] }), {
          name: "InvalidVersion",
          message:
            `Cannot set up a command in container "${id}": option "consoleSize" (ConsoleSize) ` +
            "needs API version 1.42, and 1.41 is in use",
        });
      }, "1.41");
      const calls = [
        () => client.execInspect(" "),
        () => client.execStart(" "),
        () => client.execExitCode(" "),
        () => client.execResize(" ", { height: 1, width: 1 }),
      ];
      for (const call of calls) {
        await assert.rejects(call(), {
          name: "NullResource",
          message:
            "Cannot use execId: it is empty; expected an id or name, or an object with Id or ID",
        });
      }
    });
  });
});
