import { redact } from "../text/redact.ts";

const LONGEST = 80;
/** What may hold a secret by what it is called: a text is not shown. */
const SECRET_REGEXP =
  /env|args|opt|setting|config|command|cmd|entrypoint|test|health|label|secret|password|\bauth|token|credential|header|data|key|cert|log|driver|prox|extra/i;
/**
 * Shows a value in an error message: short and on one line. Of lists and objects only the form is
 * shown, for any text within may be a secret.
 *
 * @param value Anything.
 * @param argument The name of the argument that it was given for: of some not even a text is shown.
 */
export function show(value: unknown, argument: string = ""): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" || value === undefined) return String(value);
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  if (typeof value === "string") {
    if (SECRET_REGEXP.test(lastName(argument))) return value === "" ? '""' : '"***"';
    return cut(JSON.stringify(redact(value)));
  }
  if (ArrayBuffer.isView(value)) return "bytes";
  if (hasEngine(value)) return "an object of the Engine";
  let text: string | undefined;
  try {
    text = JSON.stringify(
      value,
      (_, item) => typeof item === "string" && item !== "" ? "***" : item,
    );
  } catch {
    // A cycle, or a bigint inside.
  }
  return cut(text ?? "an object");
}

/** A container, an image and the like are not shown with all that was told of them. */
function hasEngine(value: unknown): boolean {
  return typeof value === "object" && value !== null && "engine" in value && "attrs" in value;
}

/** The name of what is meant by `config.Env[0]` and the like. */
function lastName(argument: string): string {
  const names = argument.split("[", 1)[0]!.split(".");
  return argument.includes("].") ? argument.slice(argument.lastIndexOf("].")) : names.at(-1)!;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/**
 * Makes the error for a value of the wrong type or notation.
 *
 * @param argument The argument's name, e.g. `memLimit` or `devices[0]`.
 * @param value What was given.
 * @param accepted The accepted forms, as the end of "expected ...".
 */
export function wrongShape(argument: string, value: unknown, accepted: string): TypeError {
  if (value instanceof Promise) {
    return new TypeError(`Cannot use ${argument}: it is a Promise; await it first`);
  }
  return new TypeError(`Cannot use ${argument} ${show(value, argument)}: expected ${accepted}`);
}

/**
 * Makes the error for a value that is well formed but not allowed.
 *
 * @param argument The argument's name.
 * @param value What was given.
 * @param accepted The accepted values, as the end of "expected ...".
 */
export function wrongValue(argument: string, value: unknown, accepted: string): RangeError {
  return new RangeError(`Cannot use ${argument} ${show(value, argument)}: expected ${accepted}`);
}
