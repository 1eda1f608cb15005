import { readFileSync } from "node:fs";

/**
 * Where the sources are in the package, for maps. Beside the declarations, a compiler would take
 * them instead.
 */
export const SOURCE_DIRECTORY = "source";

/** One way into the package. */
export interface Entry {
  /** What an import says after the package's name: `.`, `./tar`. */
  specifier: string;
  /** The entry's file in the package, without its ending. */
  name: string;
  /** The entry's source. */
  source: string;
}

/** What the project says of itself in `deno.json`, the one place for it. */
export interface Project {
  name: string;
  version: string;
  license: string;
  entries: Entry[];
}

/** Reads `deno.json`. */
export function readProject(): Project {
  const { name, version, license, exports } = JSON.parse(readFileSync("deno.json", "utf8")) as {
    name: string;
    version: string;
    license: string;
    exports: Record<string, string>;
  };
  const entries = Object.entries(exports).map(([specifier, source]) => ({
    specifier,
    name: specifier === "." ? "mod" : specifier.slice("./".length),
    source,
  }));
  return { name, version, license, entries };
}
