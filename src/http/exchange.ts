import { whenAborted } from "../bytes/abort_listeners.ts";
import { ConnectionError, DockerError, ProtocolError } from "../errors.ts";
import { concat } from "../bytes/concat.ts";
import { Body, type BodyOwner } from "./body.ts";
import { type BodyDecoder, CloseDecoder, LengthDecoder } from "./body_decoder.ts";
import { ChunkedDecoder } from "./chunked_decoder.ts";
import type { ConnectionUser, HttpConnection } from "./connection.ts";
import { nameCall } from "./name_call.ts";
import type { OpenLimit, Pool } from "./pool.ts";
import { cancelBody, type RequestBody, type StreamBody } from "./request_body.ts";
import { encodeText, requestHead } from "./request_head.ts";
import { parseResponseHead, type ResponseHead } from "./response_head.ts";
import type { Upload } from "./upload.ts";

/** The limits in time of one exchange, in seconds; 0 is without limit. */
export interface Limits {
  /** Until a connection is open. */
  readonly connect: number;
  /** From the end of the request to the head of the response. */
  readonly head: number;
  /** The longest silence while bytes are due in either direction. */
  readonly idle: number;
  /** For the whole exchange. */
  readonly total: number;
  /** In place of `idle` while the body of a refusal is read, which is never quiet. */
  readonly errorIdle?: number;
}

/** One HTTP/1.1 request. */
export interface HttpRequest {
  /** What is attempted, the beginning of every error's message, e.g. `Cannot list containers`. */
  readonly action: string;
  /** The method in upper case. */
  readonly method: string;
  /** The request target: path and query, encoded. */
  readonly target: string;
  /** The header lines but those of the body's length. */
  readonly lines: string;
  /** The body, or `null` for none. */
  readonly body: RequestBody | null;
  /** Whether the connection shall be handed over after the head. */
  readonly upgrade: boolean;
  /** The limits in time. */
  readonly limits: Limits;
  /** Ends the exchange, in every phase, with its reason. */
  readonly signal: AbortSignal | undefined;
}

/** A response whose head is there and whose body can be read. */
export interface HttpResponse {
  /** The status line and headers. */
  readonly head: ResponseHead;
  /** The body. */
  readonly body: Body;
  /** The connection, for what continues behind an upgrade. */
  readonly connection: HttpConnection;
}

/** A body of at most this many bytes goes out in one write with its head. */
const JOIN_LIMIT = 16 * 1024;
/** How long an answer is waited for after the peer has refused the rest of the body, in seconds. */
const REFUSAL_GRACE = 5;

/** What sends bodies in pieces: most programs send none, and go without it. */
let uploading: typeof import("./upload.ts") | null = null;

/**
 * Sends a request and resolves with the response once its head is there.
 *
 * A request on a kept connection that turns out to be dead is sent again on another one, provided
 * that nothing was answered and that it can be repeated.
 *
 * @param pool Where connections come from and go to.
 * @param address The engine's address, for errors.
 * @param request The request.
 */
export function exchange(
  pool: Pool,
  address: string,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { total } = request.limits;
  const end = total > 0 ? performance.now() + total * 1000 : Infinity;
  return uploading === null && isUploaded(request.body)
    ? loadAndAttempt(pool, address, request, end)
    : attempt(pool, address, request, end);
}

/** Tells whether a body does not go out in one write with its head. */
function isUploaded(body: RequestBody | null): body is RequestBody {
  return body !== null && !(body instanceof Uint8Array && body.length <= JOIN_LIMIT);
}

async function loadAndAttempt(
  pool: Pool,
  address: string,
  request: HttpRequest,
  end: number,
): Promise<HttpResponse> {
  try {
    uploading = await import("./upload.ts");
  } catch (error) {
    if (request.body !== null) cancelBody(request.body, error);
    throw error;
  }
  return await attempt(pool, address, request, end);
}

function attempt(
  pool: Pool,
  address: string,
  request: HttpRequest,
  end: number,
): Promise<HttpResponse> {
  if (request.signal?.aborted !== true) {
    const connection = pool.takeIdle();
    if (connection !== null) return new Exchange(pool, address, request, connection, end).run();
  }
  return openAndExchange(pool, address, request, end);
}

