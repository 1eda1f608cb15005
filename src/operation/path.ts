/**
 * Writes a request path; each inserted value is percent-encoded, so that it stays one segment.
 *
 * @param parts The literal parts.
 * @param values The values between them.
 */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  let text = parts[0]!;
  for (let index = 0; index < values.length; index++) {
    text += encodeSegment(values[index]!) + parts[index + 1]!;
  }
  return text;
}

/** What is sent as it is. */
const PLAIN_REGEXP = /^[\w.~-]*$/;

/**
 * Percent-encodes a value, so that it stays one segment of a path or one value of a query.
 *
 * @param value The value.
 * @throws {TypeError} When it is not well-formed Unicode.
 */
export function encode(value: string): string {
  if (PLAIN_REGEXP.test(value)) return value;
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    throw new TypeError(
      `Cannot send ${JSON.stringify(value)}: it has one half of a surrogate pair`,
      { cause },
    );
  }
}

/** Percent-encodes one segment of a path. */
export function encodeSegment(value: string): string {
  // A segment of dots only would be taken for a step in the path.
  if (value === "." || value === "..") return value.replaceAll(".", "%2E");
  return encode(value);
}
