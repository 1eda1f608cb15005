/**
 * Every operation that the sources declare, with the options interface that it belongs to.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { Fields } from "../../src/operation/fields.ts";
import { Operation } from "../../src/operation/operation.ts";

/** A declared operation, or the fields that a builder takes. */
export interface Declaration {
  /** File and constant, e.g. `src/api/containers/stop.ts: STOP`. */
  place: string;
  /** The options interface, e.g. `StopOptions`. */
  options: string;
  /** What is declared. */
  declared: Operation<object> | Fields;
}

const TYPE_REGEXP = /^export const (\w+): (?:Operation|Fields)<(\w+)>/gm;

/** Finds all of them. */
export async function findDeclarations(): Promise<Declaration[]> {
  const found: Declaration[] = [];
  for (const folder of ["src/api", "src/specs"]) {
    for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
      if (!name.endsWith(".ts") || name === "mod.ts") continue;
      const file = `${folder}/${name}`;
      const types = new Map(
        [...readFileSync(file, "utf8").matchAll(TYPE_REGEXP)].map((match) => [match[1], match[2]!]),
      );
      if (types.size === 0) continue;
      const module: Record<string, unknown> = folder === "src/api"
        ? await import(`../../src/api/${name}`)
        : await import(`../../src/specs/${name}`);
      for (const [constant, options] of types) {
        const declared = module[constant!];
        if (!(declared instanceof Operation || declared instanceof Fields)) continue;
        found.push({ place: `${file}: ${constant}`, options, declared });
      }
    }
  }
  return found;
}
