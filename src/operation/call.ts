import type { CallOptions, Engine, RequestOptions } from "../engine/engine.ts";
import type { StreamAnswer } from "../engine/stream_answer.ts";
import { APIError } from "../errors.ts";
import { cancelBody } from "../http/request_body.ts";
import type { UpgradedConnection } from "../http/upgraded.ts";
import type { Given } from "./option.ts";
import { query, type QueryValue } from "./query.ts";

/** What an endpoint adds to what its options say. */
export interface CallRequest extends Omit<RequestOptions, "query"> {
  /** Parameters that are no options, or take the place of one's. */
  query?: Readonly<Record<string, QueryValue>> | undefined;
}

/** What the options of a call became. */
export interface Draft {
  /** What is attempted, for errors. */
  readonly action: string;
  /** The method. */
  readonly method: string;
  /** The path, without the API version. */
  readonly path: string;
  /** The query parameters; `undefined` without one. */
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  /** The headers; `undefined` without one. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The JSON body; `undefined` without one. */
  readonly json?: unknown;
  /** Refuses what a version does not know; `undefined` when every version knows all of it. */
  readonly guard?: ((version: string) => void) | undefined;
}

/** One call of an operation whose options are checked; each verb sends it. */
export class Call<Options extends CallOptions> {
  /** What is attempted, for errors. */
  readonly action: string;
  /** The options that were given. */
  readonly options: Given<Options>;
  readonly #engine: Engine;
  readonly #draft: Draft;

  /**
   * Makes a call; nothing is sent.
   *
   * @param engine The engine.
   * @param draft What the options became.
   * @param options The options that were given.
   */
  constructor(engine: Engine, draft: Draft, options: Given<Options>) {
    this.action = draft.action;
    this.options = options;
    this.#engine = engine;
    this.#draft = draft;
  }

  /** The engine's address, for errors. */
  get address(): string {
    return this.#engine.address;
  }

  /** The JSON body that the options make; `undefined` without one. */
  get body(): unknown {
    return this.#draft.json;
  }

  /**
   * Resolves with the API version in use, which knows all that the call asks for.
   *
   * @param total A limit for that, in seconds.
   */
  async negotiate(total?: number): Promise<string> {
    const version = await this.#engine.negotiate(this.options, total, this.action);
    this.#draft.guard?.(version);
    return version;
  }

  /** Resolves with the JSON value of the answer. */
  async json<T>(more: CallRequest = {}): Promise<T> {
    const { method, path, guard } = this.#draft;
    const request = guard === undefined ? this.#request(more) : await this.#guarded(guard, more);
    // Awaiting what is returned costs a turn more.
    return this.#engine.json(this.action, method, path, this.options, request);
  }

  /** Resolves with the answer as text. */
  async text(more: CallRequest = {}): Promise<string> {
    const { method, path, guard } = this.#draft;
    const request = guard === undefined ? this.#request(more) : await this.#guarded(guard, more);
    // Awaiting what is returned costs a turn more.
    return this.#engine.text(this.action, method, path, this.options, request);
  }

  /** Resolves with true once the answer, whose body does not matter, is complete. */
  async empty(more: CallRequest = {}): Promise<true> {
    const { method, path, guard } = this.#draft;
    const request = guard === undefined ? this.#request(more) : await this.#guarded(guard, more);
    // Awaiting what is returned costs a turn more.
    return this.#engine.empty(this.action, method, path, this.options, request);
  }

  /**
   * Resolves once the head is there; the body is the caller's to read or to cancel.
   *
   * @param more What else the request has.
   * @param signal Aborts it, in place of the caller's.
   */
  async stream(
    more: CallRequest = {},
    signal: AbortSignal | null | undefined = this.options.signal,
  ): Promise<StreamAnswer> {
    const { method, path, guard } = this.#draft;
    const request = guard === undefined ? this.#request(more) : await this.#guarded(guard, more);
    return await this.#engine.stream(
      this.action,
      method,
      path,
      { ...this.options, signal },
      request,
    );
  }

  /** Resolves with a connection once the Engine has handed it over. */
  async upgrade(more: CallRequest = {}): Promise<UpgradedConnection> {
    const { method, path, guard } = this.#draft;
    const request = guard === undefined ? this.#request(more) : await this.#guarded(guard, more);
    return await this.#engine.upgrade(this.action, method, path, this.options, request);
  }

  /**
   * Makes the error of a failure that the Engine reports within what it sends.
   *
   * @param explanation The Engine's words.
   */
  failure(explanation: string): APIError {
    const { method, path } = this.#draft;
    const version = this.#engine.version;
    return new APIError(this.action, {
      status: 500,
      explanation,
      method,
      path: version === null ? path : `/v${version}${path}`,
    });
  }

  /** Resolves with the request that the version in use allows; otherwise a source of data is cancelled. */
  async #guarded(guard: (version: string) => void, more: CallRequest): Promise<RequestOptions> {
    try {
      guard(await this.#engine.negotiate(this.options, more.total, this.action));
    } catch (error) {
      if (more.body !== undefined) cancelBody(more.body, error);
      throw error;
    }
    return this.#request(more);
  }

  /** Returns the request; a source of data that is not sent then is cancelled. */
  #request(more: CallRequest): RequestOptions {
    const { json, query: own, headers } = this.#draft;
    try {
      return {
        json,
        shape: "filled",
        ...more,
        query: query(own, more.query),
        headers: joined(headers, more.headers),
      };
    } catch (error) {
      if (more.body !== undefined) cancelBody(more.body, error);
      throw error;
    }
  }
}

/** Returns the entries of both, the second's before the first's; `undefined` without any. */
function joined<T>(
  some: Readonly<Record<string, T>> | undefined,
  more: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> | undefined {
  return some === undefined || more === undefined ? some ?? more : { ...some, ...more };
}

/**
 * Returns what belongs to a call itself, for another call on its behalf.
 *
 * @param options The call's options.
 */
export function ofCall({ signal, timeouts }: CallOptions): CallOptions {
  return { signal, timeouts };
}
