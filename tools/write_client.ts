/**
 * Writes `src/client.ts` and `src/api/mod.ts` from the functions of the API, and the version of
 * `deno.json` where else it stands: `deno task client`.
 * With `--check` it only tells whether they are as it would write them.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { spawnSync } from "node:child_process";
import { type ApiFile, type ApiFunction, readApi, type Signature } from "./api_functions.ts";

/** The groups in the order of the class, by directory. */
const GROUPS: Record<string, string> = {
  system: "The system",
  containers: "Containers",
  exec: "Commands in containers",
  images: "Images",
  build: "Build",
  networks: "Networks",
  volumes: "Volumes",
  services: "Services and tasks",
  swarm: "Swarm",
  nodes: "Nodes",
  secrets: "Secrets",
  configs: "Configs",
  plugins: "Plugins",
};
/** Functions whose name is a reserved word as a method's is not. */
const METHOD_NAMES: Record<string, string> = { exportContainer: "export" };
/**
 * Directories and files whose functions the class loads by their first call: what they need is large, or
 * few programs call them.
 */
const LOADED_LATER: readonly string[] = [
  "src/api/build/",
  "src/api/configs/",
  "src/api/containers/checkpoints.ts",
  "src/api/containers/commit.ts",
  "src/api/containers/copy.ts",
  "src/api/containers/create_checkpoint.ts",
  "src/api/containers/export.ts",
  "src/api/containers/get_archive.ts",
  "src/api/containers/prune.ts",
  "src/api/containers/put_archive.ts",
  "src/api/containers/remove_checkpoint.ts",
  "src/api/containers/stat_archive.ts",
  "src/api/containers/update.ts",
  "src/api/exec/exit_code.ts",
  "src/api/images/",
  "src/api/networks/create.ts",
  "src/api/networks/prune.ts",
  "src/api/nodes/",
  "src/api/plugins/",
  "src/api/secrets/",
  "src/api/services/",
  "src/api/swarm/",
  "src/api/system/df.ts",
  "src/api/system/login.ts",
  "src/api/system/ping_info.ts",
  "src/api/system/request.ts",
  "src/api/volumes/create.ts",
  "src/api/volumes/prune.ts",
  "src/api/volumes/update.ts",
];
const CLIENT = "src/client.ts";
const LIST = "src/api/mod.ts";
const VERSION = "src/version.ts";
const MANIFEST = "package.json";
const TEMPLATE = "tools/client_template.ts";

function groupFiles(files: ApiFile[]): ApiFile[][] {
  const unknown = files.find(({ group }) => !Object.hasOwn(GROUPS, group));
  if (unknown !== undefined) {
    throw new Error(`Cannot write the client: the group of ${unknown.file} is not in GROUPS`);
  }
  return Object.keys(GROUPS).map((group) => files.filter((file) => file.group === group));
}

/** E.g. `containersLogs` for `src/api/containers/logs.ts`. */
function namespaceOf(file: string): string {
  const [group, name] = file.replace(/^src\/api\/|\.ts$/g, "").split("/") as [string, string];
  const words = `${group}_${name}`.split("_");
  return words.map((word, index) => index === 0 ? word : word[0]!.toUpperCase() + word.slice(1))
    .join("");
}

/** Whether the class loads a function by its first call; what returns no promise is there at once. */
function isLoadedLater({ file, implementation }: ApiFunction): boolean {
  return implementation.result.startsWith("Promise<") &&
    LOADED_LATER.some((later) => later === file || later.endsWith("/") && file.startsWith(later));
}

/** How `src/client.ts` imports a file. */
function specifierOf(file: string): string {
  return `./${path.relative("src", file)}`;
}

