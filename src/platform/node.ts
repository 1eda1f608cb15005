import { loadFiles } from "./node_files.ts";
import { createTerminal } from "./node_terminal.ts";
import type { Paths, Platform, Processes, System } from "./types.ts";
import { codeOf } from "../errors.ts";

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
  const [os, path, { default: process }, { setImmediate }, files] = await Promise.all([
    import("node:os"),
    import("node:path"),
    import("node:process"),
    import("node:timers/promises"),
    loadFiles(),
  ]);
  return {
    files,
    paths: createPaths(path),
    processes,
    system: createSystem(os, process, () => setImmediate()),
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

function createSystem(
  os: typeof import("node:os"),
  process: Process,
  turn: System["turn"],
): System {
  return {
    turn,
    os: OS_NAMES[process.platform] ?? "other",
    env: (name) => process.env[name],
    mayReadVariable: (variable) => isGranted({ name: "env", variable }),
    mayReadFile: (path) => isGranted({ name: "read", path }),
    home: () => process.env.HOME || os.homedir(),
    cwd: () => process.cwd(),
    pid: process.pid,
    hostname: () => os.hostname(),
    isRunning: (pid) => isRunning(process, pid),
    uid: () => process.getuid?.() ?? null,
    gid: () => process.getgid?.() ?? null,
  };
}

/** Tells whether Deno has a permission; Bun and Node ask for none. */
function isGranted(permission: object): boolean {
  const { Deno } = globalThis as {
    Deno?: { permissions?: { querySync(permission: object): { state: string } } };
  };
  return Deno?.permissions === undefined ||
    Deno.permissions.querySync(permission).state === "granted";
}

function isRunning(process: Process, pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It may be another user's.
    return codeOf(error) === "EPERM";
  }
}
