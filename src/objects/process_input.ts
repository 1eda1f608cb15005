import { requireBytes } from "../bytes/require_bytes.ts";
import type { ContainerSocket } from "../api/common/socket.ts";
import type { StreamReader } from "../bytes/stream_reader.ts";
import { bodyStream, type Data, type FileOpener, toBody } from "../convert/data.ts";
import { DockerError } from "../errors.ts";

/** Feeds a process its standard input, while its output is read; who gives no input goes without this file. */
export class ProcessInput {
  readonly #reader: StreamReader<Uint8Array>;
  #failure: { cause: unknown } | null = null;
  #stopped = false;

  /**
   * Takes what a process reads; nothing is read of it yet.
   *
   * @param input The data.
   * @param opener What opens files.
   * @throws {TypeError} When it is no data.
   */
  constructor(input: Data, opener: FileOpener) {
    this.#reader = bodyStream(toBody(input, "input", opener)).getReader();
  }

  /**
   * Starts feeding.
   *
   * @param socket The process's streams; the end of the data becomes the end of the process's input.
   */
  start(socket: ContainerSocket<unknown>): void {
    this.#feed(socket);
  }

  /** Lets go of the data: there is no process that could read it. */
  cancel(reason: unknown): void {
    this.#reader.cancel(reason).catch(() => {});
  }

  /**
   * Stops feeding: the process has ended, or is given up.
   *
   * @param action What was attempted, for the error.
   * @throws {DockerError} When the source had failed.
   */
  stop(action: string): void {
    this.#stopped = true;
    this.#reader.cancel().catch(() => {});
    if (this.#failure === null) return;
    const { cause } = this.#failure;
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new DockerError(`${action}: its input failed: ${words}`, { cause });
  }

  async #next(): Promise<Uint8Array | null> {
    const { done, value } = await this.#reader.read();
    return done ? null : requireBytes(value);
  }

  async #feed(socket: ContainerSocket<unknown>): Promise<void> {
    const writer = socket.writable.getWriter();
    writer.closed.catch(() => {});
    try {
      for (;;) {
        const chunk = await this.#next().catch((cause) => {
          this.#failure = { cause };
          throw cause;
        });
        if (chunk === null) break;
        await writer.write(chunk);
      }
      if (!this.#stopped) await writer.close();
    } catch {
      // A process that does not read its input may end before it is written: its exit code tells.
      if (this.#failure !== null && !this.#stopped) socket.close();
      this.#reader.cancel().catch(() => {});
    }
  }
}