async function openAndExchange(
  pool: Pool,
  address: string,
  request: HttpRequest,
  end: number,
): Promise<HttpResponse> {
  const { action, body, limits, signal } = request;
  let connection: HttpConnection;
  try {
    signal?.throwIfAborted();
    connection = await pool.open(action, openLimit(limits, end), signal);
  } catch (error) {
    const named = nameCall(error, action, address);
    if (body !== null) cancelBody(body, named);
    throw named;
  }
  return await new Exchange(pool, address, request, connection, end).run();
}

function openLimit({ connect, total }: Limits, end: number): OpenLimit {
  const milliseconds = end === Infinity ? Infinity : end - performance.now();
  if (connect > 0 && connect * 1000 <= milliseconds) {
    return { phase: "connect", seconds: connect, milliseconds: connect * 1000 };
  }
  return { phase: "total", seconds: total, milliseconds };
}

class Exchange implements BodyOwner, ConnectionUser {
  readonly action: string;
  readonly address: string;
  idle: number;
  readonly #pool: Pool;
  readonly #request: HttpRequest;
  readonly #connection: HttpConnection;
  /** When the whole exchange has taken too long, on the clock of `performance.now()`. */
  readonly #end: number;
  #upload: Upload | null = null;
  /** Lets go of the signal. */
  #forget: (() => void) | null = null;
  #writeFailure: { reason: unknown } | null = null;
  #head: ResponseHead | null = null;
  #answered = false;
  #finished = false;

  constructor(
    pool: Pool,
    address: string,
    request: HttpRequest,
    connection: HttpConnection,
    end: number,
  ) {
    this.action = request.action;
    this.address = address;
    this.idle = request.limits.idle;
    this.#pool = pool;
    this.#request = request;
    this.#connection = connection;
    this.#end = end;
  }

  /** Sends the request and resolves with the response. */
  async run(): Promise<HttpResponse> {
    const { limits, signal } = this.#request;
    const connection = this.#connection;
    connection.user = this;
    if (signal !== undefined) {
      this.#forget = whenAborted(signal, () => connection.abort(signal.reason));
      if (signal.aborted) connection.abort(signal.reason);
    }
    if (this.#end !== Infinity) connection.limitTotal(this.action, limits.total, this.#end);
    try {
      this.#send();
      connection.check();
      const head = this.#head = this.#acceptHead(await connection.receive()) ??
        await this.#readFinalHead();
      connection.deadline = Infinity;
      if (head.status >= 400) this.idle = limits.errorIdle ?? limits.idle;
      if (this.#upload !== null && head.status >= 400) {
        this.#upload.stop(new ProtocolError(`${this.action}: the engine answered ${head.status}`));
      }
      const body = new Body(connection, this.#decoder(head), this);
      return { head, body, connection };
    } catch (error) {
      const repeat = this.#canRepeat();
      const reason = this.#explain(connection.reasonOr(error));
      this.finish(false, reason);
      if (repeat) return await attempt(this.#pool, this.address, this.#request, this.#end);
      throw reason;
    }
  }

  /** Lets go of everything at once where nobody may be reading. */
  onFailure(reason: unknown): void {
    if (this.#head !== null) this.finish(false, reason);
  }

  /** Ends the exchange: the connection is kept only when nothing of it is left on the wire. */
  finish(clean: boolean, reason?: unknown): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#connection.user = null;
    this.#forget?.();
    this.#forget = null;
    const upload = this.#upload;
    const sent = upload === null || upload.sent;
    if (!sent) {
      upload.stop(reason ?? new ProtocolError(`${this.action}: the answer ended before the body`));
    }
    if (clean && sent && this.#head!.keepAlive && !this.#handedOver) {
      this.#pool.release(this.#connection);
    } else {
      this.#pool.discard(this.#connection);
    }
  }

  /** Whether the caller may write on the connection: no other request shall. */
  get #handedOver(): boolean {
    return this.#request.upgrade && this.#head!.status < 300;
  }

  #send(): void {
    const { method, target, lines, body } = this.#request;
    const { duplex } = this.#connection;
    if (body === null || body instanceof Uint8Array) {
      const length = body === null ? (method === "GET" || method === "HEAD" ? -1 : 0) : body.length;
      const head = requestHead(
        method,
        target,
        length === -1 ? lines : `${lines}Content-Length: ${length}\r\n`,
      );
      if (body === null || body.length <= JOIN_LIMIT) {
        this.#limitHead();
        const written = body === null && duplex.writeText !== undefined
          ? duplex.writeText(head)
          : duplex.write(body === null ? encodeText(head) : concat([encodeText(head), body]));
        written?.then(undefined, (error) => this.#onWriteFailure(error));
        return;
      }
      const chunks = new ReadableStream<Uint8Array>({
        start(controller): void {
          controller.enqueue(body);
          controller.close();
        },
      });
      this.#startUpload({ stream: chunks, length: body.length }, duplex.write(encodeText(head)));
      return;
    }
    const framing = body.length === undefined
      ? "Transfer-Encoding: chunked\r\n"
      : `Content-Length: ${body.length}\r\n`;
    const head = requestHead(method, target, lines + framing);
    this.#startUpload(body, duplex.write(encodeText(head)));
  }

  #startUpload(body: StreamBody, headWritten: Promise<void>): void {
    const connection = this.#connection;
    const upload = this.#upload = new uploading!.Upload(
      connection.duplex,
      body,
      () => {
        // Once the response is being read, its own silence is what counts.
        if (this.#head === null) connection.limit(this.action, "idle", this.idle);
      },
      () => {
        if (this.#head === null) connection.deadline = Infinity;
      },
    );
    headWritten.then(() => upload.run()).then(
      () => {
        if (upload.sent && this.#head === null) this.#limitHead();
      },
      (error) => {
        if (upload.sourceFailure !== null) {
          this.#connection.abort(sourceError(this.action, error));
        } else this.#onWriteFailure(error);
      },
    );
  }

  /** A peer that refuses the body may have answered already: its answer says more than EPIPE. */
  #onWriteFailure(reason: unknown): void {
    this.#writeFailure ??= { reason };
    if (this.#head === null && !this.#connection.failed) {
      const { head } = this.#request.limits;
      const grace = head > 0 ? Math.min(head, REFUSAL_GRACE) : REFUSAL_GRACE;
      this.#connection.limit(this.action, "head", grace);
    }
  }

  #limitHead(): void {
    this.#connection.limit(this.action, "head", this.#request.limits.head);
  }

  /** Takes the head if the first read brought all of it, which is the rule; otherwise gives the bytes back. */
  #acceptHead(bytes: Uint8Array<ArrayBuffer> | null): ResponseHead | null {
    const connection = this.#connection;
    connection.check();
    if (bytes === null) {
      throw new ConnectionError(
        this.address,
        "the connection was closed before an answer began",
        this.#writeFailure?.reason,
      );
    }
    this.#answered = true;
    const head = parseResponseHead(bytes);
    if (head === null || head.status < 200) {
      connection.unread(bytes);
      return null;
    }
    if (head.size < bytes.length) connection.unread(bytes.subarray(head.size));
    return head;
  }

