import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A piece of code in a document. */
export interface Snippet {
  /** The document and the line where the code begins. */
  place: string;
  /** The code. */
  code: string;
  /** The runtimes that the document names behind the language; all if it names none. */
  runtimes: string[];
}

/** The documents whose code is run. */
export function documents(): string[] {
  return [
    "README.md",
    ...readdirSync("docs").filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
  ];
}

/** Finds the code of a document that is marked `ts` or `js`. */
export function snippetsOf(file: string): Snippet[] {
  const found: Snippet[] = [];
  const text = readFileSync(file, "utf8");
  for (const match of text.matchAll(/^```(?:ts|js)([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const line = text.slice(0, match.index).split("\n").length + 1;
    const runtimes = match[1]!.trim().split(/\s+/).filter((word) => word !== "");
    found.push({ place: `${file}:${line}`, code: match[2]!, runtimes });
  }
  return found;
}

/** What the documents use of the functions: most have names that are methods elsewhere. */
const FUNCTIONS = ["createEngine", "inspectContainer"];

/** The names that each entry exports, in the order in which they are looked for. */
export function namesOf(entry: object, tar: object, api: object): Record<string, string[]> {
  return {
    "@longshore/docker": Object.keys(entry),
    "@longshore/docker/tar": Object.keys(tar),
    "@longshore/docker/api": Object.keys(api).filter((name) => FUNCTIONS.includes(name)),
  };
}

/** Names of the surroundings that the documents take for granted. */
const SURROUNDINGS: [name: string, code: string][] = [
  ["client", "const client = new APIClient({ baseUrl: process.env.DOCKER_HOST });"],
  ["docker", "const docker = new DockerClient({ baseUrl: process.env.DOCKER_HOST });"],
  ["container", 'const container = await docker.containers.get("web");'],
];

/**
 * Completes a snippet: imports what it uses of the package, and makes the client, the `DockerClient`
 * and the container that it speaks of, unless it does so itself.
 *
 * @param exports The names that each entry exports.
 */
export function complete({ code }: Snippet, exports: Record<string, string[]>): string {
  const uses = (name: string, text: string): boolean =>
    new RegExp(`(?<![.\\w])${name}\\b`).test(text);
  const declares = (name: string): boolean =>
    new RegExp(
      `(?:const|let|using|function) (?:\\{[^}]*\\b|\\[[^\\]]*\\b)?${name}\\b|import [^;]*\\b${name}\\b`,
    )
      .test(code);
  let before = "";
  const used = [...SURROUNDINGS].reverse().filter(([name]) => {
    if (declares(name) || !uses(name, code + before)) return false;
    before = SURROUNDINGS.find(([other]) => other === name)![1] + before;
    return true;
  }).map(([name]) => name);
  const whole = `${before}\n${code}`;
  const imports: string[] = ['import process from "node:process";'];
  const taken = new Set<string>();
  for (const [entry, names] of Object.entries(exports)) {
    const wanted = names.filter((name) => {
      return !taken.has(name) && uses(name, whole) && !declares(name);
    });
    wanted.forEach((name) => taken.add(name));
    if (wanted.length > 0) imports.push(`import { ${wanted.join(", ")} } from "${entry}";`);
  }
  if (/import process\b/.test(code)) imports.shift();
  const after = used.filter((name) => name !== "container").map((name) => `${name}.close();`);
  return [...imports, before, code, ...after].join("\n");
}

/** The name of a file for a snippet. */
export function fileName({ place }: Snippet): string {
  return `${path.basename(place).replace(/[^\w]+/g, "_")}.ts`;
}
