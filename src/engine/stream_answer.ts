import { APIError, type APIErrorDetails } from "../errors.ts";
import type { Body } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import type { ResponseHead } from "../http/response_head.ts";
import { apiError } from "./api_error.ts";
import { wholeBody } from "./whole_body.ts";

/** An answer whose body is read as it comes. */
export class StreamAnswer {
  /** The status line and headers. */
  readonly head: ResponseHead;
  /** The body. */
  readonly body: Body;
  readonly #action: string;
  readonly #method: string;
  readonly #path: string;
  readonly #limit: number;

  /** Makes an answer of the request that it belongs to; `limit` is the most bytes of a whole body. */
  constructor(
    response: HttpResponse,
    action: string,
    method: string,
    path: string,
    limit: number,
  ) {
    this.#limit = limit;
    this.head = response.head;
    this.body = response.body;
    this.#action = action;
    this.#method = method;
    this.#path = path;
  }

  /**
   * Reads the body to its end.
   *
   * @throws {ProtocolError} When it is longer than the limit of the client.
   */
  whole(): Promise<Uint8Array> {
    return wholeBody(this.#action, this.head, this.body, this.#limit);
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
      ? new APIError(this.#action, details)
      : apiError(this.#action, details, false);
  }

  /**
   * Returns what an error of a failure within the body knows.
   *
   * @param explanation The Engine's words.
   * @param records The records that came before it.
   * @param code The code that came with it.
   */
  details(explanation: string, records: readonly unknown[], code: number): APIErrorDetails {
    return { status: code, explanation, method: this.#method, path: this.#path, records };
  }
}
