/**
 * Names the tests of a table's rows: what is called, and what comes of it. Rows that read alike are
 * numbered.
 *
 * @param rows The call of each row, and what comes of it.
 */
export function nameRows(rows: readonly (readonly [call: unknown, outcome: string])[]): string[] {
  const seen = new Map<string, number>();
  return rows.map(([call, outcome]) => {
    const name = `${sourceOf(call)}: ${outcome}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** Returns what an arrow function does, in one line. */
function sourceOf(call: unknown): string {
  return String(call).replace(/\s+/g, " ").replace(/^(async )?\(?\w*\)? ?=> ?/, "");
}
