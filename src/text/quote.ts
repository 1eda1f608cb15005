/**
 * Quotes a text for an error: control characters escaped, and not more of it than helps.
 *
 * @param text The text; never something secret.
 * @param longest How many characters are shown.
 */
export function quote(text: string, longest: number = 80): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}...` : text);
}
