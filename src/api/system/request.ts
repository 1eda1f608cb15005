import { checkOptions } from "../../operation/check_options.ts";
import { isRecord, toBoolean, toText } from "../../convert/checks.ts";
import { type Data, toBody, toData } from "../../convert/data.ts";
import { parseImageName } from "../../convert/image_name.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { Engine } from "../../engine/engine.ts";
import type { StreamAnswer } from "../../engine/stream_answer.ts";
import { ProtocolError } from "../../errors.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { jsonStream } from "../../streams/json_stream.ts";
import { payloadStream } from "../../streams/output.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import { query, type QueryValue } from "../../operation/query.ts";
import { REGISTRY, registryAuth, type RegistryOptions } from "../common/registry_auth.ts";
import { cancelUnsent } from "../common/sending_data.ts";
import { ContainerSocket } from "../common/socket.ts";

/** Options of {@linkcode request}. */
export interface EngineRequestOptions extends RegistryOptions {
  /** The query: booleans go out as 1 and 0, a list repeats its name, undefined leaves it out. */
  query?: Readonly<Record<string, QueryValue>> | null | undefined;
  /** A value that is sent as JSON. */
  json?: unknown;
  /** A body that is sent as it is; a stream as it comes. Not with `json`. */
  body?: Data | null | undefined;
  /** Headers of this request. */
  headers?: Readonly<Record<string, string>> | null | undefined;
  /** An image or registry whose credentials are sent, as {@linkcode APIClient.login} or the configuration file know them. */
  registry?: string | null | undefined;
  /** Whether the path goes out without the API version. @default {false} */
  unversioned?: boolean | null | undefined;
  /** Whether the answer may be silent for any length of time, as a followed stream is. @default {false} */
  quiet?: boolean | null | undefined;
  /**
   * Whether the Engine is asked to hand the connection over, as an attach is: `true` for raw bytes,
   * or the protocol's name, e.g. `h2c`. @default {false}
   */
  upgrade?: boolean | string | null | undefined;
}

const REQUEST: Operation<EngineRequestOptions> = operation("request", {
  ...REGISTRY,
  query: ofClient(toParameters),
  json: ofClient((value) => value),
  body: ofClient(toData),
  headers: ofClient(toHeaders),
  registry: ofClient(toText),
  unversioned: ofClient(toBoolean),
  quiet: ofClient(toBoolean),
  upgrade: ofClient(toProtocol),
});

const METHOD_REGEXP = /^[A-Z]{1,20}$/;
const PROTOCOL_REGEXP = /^[\w.-]+(?:\/[\w.-]+)?$/;

/** An answer whose body was not read yet; read it or {@linkcode EngineResponse.cancel} it. */
export class EngineResponse implements AsyncDisposable {
  /** The status: below 400. */
  readonly status: number;
  readonly #action: string;
  readonly #answer: StreamAnswer;
  #used = false;

  /**
   * Makes a response.
   *
   * @param action What was attempted, for errors.
   * @param answer The answer.
   */
  constructor(action: string, answer: StreamAnswer) {
    this.status = answer.head.status;
    this.#action = action;
    this.#answer = answer;
  }

  /**
   * Returns a header's value, `undefined` without one.
   *
   * @param name The header's name, in any case.
   */
  header(name: string): string | undefined {
    return this.#answer.head.header(name.toLowerCase());
  }

  /**
   * Reads the body to its end.
   *
   * @throws {ProtocolError} When it is longer than the client's `maxAnswerSize`.
   */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    this.#take();
    return await this.#answer.whole();
  }

  /** Reads the body to its end, as UTF-8. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /**
   * Reads the body to its end, as JSON.
   *
   * @throws {ProtocolError} When it is not JSON.
   */
  async json<T = unknown>(): Promise<T> {
    this.#take();
    return await this.#answer.json<T>();
  }

  /** Streams the body's bytes. */
  stream(): BatchStream<Uint8Array<ArrayBuffer>> {
    return batchStream(this.#take());
  }

  /**
   * Streams the body's JSON values; one with `errorDetail` makes the stream reject with an
   * {@linkcode APIError}.
   */
  records<T = unknown>(): BatchStream<T> {
    return jsonStream<T>(this.#take(), (record) => {
      const detail = (record as { errorDetail?: { message?: unknown } } | null)?.errorDetail;
      if (detail) throw this.#answer.failure(String(detail.message ?? "the engine gave no reason"));
    });
  }

  /** Gives the body up and frees the connection. */
  cancel(): void {
    this.#answer.body.cancel();
  }

  /** Gives the body up, at the end of an `await using` block; one that was read is let be. */
  [Symbol.asyncDispose](): Promise<void> {
    if (!this.#used) this.cancel();
    return Promise.resolve();
  }

  #take(): StreamAnswer["body"] {
    if (this.#used) throw new TypeError(`${this.#action}: the body was read already`);
    this.#used = true;
    return this.#answer.body;
  }
}

