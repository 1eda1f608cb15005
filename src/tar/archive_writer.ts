import { concat } from "../bytes/concat.ts";
import type { ByteSource } from "./byte_source.ts";
import type { EntryHead } from "./entry_head.ts";
import { Packer } from "./packer.ts";

/** One entry to write: its head, and its body as bytes or as what opens it when its turn comes. */
export interface PackJob {
  head: EntryHead;
  body?: Uint8Array | (() => ByteSource | Promise<ByteSource>);
}

/** Where entries to write come from. */
export interface JobSource {
  /** Gives the next entry, `null` after the last one. */
  next(): PackJob | null | Promise<PackJob | null>;
  /** Says that no more entries are wanted. */
  cancel(reason?: unknown): unknown;
}

/** Smaller pieces are gathered: a stream's cost is by the chunk. */
const LARGE = 16 * 1024;
const GATHERED = 64 * 1024;

/** What gives the bytes around the bodies. */
export type EntryPacker = Pick<Packer, "header" | "count" | "padding" | "end">;

/** Writes entries as a stream; nothing is opened or read before the stream is. */
export function archiveStream(
  jobs: JobSource,
  packer: EntryPacker = new Packer(),
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const writer = new ArchiveWriter(jobs, packer);
  const archive = new ReadableStream<Uint8Array>({
    pull: (controller) => writer.pull(controller),
    cancel: (reason) => writer.cancel(reason),
  }, { highWaterMark: 0 });
  // Compressors and Blobs are typed to take nothing that may be in shared memory.
  return archive as ReadableStream<Uint8Array<ArrayBuffer>>;
}

class ArchiveWriter {
  readonly #jobs: JobSource;
  readonly #packer: EntryPacker;
  #body: ByteSource | undefined;
  #pieces: Uint8Array[] = [];
  #gathered = 0;
  #cancelled: { reason: unknown } | undefined;

  constructor(jobs: JobSource, packer: EntryPacker) {
    this.#jobs = jobs;
    this.#packer = packer;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      while (!this.#cancelled) {
        const done = this.#body === undefined
          ? await this.#nextEntry(controller)
          : await this.#nextChunk(controller, this.#body);
        if (done) return;
      }
    } catch (problem) {
      this.cancel(problem).catch(() => {});
      throw problem;
    }
  }

  async cancel(reason: unknown): Promise<void> {
    this.#cancelled = { reason };
    const body = this.#body;
    this.#body = undefined;
    await body?.cancel(reason);
    await this.#jobs.cancel(reason);
  }

  async #nextEntry(controller: ReadableStreamDefaultController<Uint8Array>): Promise<boolean> {
    for (;;) {
      const next = this.#jobs.next();
      // Waiting for what is there already would cost more than writing it.
      const job = next instanceof Promise ? await next : next;
      if (this.#cancelled) return true;
      if (job === null) {
        this.#gather(this.#packer.end());
        this.#flush(controller);
        controller.close();
        return true;
      }
      const { head, body } = job;
      this.#gather(this.#packer.header(head));
      if (typeof body === "function") {
        const opening = body();
        this.#body = opening instanceof Promise ? await opening : opening;
        await this.#cancelLate();
        return false;
      }
      let sent = false;
      if (body !== undefined) {
        this.#packer.count(body.length);
        sent = this.#send(body, controller);
      }
      this.#gather(this.#packer.padding());
      if (sent || this.#flushWhenFull(controller)) return true;
    }
  }

  async #nextChunk(
    controller: ReadableStreamDefaultController<Uint8Array>,
    body: ByteSource,
  ): Promise<boolean> {
    const chunk = await body.read();
    if (this.#cancelled) return true;
    if (chunk === null) {
      this.#body = undefined;
      this.#gather(this.#packer.padding());
      return this.#flushWhenFull(controller);
    }
    this.#packer.count(chunk.length);
    return this.#send(chunk, controller);
  }

  /** Closes a body that was opened while the stream was cancelled. */
  async #cancelLate(): Promise<void> {
    if (this.#cancelled !== undefined) await this.#body?.cancel(this.#cancelled.reason);
  }

  /** Passes bytes on, or keeps them for the next chunk; tells whether it passed any on. */
  #send(bytes: Uint8Array, controller: ReadableStreamDefaultController<Uint8Array>): boolean {
    if (bytes.length < LARGE) {
      this.#gather(bytes);
      return this.#flushWhenFull(controller);
    }
    this.#flush(controller);
    controller.enqueue(bytes);
    return true;
  }

  #gather(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#gathered += bytes.length;
  }

  #flushWhenFull(controller: ReadableStreamDefaultController<Uint8Array>): boolean {
    return this.#gathered >= GATHERED && this.#flush(controller);
  }

  #flush(controller: ReadableStreamDefaultController<Uint8Array>): boolean {
    if (this.#gathered === 0) return false;
    controller.enqueue(concat(this.#pieces, this.#gathered));
    this.#pieces = [];
    this.#gathered = 0;
    return true;
  }
}
