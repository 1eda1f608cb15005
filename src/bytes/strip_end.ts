/**
 * Takes a character away from the end of a text, however often it stands there. An expression such as
 * `/x+$/` would try from each of them.
 *
 * @param text The text.
 * @param character One character.
 */
export function stripEnd(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
