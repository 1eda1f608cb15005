import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ByteQueue } from "../../src/bytes/queue.ts";
import { randomBytes, randomNumbers, splits } from "../splits.ts";

describe("ByteQueue", () => {
  it("hands out views of what was pushed", () => {
    const queue = new ByteQueue();
    const chunk = Uint8Array.of(1, 2, 3, 4);
    queue.push(chunk);
    const taken = queue.take(2)!;
    assert.deepEqual(taken, Uint8Array.of(1, 2));
    assert.equal(taken.buffer, chunk.buffer);
    assert.equal(queue.peek(2)!.buffer, chunk.buffer);
    const rest = queue.takeSome(100)!;
    assert.deepEqual(rest, Uint8Array.of(3, 4));
    assert.equal(rest.buffer, chunk.buffer);
    assert.equal(queue.length, 0);
  });

  it("stitches what spans chunks, and leaves it when too little is there", () => {
    const queue = new ByteQueue();
    queue.push(Uint8Array.of(1, 2));
    queue.push(new Uint8Array(0));
    queue.push(Uint8Array.of(3));
    assert.equal(queue.take(4), null);
    assert.equal(queue.length, 3);
    assert.deepEqual(queue.peek(3), Uint8Array.of(1, 2, 3));
    queue.discard(1);
    queue.push(Uint8Array.of(4, 5));
    assert.deepEqual(queue.take(3), Uint8Array.of(2, 3, 4));
    assert.deepEqual(queue.takeSome(9), Uint8Array.of(5));
  });

  it("gives nothing when empty or asked for nothing", () => {
    const queue = new ByteQueue();
    assert.equal(queue.takeSome(5), null);
    assert.deepEqual(queue.take(0), new Uint8Array(0));
    assert.equal(queue.take(1), null);
    assert.equal(queue.discard(5), 0);
    queue.push(Uint8Array.of(1));
    assert.equal(queue.takeSome(0), null);
    assert.equal(queue.discard(5), 1);
    assert.equal(queue.length, 0);
  });

  it("keeps order however bytes are pushed and taken", () => {
    const data = randomBytes(3000, 1);
    let seed = 0;
    for (const { how, pieces } of splits(data)) {
      const random = randomNumbers(++seed);
      const queue = new ByteQueue();
      const out: number[] = [];
      let pushed = 0;
      for (const piece of pieces) {
        queue.push(piece);
        pushed += piece.length;
        for (let turns = random(4); turns > 0; turns--) {
          const size = random(40);
          const kind = random(4);
          if (kind === 0) {
            const seen = queue.peek(size);
            if (seen !== null) {
              assert.deepEqual(seen, data.slice(out.length, out.length + size), how);
            }
          } else if (kind === 1) out.push(...queue.take(size) ?? []);
          else if (kind === 2) out.push(...queue.takeSome(size) ?? []);
          else out.push(...data.subarray(out.length, out.length + queue.discard(size)));
          assert.equal(queue.length, pushed - out.length, how);
        }
      }
      out.push(...queue.take(queue.length)!);
      assert.deepEqual(Uint8Array.from(out), data, how);
    }
  });

  it("lets go of chunks that were taken", () => {
    const queue = new ByteQueue();
    for (let index = 0; index < 1000; index++) queue.push(Uint8Array.of(index & 255));
    for (let index = 0; index < 1000; index++) {
      assert.deepEqual(queue.take(1), Uint8Array.of(index & 255));
      queue.push(Uint8Array.of(index & 255));
    }
    assert.equal(queue.length, 1000);
  });
});
