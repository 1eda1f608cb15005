/** How much output a message shows: lines, and characters in all. */
const SHOWN_LINES = 5;
const SHOWN_CHARACTERS = 1000;

/**
 * Returns the last lines of an output, for a message.
 *
 * @param output The output.
 */
export function lastLines(output: string): string {
  const lines = output.trimEnd().slice(-SHOWN_CHARACTERS).split("\n").slice(-SHOWN_LINES);
  return lines.join("\n").trim();
}
