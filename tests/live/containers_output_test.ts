import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Frame } from "../../mod.ts";
import { collect } from "../harness/collect.ts";
import { exercised } from "./exercised.ts";
import { skip } from "./fixture.ts";
import { within } from "./sandbox.ts";

const BOTH = "echo out 1; echo err 1 >&2; sleep 0.1; echo out 2; echo err 2 >&2";

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await collect(stream));
}

/** Joins frames, and keeps the order in which stdout and stderr took turns. */
async function framesOf(stream: AsyncIterable<Frame>): Promise<Record<string, string>> {
  const texts: Record<string, string> = { stdout: "", stderr: "" };
  for await (const frame of stream) {
    texts[frame.stream] += new TextDecoder().decode(frame.data);
  }
  return texts;
}

describe("output of containers on the engine", { skip }, () => {
  it("logs() reads what each of its options asks for", async () => {
    await within(async ({ client, run }) => {
      const { id, output } = await run(BOTH);
      assert.deepEqual(output.split("\n").sort(), ["", "err 1", "err 2", "out 1", "out 2"]);
      assert.equal(await client.logs(id, { stderr: false }), "out 1\nout 2\n");
      assert.equal(await client.logs(id, { stdout: false }), "err 1\nerr 2\n");
      // The Engine counts the lines of both streams.
      assert.equal((await client.logs(id, { tail: 2 })).split("\n").length, 3);
      assert.equal(await client.logs(id, { stderr: false, tail: "all" }), "out 1\nout 2\n");
      assert.equal(await client.logs(id, { tail: 0 }), "");
      const stamped = await client.logs(id, { stderr: false, timestamps: true });
      const [first, second] = stamped.trim().split("\n").map((line) => line.split(" ")[0]!);
      assert.match(first!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      assert.equal(await client.logs(id, { stderr: false, since: second }), "out 2\n");
      const seconds = Math.floor(Date.parse(first!) / 1000);
      assert.equal(await client.logs(id, { stderr: false, since: seconds }), "out 1\nout 2\n");
      assert.equal(await client.logs(id, { since: new Date(Date.now() + 60_000) }), "");
      // The Engine stops at the first line behind it: lines of two streams need not be in order.
      const { id: single } = await run("echo out 1; sleep 0.1; echo out 2");
      const [until] = (await client.logs(single, { timestamps: true })).split(" ");
      assert.equal(await client.logs(single, { until }), "out 1\n");
      assert.deepEqual(await client.logs(id, { demux: true }), {
        stdout: "out 1\nout 2\n",
        stderr: "err 1\nerr 2\n",
      });
      const frames = await client.logs(id, { stream: true, demux: true, follow: false });
      assert.deepEqual(await framesOf(frames), {
        stdout: "out 1\nout 2\n",
        stderr: "err 1\nerr 2\n",
      });
      exercised("logs", "container", "stdout", "stderr", "timestamps", "tail", "since");
      await assert.rejects(client.logs(id, { stdout: false, stderr: false }), {
        name: "TypeError",
        message: `Cannot read the logs of container "${id}": stdout and stderr are both false`,
      });
      await assert.rejects(client.logs(id, { tail: -1 }), {
        name: "RangeError",
        message: 'Cannot use tail -1: expected a number of lines or "all"',
      });
    });
  });

  it("logs() follows a stream, and does not when told", async () => {
    await within(async ({ client, running }) => {
      const id = await running("echo one; while ! test -e /go; do sleep 0.02; done; echo two");
      let text = "";
      for await (const bytes of await client.logs(id, { stream: true })) {
        text += new TextDecoder().decode(bytes);
        if (text === "one\n") {
          // What was written so far, as a stream and as a text that do not wait for more.
          assert.equal(
            await textOf(await client.logs(id, { stream: true, follow: false })),
            "one\n",
          );
          assert.equal(await client.logs(id), "one\n");
          await client.execStart(await client.execCreate(id, "touch /go"));
        }
      }
      assert.equal(text, "one\ntwo\n");
      assert.equal(await client.logs(id, { follow: true }), "one\ntwo\n");
      exercised("logs", "stream", "follow");
    });
  });

  it("attach() before the start misses nothing", async () => {
    await within(async ({ client, container }) => {
      const id = await container(BOTH);
      const frames = await client.attach(id, { stream: true, demux: true });
      const bytes = await client.attach(id, { stream: true, stderr: false });
      const errors = await client.attach(id, { stream: true, stdout: false });
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      assert.deepEqual(await framesOf(frames), {
        stdout: "out 1\nout 2\n",
        stderr: "err 1\nerr 2\n",
      });
      assert.equal(await textOf(bytes), "out 1\nout 2\n");
      assert.equal(await textOf(errors), "err 1\nerr 2\n");
      assert.equal(await exit.exitCode(), 0);
      exercised("attach", "container", "stdout", "stderr", "stream");
    });
  });

  it("attach() collects until the container ends, with what came before if asked", async () => {
    await within(async ({ client, running, run }) => {
      const id = await running("echo before; while ! test -e /go; do sleep 0.02; done; echo after");
      for await (const _ of await client.logs(id, { stream: true })) break;
      const filters = { container: id, event: ["attach"] };
      const attached = (await client.events({ decode: true, filters, since: 1 })).values();
      const whole = client.attach(id, { logs: true });
      const parts = client.attach(id, { logs: true, demux: true });
      const rest = await client.attach(id, { stream: true });
      // Two of them wait for the end: the container is let go once all three stand.
      for (let count = 0; count < 3; count++) await attached.next();
      await attached.return!();
      await client.execStart(await client.execCreate(id, "touch /go"));
      assert.equal(await textOf(rest), "after\n");
      assert.equal(await whole, "before\nafter\n");
      assert.deepEqual(await parts, { stdout: "before\nafter\n", stderr: "" });

      const ended = await run("echo done; echo failed >&2; exit 3");
      assert.equal(await client.attach(ended.id, { logs: true, stderr: false }), "done\n");
      assert.deepEqual(await client.attach(ended.id, { logs: true, demux: true }), {
        stdout: "done\n",
        stderr: "failed\n",
      });
      assert.equal(await client.attach(ended.id), "");
      assert.deepEqual(await client.attach(ended.id, { demux: true }), { stdout: "", stderr: "" });
      exercised("attach", "logs");
      await assert.rejects(client.attach(id, { stdout: false, stderr: false }), {
        name: "TypeError",
        message: `Cannot attach to container "${id}": stdout and stderr are both false`,
      });
    });
  });

  it("a terminal's output comes out untouched, whatever its bytes", async () => {
    await within(async ({ client, container }) => {
      // What looks like the header of a frame of 5 bytes, and like one that the Engine fails with.
      const id = await container(
        "stty -opost; printf '\\001\\000\\000\\000\\000\\000\\000\\005hello\\003\\000\\000\\000\\000\\000\\000\\001'",
        { tty: true },
      );
      const expected = [...[1, 0, 0, 0, 0, 0, 0, 5], ..."hello"].map((one) =>
        typeof one === "string" ? one.charCodeAt(0) : one
      ).concat(3, 0, 0, 0, 0, 0, 0, 1);
      const attached = await client.attach(id, { stream: true });
      const frames = await client.attach(id, { stream: true, demux: true });
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      assert.deepEqual([...await collect(attached)], expected);
      assert.equal((await framesOf(frames)).stdout, String.fromCharCode(...expected));
      await exit.exitCode();
      assert.deepEqual([...await collect(await client.logs(id, { stream: true }))], expected);
      assert.equal(await client.logs(id), String.fromCharCode(...expected));
      assert.equal(await client.attach(id, { logs: true }), String.fromCharCode(...expected));
    });
  });
});
