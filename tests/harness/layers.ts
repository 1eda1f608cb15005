import path from "node:path";

/**
 * The layers from the bottom up. A file may import its own group and every lower row; groups in
 * one row do not know each other.
 */
const LAYERS: string[][] = [
  ["text", "version"],
  ["errors", "types"],
  ["bytes"],
  ["platform"],
  ["streams", "tar", "http", "h2"],
  ["engine", "connect"],
  ["client_options"],
  ["create_engine"],
  ["convert"],
  ["operation"],
  ["specs", "auth"],
  ["build"],
  ["api"],
  ["progress"],
  ["client"],
  ["contexts"],
  ["environment"],
  ["objects"],
  ["mod"],
];

/** What only these may import; anyone may import the interfaces in their `types.ts`, and `TLSConfig`. */
const IMPORTERS: Record<string, string[]> = {
  connect: ["connect", "client_options", "create_engine", "environment", "objects", "client"],
  platform: [
    "platform",
    "tar",
    "connect",
    "create_engine",
    "contexts",
    "environment",
    "progress",
    "client",
  ],
};

const MAX_LINES = 500;

interface Import {
  specifier: string;
  /** Loaded by `import()`, when it is reached. */
  dynamic: boolean;
  /** Gone when the types are removed. */
  typeOnly: boolean;
}

/**
 * Finds where sources break the rules of the layers.
 *
 * @param sources The text of `mod.ts` and of every file under `src/`, by path.
 * @returns One sentence for each breach.
 */
export function findBreaches(sources: Map<string, string>): string[] {
  const breaches: string[] = [];
  for (const [file, source] of sources) {
    const group = groupOf(file);
    const code = removeComments(source);
    const isAdapter = group === "connect" || group === "platform";
    if (rankOf(group) === -1) breaches.push(`${file}: "${group}" is in no layer`);
    for (const { specifier } of findImports(code)) {
      if (specifier.startsWith("node:") && isAdapter) continue;
      if (!/^\.\.?\/.*\.ts$/.test(specifier)) {
        breaches.push(`${file}: imports "${specifier}", which is no relative .ts path`);
        continue;
      }
      const problem = findProblem(file, resolve(file, specifier));
      if (problem !== undefined) breaches.push(problem);
    }
    const global = /\b(Deno|Bun)\b/.exec(removeStrings(code))?.[1];
    if (global !== undefined && !isAdapter) breaches.push(`${file}: uses ${global}`);
    const lines = source.trimEnd().split("\n").length;
    if (lines > MAX_LINES && file !== "src/client.ts" && file !== "mod.ts" && group !== "types") {
      breaches.push(`${file}: has ${lines} lines, more than ${MAX_LINES}`);
    }
  }
  return [...breaches, ...findRuntimeImports(sources), ...findCycles(sources)];
}

function findProblem(file: string, target: string): string | undefined {
  const [from, to] = [groupOf(file), groupOf(target)];
  if (/^src\/((connect|platform)\/types|connect\/tls_config)\.ts$/.test(target)) return undefined;
  if (IMPORTERS[to] && !IMPORTERS[to].includes(from)) {
    return `${file}: imports ${target}, which is for ${IMPORTERS[to].join(", ")}`;
  }
  const isEntry = file === "src/api/mod.ts" || file === "mod.ts";
  if (from === to || rankOf(to) < rankOf(from) || isEntry) return undefined;
  return `${file}: imports ${target}, which is not below it`;
}

/**
 * Picks the files that need no runtime, neither themselves nor by what they import.
 *
 * @param sources As for {@linkcode findBreaches}.
 */
export function pureFiles(sources: Map<string, string>): string[] {
  const isBound = (file: string, seen: Set<string>): boolean => {
    if (seen.has(file)) return false;
    seen.add(file);
    if (/^src\/(connect|platform)\/(?!types\.ts)/.test(file)) return true;
    const imports = findImports(removeComments(sources.get(file) ?? ""));
    return imports.some((one) => isBound(resolve(file, one.specifier), seen));
  };
  return [...sources.keys()].filter((file) => !isBound(file, new Set()));
}

/** Importing an entry must load nothing of a runtime: adapters come by `import()`. */
function findRuntimeImports(sources: Map<string, string>): string[] {
  const reached = new Set<string>();
  const queue = [
    "mod.ts",
    "src/api/mod.ts",
    "src/objects/mod.ts",
    "src/tar/mod.ts",
    "src/types/mod.ts",
  ];
  const breaches: string[] = [];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (reached.has(file) || !sources.has(file)) continue;
    reached.add(file);
    for (const one of findImports(removeComments(sources.get(file)!))) {
      if (one.dynamic) continue;
      if (one.specifier.startsWith("node:")) {
        breaches.push(`${file}: loads "${one.specifier}" with an entry`);
      } else queue.push(resolve(file, one.specifier));
    }
  }
  return breaches;
}

/** Finds files that load each other in a ring. */
function findCycles(sources: Map<string, string>): string[] {
  const state = new Map<string, "open" | "done">();
  const breaches: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (state.get(file) === "done" || !sources.has(file)) return;
    if (state.get(file) === "open") {
      const ring = [...trail.slice(trail.indexOf(file)), file];
      breaches.push(`${file}: imports itself: ${ring.join(" -> ")}`);
      return;
    }
    state.set(file, "open");
    for (const one of findImports(removeComments(sources.get(file)!))) {
      if (one.dynamic) continue;
      visit(resolve(file, one.specifier), [...trail, file]);
    }
    state.set(file, "done");
  };
  for (const file of sources.keys()) visit(file, []);
  return breaches;
}

function rankOf(group: string): number {
  return LAYERS.findIndex((row) => row.includes(group));
}

/** `src/http/pool.ts` is of `http`, `src/engine.ts` of `engine`. */
function groupOf(file: string): string {
  const [first = "", second] = file.split("/");
  return (second ?? first).replace(/\.ts$/, "");
}

function resolve(file: string, specifier: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

function findImports(code: string): Import[] {
  const found: Import[] = [];
  const statements = /\b(import|export)\b(\s+type\b)?([^"'`;()]*?\bfrom\s*)?\s*["']([^"'\n]+)["']/g;
  for (const [, word, type, from, specifier = ""] of code.matchAll(statements)) {
    if (word === "export" && from === undefined) continue;
    found.push({ specifier, dynamic: false, typeOnly: type !== undefined });
  }
  for (const [, specifier = ""] of code.matchAll(/\bimport\s*\(\s*["'`]([^"'`]+)["'`]/g)) {
    found.push({ specifier, dynamic: true, typeOnly: false });
  }
  return found;
}

const STRING = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\]|\\\\[\\s\\S])*\``;

export function removeComments(source: string): string {
  const pattern = new RegExp(`(${STRING})|/\\*[\\s\\S]*?\\*/|//[^\\n]*`, "g");
  return source.replaceAll(pattern, (_, text) => text ?? " ");
}

function removeStrings(code: string): string {
  return code.replaceAll(new RegExp(STRING, "g"), '""');
}
