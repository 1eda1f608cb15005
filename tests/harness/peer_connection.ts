import { Buffer } from "node:buffer";

/** What carries a scripted connection: memory or a socket. */
export interface Wire {
  /** Hands bytes to the client; resolves once it, or the system, took them. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the peer's output, and keeps reading. */
  end(): void;
  /** Closes both ways. */
  close(): void;
  /** Cuts the connection so that the client's read fails. */
  reset(): void;
  /** Stops or goes on taking what the client writes. */
  hold(held: boolean): void;
}

/** A request as {@linkcode PeerConnection.request} reads it. */
export interface PeerRequest {
  /** E.g. `POST`. */
  method: string;
  /** Path and query as sent. */
  target: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The body with its chunked coding removed. */
  body: Uint8Array;
}

/** What {@linkcode PeerConnection.respond} sends. */
export interface PeerResponse {
  /** 200 if left out. */
  status?: number;
  /** Added to `Content-Length`. */
  headers?: Record<string, string>;
  /** Empty if left out. */
  body?: string | Uint8Array;
  /** As for {@linkcode PeerConnection.send}. */
  pieces?: number | number[];
}

/**
 * The peer's end of one connection, as a script uses it. Every wait ends with the connection: it
 * then rejects and says what was waited for and what had come.
 */
export class PeerConnection {
  /** Whether the client has ended its output. */
  ended = false;
  /** Resolves once the client has closed the connection, or the peer has. */
  readonly closed: Promise<void>;
  /** What the script waits for now, for messages. */
  waitingFor = "nothing";
  #parts: Uint8Array[] = [];
  #length = 0;
  #taken = 0;
  #gone = false;
  #wake: (() => void)[] = [];
  #resolveClosed: () => void = () => {};
  #wire: Wire;

  /** Scripts get theirs from `memoryPeer` or `socketPeer`. */
  constructor(wire: Wire) {
    this.#wire = wire;
    this.closed = new Promise((resolve) => this.#resolveClosed = resolve);
  }

  /** Everything that the client has sent. */
  get received(): Uint8Array {
    if (this.#parts.length > 1) this.#parts = [new Uint8Array(Buffer.concat(this.#parts))];
    return this.#parts[0] ?? new Uint8Array(0);
  }

  /** Resolves with exactly so many bytes. */
  async bytes(length: number): Promise<Uint8Array> {
    const from = this.#taken;
    await this.#until(`${length} bytes`, () => this.#length >= from + length);
    this.#taken = from + length;
    return this.received.slice(from, this.#taken);
  }

  /** Resolves with the text up to and with `end`, e.g. an empty line's end. */
  async text(end: string): Promise<string> {
    const from = this.#taken;
    let at = -1;
    await this.#until(
      JSON.stringify(end),
      () => (at = Buffer.from(this.received).indexOf(end, from, "latin1")) !== -1,
    );
    this.#taken = at + end.length;
    return Buffer.from(this.received.subarray(from, this.#taken)).toString("latin1");
  }

  /** Resolves with a request's head as it was sent, its empty line included. */
  head(): Promise<string> {
    return this.text("\r\n\r\n");
  }

  /** Resolves with a whole request: its body by `Content-Length` or the chunked coding. */
  async request(): Promise<PeerRequest> {
    const [line = "", ...fields] = (await this.head()).trimEnd().split("\r\n");
    const [method = "", target = ""] = line.split(" ");
    const headers: Record<string, string> = {};
    for (const field of fields) {
      const colon = field.indexOf(":");
      headers[field.slice(0, colon).toLowerCase()] = field.slice(colon + 1).trim();
    }
    const body = headers["transfer-encoding"] === "chunked"
      ? await this.chunks()
      : await this.bytes(Number(headers["content-length"] ?? 0));
    return { method, target, headers, body };
  }

  /** Resolves with a chunked body, its coding removed. */
  async chunks(): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    while (true) {
      const size = parseInt(await this.text("\r\n"), 16);
      if (size === 0) break;
      parts.push(await this.bytes(size));
      await this.text("\r\n");
    }
    while (await this.text("\r\n") !== "\r\n");
    return new Uint8Array(Buffer.concat(parts));
  }

  /** Resolves with all that is left once the client has ended its output. */
  async rest(): Promise<Uint8Array> {
    await this.#until("the end of the client's output", () => this.ended);
    const rest = this.received.slice(this.#taken);
    this.#taken = this.#length;
    return rest;
  }

  /**
   * Sends bytes, or text as UTF-8.
   *
   * @param pieces The length of every piece, or the lengths one after the other (the rest follows
   * as one). In memory each is one `read` of the client; a socket may join them.
   * @returns Once the client, or the system, took all of it, or the connection has ended.
   */
  async send(data: string | Uint8Array, pieces: number | number[] = []): Promise<void> {
    const bytes = new Uint8Array(Buffer.from(data as Uint8Array));
    let last: Promise<void> = Promise.resolve();
    for (let from = 0, index = 0; from < bytes.length; index++) {
      const length = typeof pieces === "number" ? pieces : pieces[index] ?? bytes.length;
      last = this.#wire.write(bytes.slice(from, from + length));
      from += length;
    }
    await last;
  }

  /** Sends a response with a `Content-Length`. */
  respond(response: PeerResponse = {}): Promise<void> {
    const { status = 200, headers = {}, body = "", pieces } = response;
    const bytes = Buffer.from(body as Uint8Array);
    const fields = Object.entries({ ...headers, "Content-Length": String(bytes.length) });
    const head = [`HTTP/1.1 ${status} Scripted`, ...fields.map((field) => field.join(": "))];
    return this.send(Buffer.concat([Buffer.from(head.join("\r\n") + "\r\n\r\n"), bytes]), pieces);
  }

  /** Sends a response with a JSON body. */
  json(value: unknown, status = 200): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    return this.respond({ status, headers, body: JSON.stringify(value) });
  }

  /** Ends the peer's output (FIN) and keeps reading. */
  end(): void {
    this.#wire.end();
  }

  /** Closes both ways: the client reads the end, and its next write fails. */
  close(): void {
    this.#wire.close();
    this.feedClosed();
  }

  /** Cuts the connection: the client's read fails with ECONNRESET. A unix socket only closes. */
  reset(): void {
    this.#wire.reset();
    this.feedClosed();
  }

  /** Takes nothing more of what the client writes, so that its writes wait. */
  hold(): void {
    this.#wire.hold(true);
  }

  /** Takes what the client writes again. */
  release(): void {
    this.#wire.hold(false);
  }

  /** For the wire: the client has sent bytes. */
  feed(bytes: Uint8Array): void {
    this.#parts.push(bytes.slice());
    this.#length += bytes.length;
    this.#notify();
  }

  /** For the wire: the client has ended its output. */
  feedEnd(): void {
    this.ended = true;
    this.#notify();
  }

  /** For the wire: nothing more will come. */
  feedClosed(): void {
    this.ended = true;
    this.#gone = true;
    this.#resolveClosed();
    this.#notify();
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    this.waitingFor = what;
    while (!holds()) {
      if (this.ended || this.#gone) {
        const rest = Buffer.from(this.received.subarray(this.#taken)).toString("latin1");
        throw new Error(
          `Cannot wait for ${what}: the client's output ended with ${JSON.stringify(rest)}`,
        );
      }
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    this.waitingFor = "nothing";
  }
}