/** Writes types of the function's own file by its namespace. */
function qualify(text: string, { file, types }: ApiFunction): string {
  return text.replace(/(?<![."\w])[A-Z]\w*/g, (name) => {
    return types.get(name)?.module === file ? `${namespaceOf(file)}.${name}` : name;
  });
}

/** What the client of an example is called: examples with more than one engine name them. */
function clientOf(engine: string): string {
  return engine === "engine" ? "client" : engine;
}

/** Turns the documentation of a function into that of the method: examples call the client. */
function memberDoc(doc: string, name: string): string {
  const lines = doc.split("\n").filter((line) => !/^ \* @param engine\b/.test(line));
  return lines.join("\n").replace(/```ts[^]*?```/g, (example) => {
    const imported = / \* import \{([^}]*)\} from "@longshore\/docker\/api";\n/.exec(example);
    if (imported === null) return example;
    let code = example;
    const engines = [...example.matchAll(/const (\w+) = createEngine\(/g)].map(([, name]) => name);
    for (const one of imported[1]!.replaceAll("*", "").split(",").map((one) => one.trim())) {
      const method = METHOD_NAMES[one] ?? one;
      const end = (after: string): string => after === ")" ? ")" : "";
      code = code
        .replace(
          new RegExp(`\\b${one}\\((${engines.join("|") || "engine"})(, ?|\\))`, "g"),
          (_, engine: string, after: string) => `${clientOf(engine)}.${method}(${end(after)}`,
        )
        .replace(
          new RegExp(`\\b${one}\\(createEngine\\(\\)(, ?|\\))`, "g"),
          (_, after: string) => `new APIClient().${method}(${end(after)}`,
        );
    }
    code = code.replace(
      /const (\w+) = createEngine\(/g,
      (_, engine: string) => `const ${clientOf(engine)} = new APIClient(`,
    );
    const main = / \* import \{([^}]*)\} from "@longshore\/docker";\n/.exec(code);
    const others = main === null ? [] : main[1]!.replaceAll("*", "").split(",");
    const names = [...others.map((one) => one.trim()), "APIClient"].sort().join(", ");
    if (main !== null) code = code.replace(main[0], "");
    code = code.replace(imported[0], ` * import { ${names} } from "@longshore/docker";\n`);
    const left = /\bcreateEngine\b|\(engine\b/.exec(code);
    if (left !== null) throw new Error(`Cannot write the example of ${name}: "${left[0]}" is left`);
    return code;
  });
}

function member(one: ApiFunction): string {
  const method = METHOD_NAMES[one.name] ?? one.name;
  const line = ({ parameters, result }: Signature): string =>
    qualify(`${method}(${parameters.join(", ")}): ${result}`, one);
  const names = one.implementation.parameters.map((parameter) => /^\w+/.exec(parameter)![0]);
  const passed = [...one.takesEngine ? ["this.#engine"] : [], ...names].join(", ");
  const isLater = isLoadedLater(one);
  // While the function is loaded, the caller may go on with what it gave.
  const copied = names.map((name) => {
    // Bytes that are no upload are small, and their owner may wipe them out.
    return name === "data" && /\/(secrets|configs)\//.test(one.file) ? "copyBytes(data)" : name;
  });
  const kept = names.length === 0
    ? ""
    : `const kept = snapshot([${copied.join(", ")}] as const);\n`;
  const first = one.takesEngine ? "this.#engine, " : "";
  const body = isLater
    ? ` {\n${kept}const { ${one.name} } = await import("${specifierOf(one.file)}");\n` +
      `return await ${one.name}(${kept === "" ? passed : `${first}...kept`});\n}\n`
    : ` {\nreturn ${namespaceOf(one.file)}.${one.name}(${passed});\n}\n`;
  const begin = isLater ? "async " : "";
  if (one.signatures.length === 1) {
    const [signature] = one.signatures as [Signature];
    return `${memberDoc(signature.doc, one.name)}\n${begin}${line(signature)}${body}`;
  }
  const overloads = one.signatures.map((signature) =>
    `${memberDoc(signature.doc, one.name)}\n${line(signature)};\n`
  );
  return overloads.join("") + begin + line(one.implementation) + body;
}

function writeClient(files: ApiFile[]): string {
  const imports = new Map<string, Set<string>>();
  const used = files.filter(({ functions }) => functions.length > 0);
  for (const { functions } of used) {
    for (const { file, types } of functions) {
      for (const [alias, { module, name }] of types) {
        if (module === file) continue;
        const names = imports.get(module) ?? new Set();
        imports.set(module, names.add(alias === name ? name : `${name} as ${alias}`));
      }
    }
  }
  const members = groupFiles(used).filter((group) => group.length > 0).map((group) => {
    const functions = group.flatMap((file) => file.functions);
    return `// ${GROUPS[group[0]!.group]}\n\n${functions.map(member).join("\n")}`;
  });
  const text = members.join("\n");
  const missing = LOADED_LATER.find((later) => !used.some(({ file }) => file.startsWith(later)));
  if (missing !== undefined) throw new Error(`Cannot load ${missing} later: it has no function`);
  const modules = used.flatMap(({ file, functions }) => {
    const isLater = functions.every(isLoadedLater);
    if (isLater && !text.includes(`${namespaceOf(file)}.`)) return [];
    const type = isLater ? "type " : "";
    return `import ${type}* as ${namespaceOf(file)} from "${specifierOf(file)}";`;
  });
  if (text.includes("snapshot(")) {
    modules.push('import { copyBytes, snapshot } from "./convert/snapshot.ts";');
  }
  const template = readFileSync(TEMPLATE, "utf8");
  for (
    const [, names, specifier] of template.matchAll(
      /import (?:type )?\{([^}]*)\} from "..\/src\/([^"]*)";\n/g,
    )
  ) {
    const known = imports.get(`src/${specifier}`);
    for (const name of names!.split(",")) known?.delete(name.trim().replace(/^type /, ""));
  }
  const types = [...imports].filter(([, names]) => names.size > 0).sort().map(([module, names]) =>
    `import type { ${[...names].sort().join(", ")} } from "./${path.relative("src", module)}";`
  );
  return template
    .replace(
      /\/\*\*[^]*?@module\n \*\/\n/,
      "// Written by tools/write_client.ts: change the functions in src/api instead.\n",
    )
    .replaceAll('"../src/', '"./')
    .replace(/(?=\n\/\*\*)/, `\n${[...modules, ...types].join("\n")}\n`)
    .replace("  // The methods stand here.\n", text);
}

