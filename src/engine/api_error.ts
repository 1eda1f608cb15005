import {
  APIError,
  type APIErrorDetails,
  BadRequest,
  Conflict,
  Forbidden,
  ImageNotFound,
  NotFound,
  ServerError,
  Unauthorized,
} from "../errors.ts";
import type { ResponseHead } from "../http/response_head.ts";
import { quote } from "../text/quote.ts";
import { isPage, page } from "./page.ts";

/** The most bytes of an error's body that are read. */
export const ERROR_BODY_LIMIT: number = 1024 * 1024;

/** The most characters of an explanation that is not the Engine's own, such as a proxy's page. */
const EXPLANATION_LIMIT = 2000;

/**
 * Makes the error that fits a status.
 *
 * @param action What was attempted.
 * @param details The answer.
 * @param image Whether a 404 means that an image is missing.
 */
export function apiError(action: string, details: APIErrorDetails, image: boolean): APIError {
  switch (details.status) {
    case 400:
      return new BadRequest(action, details);
    case 401:
      return new Unauthorized(action, details);
    case 403:
      return new Forbidden(action, details);
    case 404:
      return image ? new ImageNotFound(action, details) : new NotFound(action, details);
    case 409:
      return new Conflict(action, details);
  }
  return details.status >= 500 ? new ServerError(action, details) : new APIError(action, details);
}

/**
 * Finds the Engine's words in an error's body: the `message` of JSON, otherwise the text itself. What
 * is no Engine's answer, a redirection or a page for people, is told as what it is.
 *
 * @param body The body.
 * @param head The status line and headers.
 * @param address The address that was asked.
 */
export function explanation(body: Uint8Array, head: ResponseHead, address: string): string {
  const text = new TextDecoder().decode(body).trim();
  const location = head.header("location");
  if (head.status >= 300 && head.status < 400 && location !== undefined) {
    return `${address} redirects to ${quote(location, 300)}, which is not followed`;
  }
  if (text.startsWith("{")) {
    try {
      const value: unknown = JSON.parse(text);
      const { message } = value as { message?: unknown };
      if (typeof message === "string" && message !== "") return message.trim();
    } catch {
      // Not JSON after all: the text is the explanation.
    }
  }
  if (isPage(text)) return `${address} answered with ${page(text)}, which is no engine's answer`;
  if (text === "") return "the engine gave no reason";
  return text.length > EXPLANATION_LIMIT ? `${text.slice(0, EXPLANATION_LIMIT)}...` : text;
}
