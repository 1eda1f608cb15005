import { ProtocolError } from "../errors.ts";

/** Takes one response body apart, synchronously. */
export interface BodyDecoder {
  /** Whether the body has ended. */
  readonly done: boolean;
  /**
   * Takes the body's payload out of `bytes`.
   *
   * @param bytes What the connection brought; the decoder may move bytes within it.
   * @param out Where the views of the payload are added, in order.
   * @returns How many bytes were used; fewer than given only when the body has ended.
   */
  decode(bytes: Uint8Array, out: Uint8Array[]): number;
  /**
   * Says that the connection's input has ended.
   *
   * @throws {ProtocolError} When the body needed more.
   */
  end(): void;
}

/** A body of a length that the head gave. */
export class LengthDecoder implements BodyDecoder {
  #left: number;
  readonly #length: number;

  constructor(length: number) {
    this.#left = length;
    this.#length = length;
  }

  get done(): boolean {
    return this.#left === 0;
  }

  decode(bytes: Uint8Array, out: Uint8Array[]): number {
    const size = Math.min(this.#left, bytes.length);
    if (size === 0) return 0;
    out.push(size === bytes.length ? bytes : bytes.subarray(0, size));
    this.#left -= size;
    return size;
  }

  end(): void {
    if (this.#left === 0) return;
    throw new ProtocolError(
      `Cannot read the response body: it ended after ${
        this.#length - this.#left
      } of ${this.#length} bytes`,
    );
  }
}

/** A body that lasts until the peer ends the connection. */
export class CloseDecoder implements BodyDecoder {
  #done = false;

  get done(): boolean {
    return this.#done;
  }

  decode(bytes: Uint8Array, out: Uint8Array[]): number {
    if (bytes.length > 0) out.push(bytes);
    return bytes.length;
  }

  end(): void {
    this.#done = true;
  }
}
