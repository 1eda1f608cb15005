import { apiError, ERROR_BODY_LIMIT, explanation } from "./api_error.ts";
import { type CallOptions, callSignal, checkTimeouts, type Timeouts } from "./call_options.ts";
import type { Connector, Duplex } from "../connect/types.ts";
import { InvalidVersion, ProtocolError } from "../errors.ts";
import { exchange, type HttpResponse, type Limits } from "../http/exchange.ts";
import { type AnswerShape, parseAnswer } from "./json_answer.ts";
import { SharedWork } from "./shared_work.ts";
import { isPage, page } from "./page.ts";
import { nameCaller } from "../http/name_call.ts";
import { Pool } from "../http/pool.ts";
import {
  checkTarget,
  encodeText,
  headerLines,
  type Headers,
  withoutNames,
} from "../http/request_head.ts";
import type { ResponseHead } from "../http/response_head.ts";
import { StreamAnswer } from "./stream_answer.ts";
import { cancelBody, checkBody, type RequestBody } from "../http/request_body.ts";
import { checkSeconds } from "../text/amount.ts";
import { jsonText } from "../text/json_text.ts";
import { UpgradedConnection } from "../http/upgraded.ts";
import type { Platform } from "../platform/types.ts";
import { wholeBody } from "./whole_body.ts";
import { checkFixedVersion, isWrongVersion, negotiateVersion } from "./version.ts";

export type { CallOptions, Timeouts } from "./call_options.ts";

/** What {@linkcode Engine} is made of. */
export interface EngineOptions {
  /** Opens connections to the engine. */
  connector: Connector;
  /** A fixed API version such as `1.41`, or `auto`. */
  version: string;
  /** The limit of each phase, in seconds; 0 is without limit. */
  timeout: number;
  /** Limits of single phases, in place of `timeout`. */
  timeouts?: Timeouts | undefined;
  /** How many idle connections are kept; more than these are kept for 10 seconds. */
  numPools: number;
  /** The `User-Agent` header. */
  userAgent: string;
  /** Headers that are sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Loads what reads files and runs programs; without it, calls that need one are refused. */
  platform?: (() => Promise<Platform>) | undefined;
  /** Opens a connection to a unix socket, or a named pipe, of this machine. */
  openSocket?: ((path: string, signal?: AbortSignal) => Promise<Duplex>) | undefined;
  /** The most bytes of an answer that is returned as one value; 0 is without limit. @default {268435456} */
  maxAnswerSize?: number | undefined;
  /** Told of problems that do not stop a call. */
  onWarning?: ((message: string) => void) | undefined;
}

/** What a verb of {@linkcode Engine} sends; it stands apart from the caller's options, which cannot change it. */
export interface RequestOptions {
  /** The query with its question mark, or an empty string. */
  query?: string | undefined;
  /** A value that is sent as JSON. */
  json?: unknown;
  /** A body that is sent as it is. */
  body?: RequestBody | undefined;
  /** Further headers. */
  headers?: Headers | undefined;
  /** A limit for the whole call, in seconds. */
  total?: number | undefined;
  /** How long the Engine itself may take before it answers, in seconds: added to the head's limit; `Infinity` is without limit. */
  patience?: number | undefined;
  /** Whether the body may be silent for any length of time. */
  quiet?: boolean | undefined;
  /** Whether a 404 means that an image is missing; a function decides by the Engine's words. */
  image?: boolean | ((explanation: string) => boolean) | undefined;
  /** What a JSON answer has to be, where it is looked into. */
  shape?: AnswerShape | undefined;
  /** Which status the words of a failure tell of that the Engine calls its own (500); `undefined` for none. */
  toldStatus?: ((explanation: string) => number | undefined) | undefined;
  /** What an upgrade asks for. @default {"tcp"} */
  protocol?: string | undefined;
  /** Whether the path goes out without the API version. */
  unversioned?: boolean | undefined;
}

/** What the engine's `/_ping` tells. */
export interface PingAnswer {
  /** The answer's text, `OK` from a healthy engine. */
  readonly text: string;
  /** The status line and headers. */
  readonly head: ResponseHead;
}

