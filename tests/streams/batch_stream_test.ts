import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BatchSource } from "../../src/streams/batch_buffer.ts";
import { batchStream } from "../../src/streams/batch_stream.ts";

/** A source whose steps the test sees and, for promises, times. */
class Steps<T> implements BatchSource<T> {
  calls = 0;
  cancelled: unknown[] = [];
  readonly #steps: (T[] | Error | Promise<T[] | null>)[];

  constructor(...steps: (T[] | Error | Promise<T[] | null>)[]) {
    this.#steps = steps;
  }

  async next(): Promise<T[] | null> {
    this.calls++;
    const step = this.#steps.shift() ?? null;
    if (step instanceof Error) throw step;
    return await step;
  }

  cancel(reason: unknown): void {
    this.cancelled.push(reason);
  }
}

interface Later<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
}

function later<T>(): Later<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Asks for a value and takes the lock off before it comes. */
async function askAndLeave(stream: ReadableStream<unknown>): Promise<void> {
  const reader = stream.getReader();
  const given = assert.rejects(reader.read(), TypeError);
  reader.releaseLock();
  await given;
}

describe("BatchStream", () => {
  it("gives its items in order to for await, and unlocks at the end", async () => {
    const source = new Steps([1, 2], [3]);
    const stream = batchStream(source);
    assert.deepEqual(await collect(stream), [1, 2, 3]);
    assert.equal(stream.locked, false);
    assert.deepEqual(await collect(stream), []);
    assert.deepEqual(source.cancelled, []);
  });

  it("reads nothing ahead", async () => {
    const source = new Steps([1, 2], [3]);
    const stream = batchStream(source);
    await Promise.resolve();
    assert.equal(source.calls, 0);
    const reader = stream.getReader();
    assert.deepEqual(await reader.read(), { done: false, value: 1 });
    assert.deepEqual(await reader.read(), { done: false, value: 2 });
    await turn();
    assert.equal(source.calls, 1);
    assert.deepEqual(await reader.read(), { done: false, value: 3 });
    assert.deepEqual(await reader.read(), { done: true, value: undefined });
    await reader.closed;
    assert.equal(source.calls, 3);
  });

  it("gives batches as they came, and what a reader left of one", async () => {
    assert.deepEqual(await collect(batchStream(new Steps([1, 2], [3])).batches()), [[1, 2], [
      3,
    ]]);
    const stream = batchStream(new Steps([1, 2, 3], [4]));
    const reader = stream.getReader();
    await reader.read();
    reader.releaseLock();
    assert.deepEqual(await collect(stream.batches()), [[2, 3], [4]]);
    assert.equal(stream.locked, false);
  });

  it("lets the caller change the arrays of batches", async () => {
    const seen: number[] = [];
    for await (const batch of batchStream(new Steps([1], [2], [3])).batches()) {
      seen.push(...batch);
      batch.push(99);
    }
    assert.deepEqual(seen, [1, 2, 3]);
  });

  it("goes on where another way of reading stopped", async () => {
    const stream = batchStream(new Steps([1, 2, 3], [4, 5], [6], [7]));
    for await (const item of stream.values({ preventCancel: true })) {
      if (item === 2) break;
    }
    const reader = stream.getReader();
    assert.equal((await reader.read()).value, 3);
    assert.equal((await reader.read()).value, 4);
    reader.releaseLock();
    for await (const batch of stream.batches({ preventCancel: true })) {
      assert.deepEqual(batch, [5]);
      break;
    }
    assert.deepEqual(await collect(stream), [6, 7]);
  });

  for (const way of ["values", "batches"] as const) {
    it(`cancels the source when a loop over ${way}() is left`, async () => {
      const source = new Steps([1, 2], [3]);
      const stream = batchStream(source);
      for await (const _ of stream[way]()) break;
      assert.deepEqual(source.cancelled, [undefined]);
      assert.equal(stream.locked, false);
      assert.deepEqual(await collect(stream), []);
      const failing = new Steps([1]);
      await assert.rejects(async () => {
        for await (const _ of batchStream(failing)[way]()) throw new Error("stop");
      }, { message: "stop" });
      assert.deepEqual(failing.cancelled, [undefined]);
    });

    it(`leaves the source open when a loop over ${way}({ preventCancel: true }) is left`, async () => {
      const source = new Steps([1, 2], [3]);
      const stream = batchStream(source);
      for await (const _ of stream[way]({ preventCancel: true })) break;
      assert.deepEqual(source.cancelled, []);
      assert.equal(stream.locked, false);
    });

    it(`locks the stream while ${way}() is read`, async () => {
      const stream = batchStream(new Steps([1]));
      const iterator = stream[way]();
      assert.equal(stream.locked, true);
      assert.throws(() => stream[way](), TypeError);
      assert.throws(() => stream.getReader(), TypeError);
      await assert.rejects(stream.cancel(), TypeError);
      await iterator.return?.();
      assert.equal(stream.locked, false);
    });

    it(`rejects once by ${way}() after the items before a failure, and stays failed`, async () => {
      const failure = new Error("cut");
      const source = new Steps<number>([1], failure);
      const stream = batchStream(source);
      const iterator = stream[way]();
      assert.equal((await iterator.next()).done, false);
      await assert.rejects(iterator.next(), failure);
      assert.equal((await iterator.next()).done, true);
      assert.equal(stream.locked, false);
      await assert.rejects(stream.getReader().read(), failure);
      assert.deepEqual(source.cancelled, []);
    });

    it(`serves calls of ${way}().next() in order that were not awaited`, async () => {
      const stream = batchStream(new Steps([1, 2], [3], [4, 5, 6]));
      const iterator = stream[way]();
      const results = Array.from({ length: 8 }, () => iterator.next());
      const items = (await Promise.all(results)).filter(({ done }) => !done).map(({ value }) =>
        value
      ).flat();
      assert.deepEqual(items, [1, 2, 3, 4, 5, 6]);
      assert.equal((await iterator.next()).done, true);
    });

    it(`ends calls of ${way}().next() that wait when return() is called`, async () => {
      const source = new Steps<number>(later<number[]>().promise);
      const iterator = batchStream(source)[way]();
      const waiting = [iterator.next(), iterator.next()];
      assert.deepEqual(await iterator.return?.(), { done: true, value: undefined });
      assert.deepEqual(source.cancelled, [undefined]);
      void waiting;
    });
  }

  it("never gives an item twice or out of turn to calls of next() that overlap", async () => {
    const stream = batchStream(new Steps([1, 2, 3], [4], [5, 6]));
    const iterator = stream.values();
    const seen: (number | undefined)[] = [];
    const read = async (): Promise<void> => {
      for (let result = await iterator.next(); !result.done; result = await iterator.next()) {
        seen.push(result.value);
      }
    };
    await Promise.all([read(), read(), read()]);
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6]);
  });

  it("serves a call of next() behind those that wait already", async () => {
    const iterator = batchStream(new Steps([1, 2, 3])).values();
    let third: Promise<IteratorResult<number>> | undefined;
    const first = iterator.next().then((result) => {
      third = iterator.next();
      return result.value;
    });
    const second = iterator.next();
    assert.deepEqual([await first, (await second).value, (await third!).value], [1, 2, 3]);
  });

  it("gives the end to next() calls that wait when the source fails because of return()", async () => {
    const step = later<number[]>();
    const iterator = batchStream(new Steps<number>(step.promise)).values();
    const waiting = [iterator.next(), iterator.next()];
    await iterator.return?.();
    step.reject(new Error("closed"));
    assert.deepEqual(await Promise.all(waiting), Array(2).fill({ done: true, value: undefined }));
  });

  it("keeps what arrives for a next() call that was given up with preventCancel", async () => {
    const step = later<number[]>();
    const stream = batchStream(new Steps<number>(step.promise, [3]));
    const iterator = stream.values({ preventCancel: true });
    const waiting = iterator.next();
    await iterator.return?.();
    const reader = stream.getReader();
    const read = reader.read();
    step.resolve([1, 2]);
    assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.deepEqual(await read, { done: false, value: 1 });
    reader.releaseLock();
    assert.deepEqual(await collect(stream), [2, 3]);
  });

  for (const way of ["values", "batches"] as const) {
    describe(`gives by ${way}() what a reader asked for and did not wait for`, () => {
      for (const arrives of ["before", "after"] as const) {
        it(`that comes ${arrives}`, async () => {
          const step = later<number[]>();
          const source = new Steps<number>(step.promise, [3, 4]);
          const stream = batchStream(source);
          // It asks its source only once it has started.
          await turn();
          await askAndLeave(stream);
          assert.equal(source.calls, 1);
          if (arrives === "before") {
            step.resolve([1, 2]);
            await turn();
          }
          const items = collect<number | number[]>(stream[way]());
          if (arrives === "after") step.resolve([1, 2]);
          assert.deepEqual((await items).flat(), [1, 2, 3, 4], arrives);
        });
      }
    });
  }

  it("passes the reason of cancel() to the source, once", async () => {
    const source = new Steps([1, 2]);
    const stream = batchStream(source);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel("enough");
    await reader.cancel("again");
    assert.deepEqual(await reader.read(), { done: true, value: undefined });
    assert.deepEqual(source.cancelled, ["enough"]);
  });

  it("ends a read that waits when cancelled, whatever the source does then", async () => {
    const step = later<number[]>();
    const source = new Steps<number>(step.promise);
    const reader = batchStream(source).getReader();
    const read = reader.read();
    await turn();
    assert.equal(source.calls, 1);
    await reader.cancel("enough");
    assert.deepEqual(await read, { done: true, value: undefined });
    assert.deepEqual(source.cancelled, ["enough"]);
    step.reject(new Error("closed"));
    await reader.closed;
  });

  it("rejects from cancel() when the source cannot be freed", async () => {
    const source = new Steps([1]);
    source.cancel = () => Promise.reject(new Error("stuck"));
    await assert.rejects(batchStream(source).cancel(), { message: "stuck" });
  });

  it("is freed by Symbol.asyncDispose, read or not, and while locked", async () => {
    const unread = new Steps([1]);
    await batchStream(unread)[Symbol.asyncDispose]();
    assert.deepEqual(unread.cancelled, [undefined]);
    assert.equal(unread.calls, 0);

    const step = later<number[] | null>();
    const locked = new Steps<number>([1], step.promise);
    const stream = batchStream(locked);
    const reader = stream.getReader();
    await reader.read();
    const read = reader.read();
    await turn();
    assert.equal(locked.calls, 2);
    await stream[Symbol.asyncDispose]();
    assert.deepEqual(locked.cancelled, [undefined]);
    step.resolve([2]);
    assert.deepEqual(await read, { done: true, value: undefined });

    const ended = new Steps([1]);
    const whole = batchStream(ended);
    await collect(whole);
    await whole[Symbol.asyncDispose]();
    await whole[Symbol.asyncDispose]();
    assert.deepEqual(ended.cancelled, []);
  });

  it("frees its source once, however often Symbol.asyncDispose is called", async () => {
    const source = new Steps([1]);
    const stream = batchStream(source);
    await stream[Symbol.asyncDispose]();
    await stream[Symbol.asyncDispose]();
    assert.deepEqual(source.cancelled, [undefined]);
    assert.deepEqual(await collect(stream), []);
    assert.equal(source.calls, 0);
  });

  for (const how of ["stream", "iterator"] as const) {
    it(`drops by Symbol.asyncDispose of the ${how} what a reader did not wait for`, async () => {
      const source = new Steps<number>([1, 2]);
      const stream = batchStream(source);
      await turn();
      await askAndLeave(stream);
      await turn();
      assert.equal(source.calls, 1);
      await (how === "stream" ? stream : stream.values())[Symbol.asyncDispose]();
      assert.deepEqual(source.cancelled, [undefined]);
      assert.deepEqual(await collect(stream), []);
    });
  }

  for (const ending of ["an item", "a failure"] as const) {
    it(`ends a read that waits when it is disposed, though ${ending} comes then`, async () => {
      const step = later<number[]>();
      const stream = batchStream(new Steps<number>(step.promise));
      const read = stream.getReader().read();
      await turn();
      await stream[Symbol.asyncDispose]();
      if (ending === "an item") step.resolve([1]);
      else step.reject(new Error("closed"));
      assert.deepEqual(await read, { done: true, value: undefined });
    });
  }

  for (const how of ["a reader", "values()", "batches()"] as const) {
    it(`gives what arrived or the end to ${how}, whenever it is disposed`, async () => {
      const ends = new Set<boolean | undefined>();
      for (let wait = 0; wait < 20; wait++) {
        const step = later<number[]>();
        const stream = batchStream(new Steps<number>(step.promise));
        const read: Promise<IteratorResult<unknown> | ReadableStreamReadResult<unknown>> =
          how === "a reader"
            ? stream.getReader().read()
            : how === "values()"
            ? stream.values().next()
            : stream.batches().next();
        await turn();
        step.resolve([1]);
        for (let count = 0; count < wait; count++) await undefined;
        await stream[Symbol.asyncDispose]();
        const { done, value } = await read;
        assert.deepEqual(value, done ? undefined : how === "batches()" ? [1] : 1, `after ${wait}`);
        ends.add(done);
      }
      assert.deepEqual([...ends], [true, false]);
    });
  }

  for (const way of ["values", "batches"] as const) {
    it(`gives nothing more by ${way}() once it was left, and keeps the rest`, async () => {
      const stream = batchStream(new Steps([1], [2]));
      const iterator = stream[way]({ preventCancel: true });
      assert.equal((await iterator.next()).done, false);
      await iterator.return?.();
      assert.deepEqual(await iterator.next(), { done: true, value: undefined });
      assert.deepEqual(await collect(stream), [2]);
    });
  }

  for (const way of ["values", "batches"] as const) {
    it(`asks its source for nothing behind the end that ${way}() gave`, async () => {
      const source = new Steps([1]);
      const stream = batchStream(source);
      await collect<unknown>(stream[way]());
      await collect<unknown>(stream[way]());
      assert.equal((await stream.getReader().read()).done, true);
      assert.equal(source.calls, 2);
    });
  }

  it("does not reject from Symbol.asyncDispose after a failure", async () => {
    const stream = batchStream(new Steps<number>(new Error("cut")));
    const reader = stream.getReader();
    await assert.rejects(reader.read(), { message: "cut" });
    reader.releaseLock();
    await stream[Symbol.asyncDispose]();
  });

  it("pipes to a WritableStream, whose failure cancels it", async () => {
    const written: number[] = [];
    await batchStream(new Steps([1, 2], [3])).pipeTo(
      new WritableStream<number>({ write: (item) => void written.push(item) }),
    );
    assert.deepEqual(written, [1, 2, 3]);
    const source = new Steps([1, 2], [3]);
    const failure = new Error("disk full");
    await assert.rejects(
      batchStream(source).pipeTo(new WritableStream({ write: () => Promise.reject(failure) })),
      failure,
    );
    assert.deepEqual(source.cancelled, [failure]);
  });

  it("aborts a WritableStream that it is piped to when it fails", async () => {
    const failure = new Error("cut");
    let aborted: unknown;
    const written: number[] = [];
    const sink = new WritableStream<number>({
      write: (item) => void written.push(item),
      abort: (reason) => void (aborted = reason),
    });
    await assert.rejects(batchStream(new Steps<number>([1], failure)).pipeTo(sink), failure);
    assert.deepEqual(written, [1]);
    assert.equal(aborted, failure);
  });

  it("is piped through a TransformStream", async () => {
    const doubled = batchStream(new Steps([1, 2], [3])).pipeThrough(
      new TransformStream<number, number>({
        transform: (item, controller) => controller.enqueue(item * 2),
      }),
    );
    assert.deepEqual(await collect(doubled), [2, 4, 6]);
  });

  it("is teed, and cancelled when both branches are", async () => {
    const [a, b] = batchStream(new Steps([1, 2], [3])).tee();
    assert.deepEqual(await Promise.all([collect(a), collect(b)]), [[1, 2, 3], [1, 2, 3]]);
    const source = new Steps([1]);
    const [c, d] = batchStream(source).tee();
    await Promise.all([c.cancel("c"), d.cancel("d")]);
    assert.deepEqual(source.cancelled, [["c", "d"]]);
  });

  it("is a ReadableStream whose body a Response takes", async () => {
    const stream = batchStream<Uint8Array>(
      new Steps<Uint8Array>([new TextEncoder().encode("he")], [new TextEncoder().encode("llo")]),
    );
    assert.ok(stream instanceof ReadableStream);
    assert.equal(await new Response(stream).text(), "hello");
  });

  it("waits for the source only as long as its reader does", async () => {
    const step = later<number[]>();
    const stream = batchStream(new Steps<number>(step.promise));
    const reader = stream.getReader();
    const read = reader.read();
    step.resolve([7]);
    assert.deepEqual(await read, { done: false, value: 7 });
  });
});
