import { loadFiles } from "./node_files.ts";
import type { Paths, Platform, Processes, System, Terminal } from "./types.ts";

type Process = typeof import("node:process");

const OS_NAMES: Record<string, System["os"]> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
};

/**
 * Makes the platform of Deno, Bun and Node: the `node:` modules serve all three.
 *
 * @param processes How other programs are run.
 */
export async function createPlatform(processes: Processes): Promise<Platform> {
  // Loaded by the call: a static import would be hoisted to the start of a bundle, and an await at
  // the top of a module keeps `require()` from loading it.
  const [os, path, { default: process }, files] = await Promise.all([
    import("node:os"),
    import("node:path"),
    import("node:process"),
    loadFiles(),
  ]);
  return {
    files,
    paths: createPaths(path),
    processes,
    system: createSystem(os, process),
    terminal: createTerminal(process),
  };
}

function createPaths(path: typeof import("node:path")): Paths {
  return {
    separator: path.sep,
    join: path.join,
    resolve: path.resolve,
    isAbsolute: path.isAbsolute,
    dirname: path.dirname,
    // A second parameter would be an ending to cut off.
    basename: (whole) => path.basename(whole),
    relative: path.relative,
  };
}

function createSystem(os: typeof import("node:os"), process: Process): System {
  return {
    os: OS_NAMES[process.platform] ?? "other",
    env: (name) => process.env[name],
    home: () => process.env.HOME || os.homedir(),
    cwd: () => process.cwd(),
    uid: () => process.getuid?.() ?? null,
    gid: () => process.getgid?.() ?? null,
  };
}

function createTerminal(process: Process): Terminal {
  return {
    isTerminal: (output) => process[output].isTTY === true,
    columns: (output) => process[output].columns || 80,
    rows: (output) => process[output].rows || 24,
    write: (output, data) =>
      new Promise((resolve, reject) => {
        process[output].write(data, (problem) => problem ? reject(problem) : resolve());
      }),
  };
}
