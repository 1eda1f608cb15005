import { ProtocolError } from "../errors.ts";
import { quote } from "../text/quote.ts";
import { isPage, page } from "./page.ts";

/** What an answer has to be; `filled` is an object or a list of them. */
export type AnswerShape = "object" | "list" | "listOrNull" | "filled" | "any";

/**
 * Reads an answer that is JSON.
 *
 * @param action What was attempted, for errors.
 * @param address The engine's address, for errors.
 * @param text The answer.
 * @param shape What it has to be. For a list the Engine may write null where it is empty.
 * @throws {ProtocolError} When it is something else.
 */
export function parseAnswer<T>(
  action: string,
  address: string,
  text: string,
  shape: AnswerShape = "any",
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const shown = isPage(text) ? page(text) : quote(text);
    throw new ProtocolError(
      `${action}: the engine at ${address} answered ${shown}, which is not JSON`,
      { cause },
    );
  }
  if (value === null && shape === "list") return [] as T;
  if (fits(value, shape)) return value as T;
  throw new ProtocolError(
    `${action}: the engine at ${address} answered ${quote(text)}, which is not ${SHAPES[shape]}`,
  );
}

const SHAPES: Readonly<Record<AnswerShape, string>> = {
  any: "JSON",
  filled: "a JSON object or list",
  object: "a JSON object",
  list: "a list of JSON objects",
  listOrNull: "a list of JSON objects",
};

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function fits(value: unknown, shape: AnswerShape): boolean {
  if (shape === "any") return true;
  if (value === null) return shape === "listOrNull";
  if (Array.isArray(value)) return shape !== "object" && value.every(isFilled);
  return isFilled(value) && (shape === "filled" || shape === "object");
}
