import { readFileSync, writeFileSync } from "node:fs";
import { goals } from "./goals.ts";
import { table } from "./table.ts";

const FILE = "bench/README.md";

/** Puts a table in the place of the one of the same title in `bench/README.md`, or behind all. */
export function writeTable(title: string, head: string[], rows: string[][]): void {
  const sections = readFileSync(FILE, "utf8").split(/^(?=## )/m);
  const made = table(head, rows);
  const at = sections.findIndex((section) => section.startsWith(`## ${title}\n`));
  if (at === -1) sections.push(`\n## ${title}\n\n${made}\n`);
  else sections[at] = sections[at]!.replace(/(?:^\|.*\n)+/m, () => `${made}\n`);
  writeFileSync(FILE, sections.join(""));
}

/** Says anew in `bench/README.md` which goals its tables meet. */
export function writeGoals(): void {
  const tables = new Map<string, Record<string, string>[]>();
  for (const section of readFileSync(FILE, "utf8").split(/^## /m).slice(1)) {
    const lines = section.split("\n");
    const cells = lines.filter((line) => line.startsWith("|"))
      .map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));
    const [head = [], , ...rows] = cells;
    tables.set(
      lines[0]!,
      rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""]))),
    );
  }
  writeTable("Goals", ["work", "goal", "deno", "bun", "node", "met"], goals(tables));
}
