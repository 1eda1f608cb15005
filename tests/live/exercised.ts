import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import process from "node:process";
import { SEED } from "./seed.ts";

/**
 * Notes that a test has just observed, on the engine, what a method and these parameters of it do, or that
 * it was refused as documented. Call it right behind the assertions that saw it.
 *
 * The notes are lines `method parameter` (`method` alone for none) at the end of the file that
 * `LONGSHORE_TEST_EXERCISED` names; the runner sums them.
 *
 * @param name The method or the configuration class.
 * @param parameters Parameters of the seed, under their names here.
 */
export function exercised(name: string, ...parameters: string[]): void {
  const known = Object.values(SEED).find((methods) => Object.hasOwn(methods, name))?.[name];
  assert.ok(known !== undefined, `the seed has no ${name}`);
  for (const parameter of parameters) {
    assert.ok(known.includes(parameter), `the seed's ${name} has no ${parameter}`);
  }
  const file = process.env.LONGSHORE_TEST_EXERCISED;
  if (!file) return;
  const lines = [name, ...parameters.map((parameter) => `${name} ${parameter}`)];
  appendFileSync(file, lines.map((line) => `${line}\n`).join(""));
}

/** How much of a group was exercised. */
export interface Coverage {
  /** The group's name, `total` for the sum of all. */
  group: string;
  /** Methods or classes exercised. */
  methods: number;
  /** Methods or classes that the seed has. */
  allMethods: number;
  /** Parameters exercised. */
  parameters: number;
  /** Parameters that the seed has. */
  allParameters: number;
  /** What was not exercised, as `method` or `method parameter`. */
  missing: string[];
}

/**
 * Sums the notes of {@linkcode exercised} for each group and in total.
 *
 * @param notes The text of the file, or of several behind each other.
 */
export function coverage(notes: string): Coverage[] {
  const seen = new Set(notes.split("\n"));
  const groups = Object.entries(SEED).map(([group, methods]) =>
    groupCoverage(group, methods, seen)
  );
  const sum = (pick: (group: Coverage) => number): number => {
    return groups.reduce((total, group) => total + pick(group), 0);
  };
  return [...groups, {
    group: "total",
    methods: sum((group) => group.methods),
    allMethods: sum((group) => group.allMethods),
    parameters: sum((group) => group.parameters),
    allParameters: sum((group) => group.allParameters),
    missing: groups.flatMap((group) => group.missing),
  }];
}

function groupCoverage(
  group: string,
  methods: Readonly<Record<string, readonly string[]>>,
  seen: Set<string>,
): Coverage {
  const names = Object.keys(methods);
  const parameters = names.flatMap((name) => methods[name]!.map((one) => `${name} ${one}`));
  const missing = [...names, ...parameters].filter((line) => !seen.has(line));
  return {
    group,
    methods: names.filter((name) => seen.has(name)).length,
    allMethods: names.length,
    parameters: parameters.filter((line) => seen.has(line)).length,
    allParameters: parameters.length,
    missing,
  };
}
