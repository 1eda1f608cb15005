import { APIError, type APIErrorDetails } from "../errors.ts";
import type { Body } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import type { ResponseHead } from "../http/response_head.ts";
import { apiError } from "./api_error.ts";
import { type AnswerShape, parseAnswer } from "./json_answer.ts";
import { wholeBody } from "./whole_body.ts";

/** What an answer belongs to. */
export interface AnswerOrigin {
  /** What was attempted, for errors. */
  readonly action: string;
  /** The engine's address, for errors. */
  readonly address: string;
  /** The method. */
  readonly method: string;
  /** The path as it is shown. */
  readonly path: string;
  /** The most bytes of a body that is read as a whole. */
  readonly limit: number;
}

const DECODER = new TextDecoder();

/** An answer whose body is read as it comes. */
export class StreamAnswer {
  /** The status line and headers. */
  readonly head: ResponseHead;
  /** The body. */
  readonly body: Body;
  readonly #origin: AnswerOrigin;

  /** Makes an answer of the request that it belongs to. */
  constructor(response: HttpResponse, origin: AnswerOrigin) {
    this.head = response.head;
    this.body = response.body;
    this.#origin = origin;
  }

  /**
   * Reads the body to its end.
   *
   * @throws {ProtocolError} When it is longer than the limit of the client.
   */
  whole(): Promise<Uint8Array<ArrayBuffer>> {
    const { action, limit } = this.#origin;
    return wholeBody(action, this.head, this.body, limit);
  }

  /**
   * Reads the body to its end, as JSON.
   *
   * @param shape What it has to be; anything if left out.
   * @throws {ProtocolError} When it is something else, or longer than the limit of the client.
   */
  async json<T>(shape?: AnswerShape): Promise<T> {
    const { action, address } = this.#origin;
    return parseAnswer<T>(action, address, DECODER.decode(await this.whole()), shape);
  }

  /**
   * Makes the error of a failure that the Engine reports within the body.
   *
   * @param explanation The Engine's words.
   * @param records The records that came before it.
   * @param code The code that came with it; 500 without one.
   */
  failure(explanation: string, records: readonly unknown[] = [], code: number = 500): APIError {
    const details = this.details(explanation, records, code);
    // A code that is no error's status is something else, such as a process's exit code.
    return code < 400 || code >= 500
      ? new APIError(this.#origin.action, details)
      : apiError(this.#origin.action, details, false);
  }

  /**
   * Returns what an error of a failure within the body knows.
   *
   * @param explanation The Engine's words.
   * @param records The records that came before it.
   * @param code The code that came with it.
   */
  details(explanation: string, records: readonly unknown[], code: number): APIErrorDetails {
    const { method, path } = this.#origin;
    return { status: code, explanation, method, path, records };
  }
}
