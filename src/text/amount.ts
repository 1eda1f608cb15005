import { quote } from "./quote.ts";

/**
 * Shows a value that is not what an option takes, and nothing of what is within it, which may be secret.
 *
 * @param value The value.
 */
export function showOption(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? "a list" : "an object";
  }
  return typeof value === "function" ? "a function" : String(value);
}

/**
 * Passes numbers from 0 on.
 *
 * @param value The value.
 * @param attempt What it is for, e.g. `use the timeout ?`, where it stands for the value.
 * @param expected What is expected, as a sentence.
 * @param isWhole Whether fractions are none.
 * @throws {RangeError} When it is another number.
 * @throws {TypeError} When it is no number.
 */
export function checkAmount(
  value: unknown,
  attempt: string,
  expected: string,
  isWhole: boolean = false,
): void {
  const isNumber = typeof value === "number";
  if (isNumber && value >= 0 && (!isWhole || Number.isSafeInteger(value))) return;
  const Refusal = isNumber ? RangeError : TypeError;
  // A function, for a text of the caller may hold what a replacement means.
  throw new Refusal(`Cannot ${attempt.replace("?", () => showOption(value))}: ${expected}`);
}

/**
 * Passes limits in time.
 *
 * @param seconds The limit.
 * @param phase Of what, with the quotes and the word before it; empty if it is of all.
 */
export function checkSeconds(seconds: unknown, phase: string = ""): void {
  checkAmount(
    seconds,
    `use the timeout ?${phase}`,
    "it is a number of seconds from 0, and 0 is without limit",
  );
}
