import { ProtocolError } from "../errors.ts";
import { quote } from "../text/quote.ts";
import { isPage, page } from "./page.ts";

/** What an answer has to be where its fields, or its items, are looked at here. */
export type AnswerShape = "object" | "list";

/**
 * Reads an answer that is JSON.
 *
 * @param action What was attempted, for errors.
 * @param address The engine's address, for errors.
 * @param text The answer.
 * @param shape What it has to be; anything if left out.
 * @throws {ProtocolError} When it is something else.
 */
export function parseAnswer<T>(
  action: string,
  address: string,
  text: string,
  shape?: AnswerShape,
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
  if (shape === undefined || shapeOf(value) === shape) return value as T;
  throw new ProtocolError(
    `${action}: the engine at ${address} answered ${quote(text)}, which is not ${SHAPES[shape]}`,
  );
}

const SHAPES: Readonly<Record<AnswerShape, string>> = {
  object: "a JSON object",
  list: "a list of JSON objects",
};

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function shapeOf(value: unknown): AnswerShape | undefined {
  if (Array.isArray(value)) return value.every(isFilled) ? "list" : undefined;
  return isFilled(value) ? "object" : undefined;
}
