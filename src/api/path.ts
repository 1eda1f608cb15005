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

function encodeSegment(value: string): string {
  // A segment of dots only would be taken for a step in the path.
  if (value === "." || value === "..") return value.replaceAll(".", "%2E");
  return encodeURIComponent(value);
}
