import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ContainerSocket } from "../../../src/api/common/socket.ts";
import { batchStream } from "../../../src/streams/batch_stream.ts";

interface Log {
  socket: ContainerSocket<Uint8Array>;
  /** What happened to the connection, in order. */
  log: string[];
  /** Lets the writes that wait go on. */
  release(): void;
}

/** A socket over a connection that writes down what happens to it. */
function logged(options: { slow?: boolean; fail?: string; whole?: boolean } = {}): Log {
  const log: string[] = [];
  let release: () => void = () => {};
  let held = options.slow ? new Promise<void>((resolve) => release = resolve) : null;
  const decoder = new TextDecoder();
  let onCancel: () => void = () => {};
  const connection = {
    async write(bytes: Uint8Array): Promise<void> {
      const text = decoder.decode(bytes);
      log.push(`write ${text}`);
      if (held !== null) await held;
      held = null;
      if (text === options.fail) throw new RangeError(`${text} failed`);
      log.push(`wrote ${text}`);
    },
    closeWrite(): Promise<void> {
      log.push("closeWrite");
      return options.whole ? Promise.reject(new TypeError("no half-close")) : Promise.resolve();
    },
    cancel(reason?: unknown): void {
      log.push(reason === undefined ? "cancel" : `cancel ${reason}`);
      onCancel();
    },
  };
  const readable = batchStream<Uint8Array>({
    next: () =>
      new Promise((_, reject) => {
        onCancel = () => reject(new Error("the connection was closed"));
      }),
    cancel: (reason) => connection.cancel(reason),
  });
  return { socket: new ContainerSocket(connection, readable), log, release: () => release() };
}

describe("ContainerSocket", () => {
  it("ends the input behind all writes that were begun, awaited or not", async () => {
    const { socket, log, release } = logged({ slow: true });
    const writer = socket.writable.getWriter();
    writer.write("one");
    writer.write(new TextEncoder().encode("two"));
    writer.write("");
    const ended = socket.closeWrite();
    release();
    await ended;
    assert.deepEqual(log, ["write one", "wrote one", "write two", "wrote two", "closeWrite"]);
    await socket.closeWrite();
    await writer.close();
    assert.equal(log.filter((line) => line === "closeWrite").length, 1);
  });

  it("closing the writable ends the input too", async () => {
    const { socket, log } = logged();
    await new Response("piped").body!.pipeTo(socket.writable);
    assert.deepEqual(log, ["write piped", "wrote piped", "closeWrite"]);
    await socket.closeWrite();
    assert.equal(log.length, 3);
  });

  it("refuses writes behind the end of the input", async () => {
    const { socket } = logged();
    const writer = socket.writable.getWriter();
    await socket.closeWrite();
    await assert.rejects(writer.write("late"), {
      name: "TypeError",
      message: "Cannot write to the process: its input was ended by closeWrite()",
    });
  });

  it("refuses what is neither bytes nor a string", async () => {
    const { socket } = logged();
    await assert.rejects(socket.writable.getWriter().write(5 as unknown as string), {
      name: "TypeError",
      message: "Cannot write to the process: expected a Uint8Array or a string",
    });
  });

  it("does not wait for writes behind a failed one", async () => {
    const { socket, log } = logged({ fail: "one" });
    const writer = socket.writable.getWriter();
    writer.closed.catch(() => {});
    const writes = Promise.allSettled([writer.write("one"), writer.write("two")]);
    await socket.closeWrite();
    const [first] = await writes;
    assert.equal(first.status, "rejected");
    assert.deepEqual(log, ["write one", "closeWrite"]);
    await assert.rejects(writer.write("three"), { message: "one failed" });
    await socket.closeWrite();
  });

  it("can be written to after a half-close that the connection does not have", async () => {
    const { socket, log } = logged({ whole: true });
    const writer = socket.writable.getWriter();
    await assert.rejects(socket.closeWrite(), { message: "no half-close" });
    await writer.write("more");
    assert.deepEqual(log, ["closeWrite", "write more", "wrote more"]);
  });

  it("close() ends pending reads and waits, and frees the connection", async () => {
    const { socket, log, release } = logged({ slow: true });
    const reading = socket.readable.getReader().read();
    const writer = socket.writable.getWriter();
    writer.closed.catch(() => {});
    void writer.write("one").catch(() => {});
    const ended = socket.closeWrite();
    await new Promise((resolve) => setTimeout(resolve));
    socket.close();
    assert.deepEqual(await reading, { done: true, value: undefined });
    release();
    await ended;
    assert.ok(log.includes("cancel"));
  });

  it("aborting the writable closes the connection with the reason", async () => {
    const { socket, log } = logged();
    await socket.writable.abort("enough");
    assert.deepEqual(log, ["cancel enough"]);
  });

  it("frees the connection at the end of an await using block", async () => {
    const { socket, log } = logged();
    await socket[Symbol.asyncDispose]();
    assert.ok(log.includes("cancel"));
  });
});
