import { redact } from "./redact.ts";

/**
 * Quotes a text for an error: control characters escaped, not more of it than helps, and without
 * the credentials of an address.
 *
 * @param text The text; never something secret.
 * @param longest How many characters are shown.
 */
export function quote(text: string, longest: number = 80): string {
  const safe = redact(text);
  return JSON.stringify(safe.length > longest ? `${safe.slice(0, longest)}...` : safe);
}
