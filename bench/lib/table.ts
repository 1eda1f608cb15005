import type { Rounds } from "./statistics.ts";

/** Writes a Markdown table. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What was printed. */
export const printed: { title: string; head: string[]; rows: string[][] }[] = [];

/** Prints a table under its title. */
export function print(title: string, head: string[], rows: string[][]): void {
  printed.push({ title, head, rows });
  console.log(`\n## ${title}\n\n${table(head, rows)}`);
}

/** Writes a number with so many digits behind the point. */
export function fixed(value: number, digits = 0): string {
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Writes a median, and behind it how it compares with another configuration's. */
export function cell(
  result: Rounds,
  name: string,
  key: string,
  base: string,
  digits = 0,
): string {
  if (!result.has(name)) return "-";
  const ratio = result.ratio(name, base, key);
  return `${fixed(result.median(name, key), digits)} (${ratio.toFixed(ratio < 0.1 ? 3 : 2)})`;
}
