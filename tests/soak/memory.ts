import assert from "node:assert/strict";
import process from "node:process";
import { collectNow } from "../harness/collect_garbage.ts";
import { isSoak } from "../live/fixture.ts";

/** Bytes in a mebibyte. */
export const MIB: number = 1024 * 1024;
/** How much the process's memory may grow while something large goes through it. */
const GROWTH_LIMIT = 64;

/** Notes the greatest size of this process while something goes on. */
export class Memory {
  readonly #before: number = process.memoryUsage.rss();
  #peak = 0;
  #collected = 0;

  /** Passes bytes on and looks at the memory every few MiB. */
  watch(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    let since = 0;
    const reader = stream.getReader();
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        since += value.length;
        this.bytes += value.length;
        if (since >= 4 * MIB) {
          since = 0;
          this.look();
        }
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  /** How many bytes went by. */
  bytes = 0;

  look(): void {
    // Beside other suites a collection comes late; what is kept shows in spite of one.
    if (!isSoak && performance.now() - this.#collected > 100) {
      collectNow();
      this.#collected = performance.now();
    }
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }

  /** Asserts that it did not grow with what went through. */
  check(what: string, start: number): void {
    this.look();
    const growth = (this.#peak - this.#before) / MIB;
    const seconds = (performance.now() - start) / 1000;
    if (isSoak) {
      console.log(
        `soak: ${what}, ${(this.bytes / MIB).toFixed(0)} MiB in ${seconds.toFixed(1)} s; ` +
          `memory grew by ${growth.toFixed(0)} MiB`,
      );
    }
    assert.ok(growth < GROWTH_LIMIT, `${what}: memory grew by ${growth.toFixed(0)} MiB`);
  }
}

/**
 * Measures until memory stays flat, three times at most: a collection may be late where a machine is
 * busy, and what is kept would show each time.
 */
export async function measure(attempt: () => Promise<void>): Promise<void> {
  await attempt().catch(attempt).catch(attempt);
}

/** So many MiB that do not compress, the same MiB again and again. */
export function noise(mebibytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += 65536) crypto.getRandomValues(piece.subarray(at, at + 65536));
  let left = mebibytes;
  return new ReadableStream<Uint8Array>({
    pull(controller): void {
      if (left-- === 0) return controller.close();
      // The same bytes each time: copies would be garbage of the test itself.
      controller.enqueue(piece);
    },
  }, { highWaterMark: 0 });
}