  async #readFinalHead(): Promise<ResponseHead> {
    while (true) {
      const head = await this.#connection.readHead();
      if (head.status >= 200) return head;
      if (head.status === 101) {
        if (this.#request.upgrade) return head;
        throw new ProtocolError(
          `${this.action}: the engine at ${this.address} switched protocols without being asked`,
        );
      }
    }
  }

  #decoder(head: ResponseHead): BodyDecoder {
    const { status } = head;
    if (status === 101) return new CloseDecoder();
    if (this.#request.method === "HEAD" || status === 204 || status === 304) {
      return new LengthDecoder(0);
    }
    if (head.chunked) return new ChunkedDecoder();
    if (head.contentLength >= 0) return new LengthDecoder(head.contentLength);
    return new CloseDecoder();
  }

  #canRepeat(): boolean {
    const { method, body } = this.#request;
    if (!this.#connection.reused || this.#answered || this.#connection.failed) return false;
    if (body !== null && !(body instanceof Uint8Array)) return false;
    return method === "GET" || method === "HEAD" ||
      (this.#writeFailure !== null && this.#upload === null);
  }

  #explain(error: unknown): unknown {
    if (this.#connection.failed || error instanceof DockerError) {
      return nameCall(error, this.action, this.address);
    }
    return new ConnectionError(
      this.address,
      "the connection was lost before an answer began",
      this.#writeFailure?.reason ?? error,
      this.action,
    );
  }
}

/** Says which step the failure of a caller's stream has stopped; an abort and what says so itself pass. */
function sourceError(action: string, cause: unknown): unknown {
  const { name, message } = (cause ?? {}) as { name?: unknown; message?: unknown };
  if (name === "AbortError" || cause instanceof DockerError) return cause;
  if (typeof message === "string" && message.startsWith("Cannot ")) return cause;
  const words = cause instanceof Error ? cause.message : String(cause);
  return new DockerError(`${action}: the data that it sends failed: ${words}`, { cause });
}