function writeList(files: ApiFile[]): string {
  const doc = readFileSync(LIST, "utf8").split("*/\n", 1)[0]!.replace(/^\/\/.*\n/, "");
  const lines = files.map(({ file, functions, classes }) => {
    const names = functions.map(({ name }) => name)
      .flatMap((name) => METHOD_NAMES[name] ? [name, `${name} as ${METHOD_NAMES[name]}`] : [name]);
    const all = [...names, ...classes].sort();
    return all.length === 0
      ? ""
      : `export { ${all.join(", ")} } from "./${path.relative("src/api", file)}";\n`;
  });
  const engine = [
    'export {\n  type APIClientOptions,\n  createEngine,\n  type SSHOptions,\n} from "../create_engine.ts";',
    'export { TLSConfig, type TLSConfigOptions } from "../connect/tls_config.ts";',
    'export type { Engine } from "../engine/engine.ts";\n',
  ].join("\n");
  return `// Written by tools/write_client.ts.\n${doc}*/\n${lines.join("")}${engine}`;
}

function format(text: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["fmt", "--ext=ts", "-"], {
    input: text,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`Cannot format what was written: ${stderr}`);
  return stdout;
}

function writeVersion(version: string): string {
  return `// Written by tools/write_client.ts.
/** The version of this client, as its \`User-Agent\` tells it. */
export const CLIENT_VERSION = "${version}";
`;
}

const files = readApi();
const { version } = JSON.parse(readFileSync("deno.json", "utf8")) as { version: string };
const manifest = readFileSync(MANIFEST, "utf8")
  .replace(/"version": "[^"]*"/, `"version": "${version}"`);
const stale: string[] = [];
for (
  const [file, text] of [
    [CLIENT, writeClient(files)],
    [LIST, writeList(files)],
    [VERSION, writeVersion(version)],
    [MANIFEST, manifest],
  ] as const
) {
  const formatted = file === MANIFEST ? text : format(text);
  if (formatted === readFileSync(file, "utf8")) continue;
  stale.push(file);
  if (!process.argv.includes("--check")) writeFileSync(file, formatted);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`Stale: ${stale.join(", ")}; run deno task client`);
  process.exit(1);
}
