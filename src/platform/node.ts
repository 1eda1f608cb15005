import { files } from "./node_files.ts";
import { processes } from "./node_processes.ts";
import type { OutputName, Paths, Platform, System, Terminal } from "./types.ts";

// Loaded when it runs: a static import would be hoisted to the start of a bundle.
const os = await import("node:os");
const path = await import("node:path");
const { default: process } = await import("node:process");

const OS_NAMES: Record<string, System["os"]> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
};

const paths: Paths = {
  separator: path.sep,
  join: path.join,
  resolve: path.resolve,
  isAbsolute: path.isAbsolute,
  dirname: path.dirname,
  // A second parameter would be an ending to cut off.
  basename: (whole) => path.basename(whole),
  relative: path.relative,
};

const system: System = {
  os: OS_NAMES[process.platform] ?? "other",
  env: (name) => process.env[name],
  home: () => process.env.HOME || os.homedir(),
  cwd: () => process.cwd(),
  uid: () => process.getuid?.() ?? null,
  gid: () => process.getgid?.() ?? null,
};

const terminal: Terminal = {
  isTerminal: (output) => process[output].isTTY === true,
  columns: (output) => process[output].columns || 80,
  rows: (output) => process[output].rows || 24,
  write: writeOutput,
};

function writeOutput(output: OutputName, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process[output].write(data, (problem) => problem ? reject(problem) : resolve());
  });
}

/** Makes the platform of Deno, Bun and Node: the `node:` modules serve all three. */
export function createPlatform(): Platform {
  return { files, paths, processes, system, terminal };
}