/**
 * Sends any request: with the client's API version, credentials, limits in time, streams and errors.
 *
 * @param engine The engine.
 * @param method The method, e.g. `POST`.
 * @param path The path without the API version, its variable parts percent-encoded.
 * @param options The query, the body and how to send them; `upgrade: true` hands the connection over.
 * @returns The connection, once the Engine has switched to raw bytes.
 * @throws {APIError} When the Engine answers with a status of 400 or more.
 */
export function request(
  engine: Engine,
  method: string,
  path: string,
  options: EngineRequestOptions & { upgrade: true | string },
): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
/**
 * Sends any request: with the client's API version, credentials, limits in time, streams and errors.
 *
 * @param engine The engine.
 * @param method The method, e.g. `POST`.
 * @param path The path without the API version, its variable parts percent-encoded.
 * @param options The query, the body and how to send them.
 * @returns The response, whose body is still to be read.
 * @throws {APIError} When the Engine answers with a status of 400 or more.
 *
 * @example
 * ```ts no-run
 * import { createEngine, request } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const response = await request(engine, "GET", "/distribution/busybox/json", { registry: "busybox" });
 * console.log(await response.json());
 * ```
 */
export function request(
  engine: Engine,
  method: string,
  path: string,
  options?: EngineRequestOptions & { upgrade?: false | null | undefined },
): Promise<EngineResponse>;
/**
 * Sends any request.
 *
 * @param engine The engine.
 * @param method The method, e.g. `POST`.
 * @param path The path without the API version, its variable parts percent-encoded.
 * @param options The query, the body and how to send them.
 */
export function request(
  engine: Engine,
  method: string,
  path: string,
  options?: EngineRequestOptions,
): Promise<EngineResponse | ContainerSocket<Uint8Array<ArrayBuffer>>>;
export async function request(
  engine: Engine,
  method: string,
  path: string,
  given: EngineRequestOptions = {},
): Promise<EngineResponse | ContainerSocket<Uint8Array<ArrayBuffer>>> {
  const options: EngineRequestOptions = { __proto__: null, ...given } as never;
  if (typeof method !== "string" || !METHOD_REGEXP.test(method)) {
    throw wrongShape("method", method, "a method in capitals such as GET");
  }
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw wrongShape("path", path, "a path that begins with a slash, without the API version");
  }
  const action = `Cannot request ${method} ${path.split("?", 1)[0]}`;
  return await cancelUnsent(options?.body, () => {
    checkOptions(action, given ?? {});
    return send(engine, action, method, path, options);
  });
}

async function send(
  engine: Engine,
  action: string,
  method: string,
  path: string,
  options: EngineRequestOptions,
): Promise<EngineResponse | ContainerSocket<Uint8Array<ArrayBuffer>>> {
  const given = REQUEST.read(action, options);
  const { registry, authConfig, headers, body, quiet, unversioned, upgrade } = given;
  // null is JSON, too.
  const { json } = options ?? {};
  if (json !== undefined && body !== undefined) {
    throw new TypeError(`${action}: json and body exclude each other`);
  }
  const search = query(given.query ?? {});
  const wanted = authConfig !== undefined || registry !== undefined;
  const credentials = wanted ? await registryAuth(engine, registryOf(registry), given) : undefined;
  const settings = {
    query: search === "" || !path.includes("?") ? search : `&${search.slice(1)}`,
    headers: { ...credentials, ...headers },
    json,
    body: body === undefined ? undefined : toBody(body, "body", engine),
    quiet,
    unversioned,
  };
  if (!upgrade) {
    return new EngineResponse(action, await engine.stream(action, method, path, given, settings));
  }
  const protocol = typeof upgrade === "string" ? upgrade : undefined;
  const connection = await engine.upgrade(action, method, path, given, { ...settings, protocol });
  return new ContainerSocket(
    connection,
    payloadStream(connection, false, (explanation) => new ProtocolError(explanation)),
  );
}

/** An image's name names its registry. */
function registryOf(name: string | undefined): string {
  return name === undefined ? "docker.io" : parseImageName(name, "registry").registry;
}

function toParameters(value: unknown, argument: string): Record<string, QueryValue> {
  // What a query holds may be secret: it is not shown.
  if (!isRecord(value)) {
    throw new TypeError(`Cannot use ${argument}: expected an object of parameters`);
  }
  for (const [name, item] of Object.entries(value)) {
    const isFine = item == null || ["string", "number", "boolean"].includes(typeof item) ||
      Array.isArray(item) && [...item].every((one) => typeof one === "string");
    if (isFine) continue;
    throw wrongShape(
      `${argument}[${JSON.stringify(name)}]`,
      item,
      "a string, a number, true, false or a list of strings",
    );
  }
  return value as Record<string, QueryValue>;
}

function toHeaders(value: unknown, argument: string): Record<string, string> {
  const isFine = isRecord(value) && Object.values(value).every((one) => typeof one === "string");
  // A header may be a secret.
  if (!isFine) throw new TypeError(`Cannot use ${argument}: expected an object of strings`);
  return value as Record<string, string>;
}

function toProtocol(value: unknown, argument: string): boolean | string {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && PROTOCOL_REGEXP.test(value)) return value;
  throw wrongShape(argument, value, "true, false or a protocol such as h2c");
}
