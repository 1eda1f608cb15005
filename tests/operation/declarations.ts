/**
 * Every operation that the sources declare, with the options interface that it belongs to.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { type Field, Fields } from "../../src/operation/fields.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { Option } from "../../src/operation/option.ts";

/** A declared operation, or the fields that a builder takes. */
export interface Declaration {
  /** File and constant, e.g. `src/api/containers/stop.ts: STOP`. */
  place: string;
  /** The options interface, e.g. `StopOptions`. */
  options: string;
  /** What is declared. */
  declared: Operation<object> | Fields;
  /** The functions of the same file. */
  functions: string[];
}

const TYPE_REGEXP = /^export const (\w+): (?:Operation|Fields)<(\w+)>/gm;

/** Finds all of them. */
export async function findDeclarations(): Promise<Declaration[]> {
  const found: Declaration[] = [];
  for (const directory of ["src/api", "src/specs"]) {
    for (const name of (readdirSync(directory, { recursive: true }) as string[]).sort()) {
      if (!name.endsWith(".ts") || name === "mod.ts") continue;
      const file = `${directory}/${name}`;
      const types = new Map(
        [...readFileSync(file, "utf8").matchAll(TYPE_REGEXP)].map((match) => [match[1], match[2]!]),
      );
      if (types.size === 0) continue;
      const module: Record<string, unknown> = directory === "src/api"
        ? await import(`../../src/api/${name}`)
        : await import(`../../src/specs/${name}`);
      const functions = Object.keys(module).filter((one) => typeof module[one] === "function");
      for (const [constant, options] of types) {
        const declared = module[constant!];
        if (!(declared instanceof Operation || declared instanceof Fields)) continue;
        found.push({ place: `${file}: ${constant}`, options, declared, functions });
      }
    }
  }
  return found;
}

/** What a function of the API takes. */
export interface DeclaredOptions {
  /** The operations that it asks for. */
  operations: Operation<object>[];
  /** Its options in query, headers and of the client, by name. */
  options: Map<string, Option>;
  /** Its options in the body, and the body's other fields, by name. */
  fields: Map<string, Field>;
}

/** Functions whose options stand in the file of another. */
const ALSO: [name: string, other: string][] = [
  ["wait", "registerWait"],
  ["createContainer", "createContainerConfig"],
];

/**
 * Gathers what each function of the API takes, by the function's name.
 *
 * @param declarations All declarations.
 */
export function optionsByFunction(declarations: Declaration[]): Map<string, DeclaredOptions> {
  const all = new Map<string, DeclaredOptions>();
  for (const { place, declared, functions } of declarations) {
    if (!place.startsWith("src/api/")) continue;
    for (const name of functions) {
      const own: DeclaredOptions = all.get(name) ??
        { operations: [], options: new Map(), fields: new Map() };
      all.set(name, own);
      const fields = declared instanceof Fields ? declared : declared.details.fields;
      for (const [option, field] of Object.entries(fields?.declared ?? {})) {
        own.fields.set(option, field);
      }
      if (!(declared instanceof Operation)) continue;
      own.operations.push(declared);
      for (const [option, one] of Object.entries(declared.options)) own.options.set(option, one);
    }
  }
  for (const [name, other] of ALSO) {
    const own = all.get(name) ?? { operations: [], options: new Map(), fields: new Map() };
    const more = all.get(other)!;
    all.set(name, {
      operations: [...own.operations, ...more.operations],
      options: new Map([...own.options, ...more.options]),
      fields: new Map([...own.fields, ...more.fields]),
    });
  }
  return all;
}