const DECODER = new TextDecoder();
const PING_ACTION = "Cannot ping the engine";

/** The most bytes of an answer that is returned as one value, unless the caller says otherwise. */
const MAX_ANSWER_SIZE = 256 * 1024 * 1024;

/**
 * The requests of one client, over one pool: what the functions of `@longshore/docker/api` take as
 * their first argument. {@linkcode createEngine} makes one.
 */
export class Engine {
  /** The engine's address as it is shown in errors. */
  readonly address: string;
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #lines: string;
  readonly #limits: Limits;
  readonly #fixed: string | null;
  readonly #platform: (() => Promise<Platform>) | undefined;
  readonly #openSocket: EngineOptions["openSocket"];
  readonly #onWarning: ((message: string) => void) | undefined;
  readonly #maxAnswerSize: number;
  readonly #onDropped = (action: string): void => {
    this.warn(
      `${action}: what streams it was dropped before its end, and is closed; ` +
        "read it to its end, cancel it, or use `await using`",
    );
  };
  #version: string | null;
  readonly #negotiation: SharedWork<string> = new SharedWork((signal) => this.#ask({ signal }));

  /**
   * Makes an engine; nothing is opened or sent.
   *
   * @param options What it is made of.
   * @throws {InvalidVersion} When the fixed version is malformed.
   * @throws {TypeError} When a header cannot be sent.
   *
   * @internal
   */
  constructor(options: EngineOptions) {
    const { connector, version, timeout, timeouts, headers } = options;
    if (version !== "auto") checkFixedVersion(version);
    this.#fixed = this.#version = version === "auto" ? null : version;
    this.#platform = options.platform;
    this.#openSocket = options.openSocket;
    this.#onWarning = options.onWarning;
    this.#maxAnswerSize = (options.maxAnswerSize ?? MAX_ANSWER_SIZE) || Infinity;
    this.address = connector.address;
    this.#basePath = connector.basePath;
    this.#pool = new Pool(connector, options.numPools);
    this.#limits = limits(
      { connect: timeout, head: timeout, idle: timeout, total: 0 },
      checkTimeouts(timeouts),
    );
    const own = Object.keys(headers ?? {}).map((name) => name.toLowerCase());
    this.#lines = headerLines({
      "Host": own.includes("host") ? undefined : connector.host,
      "User-Agent": own.includes("user-agent") ? undefined : options.userAgent,
      ...headers,
    });
  }

  /** The API version in use: the fixed one, or the negotiated one once it is known. */
  get version(): string | null {
    return this.#version;
  }

  /**
   * Resolves with the API version in use; calls at the same time share one `/_ping`, unless they
   * have limits of their own.
   *
   * @param options The call's own options.
   * @param total A limit for the whole question, in seconds.
   * @param action What it is asked for, for errors.
   */
  async negotiate(
    options: CallOptions = {},
    total?: number,
    action: string = PING_ACTION,
  ): Promise<string> {
    if (this.#version !== null) return this.#version;
    const signal = callSignal(options);
    signal?.throwIfAborted();
    try {
      // A call with limits of its own asks by itself: the shared question has those of the client.
      if (checkTimeouts(options.timeouts) !== undefined || total !== undefined) {
        return await this.#ask(options, total);
      }
      return await this.#negotiation.wait(signal);
    } catch (error) {
      throw signal?.aborted ? error : nameCaller(error, action);
    }
  }

  /**
   * Whether files can be read and programs run here.
   *
   * @internal
   */
  get hasPlatform(): boolean {
    return this.#platform !== undefined;
  }

  /**
   * Tells of a problem that does not stop a call.
   *
   * @internal
   */
  warn(message: string): void {
    this.#onWarning?.(message);
  }

  /**
   * Resolves with what reads files and runs programs here; it is loaded by the first call.
   *
   * @internal
   */
  platform(): Promise<Platform> {
    if (this.#platform !== undefined) return this.#platform();
    throw new TypeError(
      "Cannot use files or programs: this Engine was made without the option platform",
    );
  }

  /**
   * Opens a connection to a unix socket of this machine, such as an SSH agent's.
   *
   * @internal
   */
  openSocket(path: string, signal?: AbortSignal): Promise<Duplex> {
    if (this.#openSocket !== undefined) return this.#openSocket(path, signal);
    throw new TypeError("Cannot use sockets: this Engine was made without the option openSocket");
  }

  /**
   * Asks `/_ping`, which needs no version, and learns the version from its answer.
   *
   * @internal
   */
  async ping(options: CallOptions = {}, total?: number): Promise<PingAnswer> {
    const { head, body } = await this.#request(
      PING_ACTION,
      "GET",
      "/_ping",
      options,
      { unversioned: true, total },
      false,
    );
    const text = DECODER.decode(await body.bytes(ERROR_BODY_LIMIT));
    if (this.#version === null) {
      const newest = head.header("api-version");
      if (newest !== undefined) this.#version = negotiateVersion(newest, this.address);
    }
    return { text, head };
  }

  /**
   * Resolves with the JSON value of the answer.
   *
   * @internal
   */
  async json<T>(
    action: string,
    method: string,
    path: string,
    options: CallOptions = {},
    request: RequestOptions = {},
  ): Promise<T> {
    const bytes = await this.bytes(action, method, path, options, request);
    return parseAnswer<T>(action, this.address, DECODER.decode(bytes), request.shape);
  }

  /**
   * Resolves with the answer as text.
   *
   * @internal
   */
  async text(
    action: string,
    method: string,
    path: string,
    options: CallOptions = {},
    request: RequestOptions = {},
  ): Promise<string> {
    return DECODER.decode(await this.bytes(action, method, path, options, request));
  }

  /**
   * Resolves with the whole answer.
   *
   * @internal
   */
  async bytes(
    action: string,
    method: string,
    path: string,
    options: CallOptions = {},
    request: RequestOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { head, body } = await this.#request(action, method, path, options, request, false);
    return await wholeBody(action, head, body, this.#maxAnswerSize);
  }

  /**
   * Resolves with true once the answer, whose body does not matter, is complete.
   *
   * @internal
   */
  async empty(
    action: string,
    method: string,
    path: string,
    options: CallOptions = {},
    request: RequestOptions = {},
  ): Promise<true> {
    const { body } = await this.#request(action, method, path, options, request, false);
    const first = await body.next();
    if (first !== null) {
      const text = DECODER.decode(first[0]);
      while (await body.next() !== null);
      if (isPage(text)) {
        const answer = `the engine at ${this.address} answered ${page(text)}`;
        throw new ProtocolError(`${action}: ${answer}: something else listens there`);
      }
    }
    return true;
  }

  /**
   * Resolves once the head is there; the body is the caller's to read or to cancel.
   *
   * @internal
   */
  async stream(
    action: string,
    method: string,
    path: string,
    options: CallOptions = {},
    request: RequestOptions = {},
  ): Promise<StreamAnswer> {
    const response = await this.#request(action, method, path, options, request, false);
    response.body.closeWhenDropped(this.#onDropped);
    const version = request.unversioned ? "" : `/v${this.#version}`;
    const shown = this.#basePath + version + path;
    const { address } = this;
    const limit = this.#maxAnswerSize;
    return new StreamAnswer(response, { action, address, method, path: shown, limit });
  }

  /**
   * Resolves with a connection that belongs to the caller once the Engine has switched to raw bytes.
   *
   * @internal
   */
  async upgrade(
    action: string,
    method: string,
    path: string,
    options: CallOptions = {},
    request: RequestOptions = {},
  ): Promise<UpgradedConnection> {
    const response = await this.#request(action, method, path, options, {
      ...request,
      quiet: true,
    }, true);
    return new UpgradedConnection(response, this.#onDropped);
  }

  /** Closes all connections; calls under way reject with a `ConnectionError`. */
  close(): void {
    this.#pool.close();
  }

  /** Whether it was closed: no call can succeed any more. */
  get isClosed(): boolean {
    return this.#pool.isClosed;
  }

  async #request(
    action: string,
    method: string,
    path: string,
    options: CallOptions,
    request: RequestOptions,
    upgrade: boolean,
  ): Promise<HttpResponse> {
    // Bad input fails before any request, the negotiation's included.
    let lines = this.#lines;
    if (upgrade) lines += `Connection: Upgrade\r\nUpgrade: ${request.protocol ?? "tcp"}\r\n`;
    const { headers: own } = request;
    if (own !== undefined) lines = withoutNames(lines, own) + headerLines(own);
    let body = request.body ?? null;
    if (request.json !== undefined) {
      body = encodeText(jsonText(action, request.json));
      lines += "Content-Type: application/json\r\n";
    }
    const target = request.query === undefined ? path : path + request.query;
    checkTarget(target);
    const signal = callSignal(options);
    const callLimits = this.#callLimits(checkTimeouts(options.timeouts), request);
    if (body !== null) checkBody(body);
    let renegotiated = false;
    while (true) {
      const version = request.unversioned
        ? null
        : this.#version ?? await this.#negotiateFor(action, body, options, request.total);
      const prefix = version === null ? this.#basePath : `${this.#basePath}/v${version}`;
      const response = await exchange(this.#pool, this.address, {
        action,
        method,
        target: prefix + target,
        lines,
        body,
        upgrade,
        limits: callLimits,
        signal,
      });
      const { status } = response.head;
      if (status < 400 && (status < 300 || status === 304)) return response;
      const bytes = await response.body.bytes(ERROR_BODY_LIMIT);
      const words = explanation(bytes, response.head, this.address);
      if (status === 400 && version !== null && isWrongVersion(words)) {
        // The daemon was replaced under a running client: ask once more what it speaks.
        if (this.#version === version) this.#version = this.#fixed;
        const repeatable = body === null || body instanceof Uint8Array;
        if (this.#fixed === null && !renegotiated && repeatable) {
          renegotiated = true;
          continue;
        }
        throw new InvalidVersion(`${action}: the engine at ${this.address} says: ${words}`);
      }
      const image = typeof request.image === "function" ? request.image(words) : request.image;
      const told = status === 500 ? request.toldStatus?.(words) : undefined;
      const details = { status: told ?? status, explanation: words, method, path: prefix + path };
      throw apiError(action, details, image === true);
    }
  }

  async #negotiateFor(
    action: string,
    body: RequestBody | null,
    options: CallOptions,
    total: number | undefined,
  ): Promise<string> {
    try {
      return await this.negotiate(options, total, action);
    } catch (error) {
      if (body !== null) cancelBody(body, error);
      throw error;
    }
  }

  #callLimits(timeouts: Timeouts | undefined, request: RequestOptions): Limits {
    const { total, patience, quiet } = request;
    if (timeouts === undefined && total === undefined && patience === undefined && !quiet) {
      return this.#limits;
    }
    if (total !== undefined) checkSeconds(total);
    const call = limits(this.#limits, timeouts);
    const waits = patience !== undefined && call.head > 0 && timeouts?.head == null;
    return {
      connect: call.connect,
      head: waits ? call.head + patience : call.head,
      idle: quiet && timeouts?.idle == null ? 0 : call.idle,
      total: total ?? 0,
      errorIdle: call.idle,
    };
  }

  async #ask(options: CallOptions = {}, total?: number): Promise<string> {
    const { head } = await this.ping(options, total);
    if (this.#version !== null) return this.#version;
    // Something between here and the engine drops its headers: the version is in a body too.
    const action = `Cannot learn the API version of the engine at ${this.address}`;
    const info = await this.json<{ ApiVersion?: unknown }>(
      action,
      "GET",
      "/version",
      { signal: options.signal, timeouts: options.timeouts },
      { unversioned: true, total },
    );
    if (typeof info?.ApiVersion !== "string") {
      throw new ProtocolError(
        `${action}: neither /_ping (status ${head.status}) nor /version names it`,
      );
    }
    return this.#version = negotiateVersion(info.ApiVersion, this.address);
  }
}

function limits(base: Limits, own: Timeouts | undefined): Limits {
  if (own === undefined) return base;
  return {
    connect: own.connect ?? base.connect,
    head: own.head ?? base.head,
    idle: own.idle ?? base.idle,
    total: base.total,
  };
}
