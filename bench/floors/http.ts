/**
 * The floor of requests: the shortest hand-written keep-alive loop. It trusts the engine blindly: no
 * limits, no errors, no cancellation, one head layout.
 *
 * @module
 */
import { openSocket, type RawSocket } from "./socket.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Encodes a request without a body. */
export function request(path: string, method = "GET", lines = ""): Uint8Array {
  return encoder.encode(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n`);
}

/** One keep-alive connection that asks for short answers. */
export class FloorConnection {
  readonly #socket: RawSocket;
  #text = "";
  #body = "";

  constructor(socket: RawSocket) {
    this.#socket = socket;
  }

  /** Resolves with the body's text. */
  async get(path: string): Promise<string> {
    await this.#socket.ask(request(path), (bytes) => this.#push(bytes));
    return this.#body;
  }

  /** Closes the connection. */
  close(): void {
    this.#socket.close();
  }

  #push(bytes: Uint8Array): boolean {
    this.#text += decoder.decode(bytes);
    const headEnd = this.#text.indexOf("\r\n\r\n");
    if (headEnd === -1) return false;
    const length = this.#text.indexOf("Content-Length: ");
    if (length !== -1 && length < headEnd) {
      const size = parseInt(this.#text.slice(length + 16, headEnd), 10);
      if (this.#text.length < headEnd + 4 + size) return false;
      this.#body = this.#text.slice(headEnd + 4);
    } else {
      if (!this.#text.endsWith("0\r\n\r\n")) return false;
      this.#body = unchunk(this.#text, headEnd + 4);
    }
    this.#text = "";
    return true;
  }
}

/** Opens a connection to a unix socket with what the runtime itself offers. */
export async function openFloor(path: string): Promise<FloorConnection> {
  return new FloorConnection(await openSocket(path));
}

function unchunk(text: string, start: number): string {
  let body = "";
  for (let at = start;;) {
    const end = text.indexOf("\r\n", at);
    const size = parseInt(text.slice(at, end), 16);
    if (size === 0) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 4 + size;
  }
}
