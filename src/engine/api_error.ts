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
 * Finds the Engine's words in an error's body: the `message` of JSON, otherwise the text itself.
 *
 * @param body The body.
 */
export function explanation(body: Uint8Array): string {
  const text = new TextDecoder().decode(body).trim();
  if (text.startsWith("{")) {
    try {
      const value: unknown = JSON.parse(text);
      const { message } = value as { message?: unknown };
      if (typeof message === "string" && message !== "") return message.trim();
    } catch {
      // Not JSON after all: the text is the explanation.
    }
  }
  if (text === "") return "the engine gave no reason";
  return text.length > EXPLANATION_LIMIT ? `${text.slice(0, EXPLANATION_LIMIT)}...` : text;
}
