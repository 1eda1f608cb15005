import type { Platform, ProcessResult } from "../../src/platform/types.ts";

/** What a fake machine holds. */
export interface FakeMachine {
  /** The texts of its files, by path; an error is thrown to who reads it. */
  files?: Record<string, string | Error>;
  /** Its environment. */
  env?: Record<string, string>;
  /** The user's home directory. @default {"/home/me"} */
  home?: string;
  /** The operating system. @default {"linux"} */
  os?: Platform["system"]["os"];
  /** Returns the user's id. @default {() => 1000} */
  uid?(): number | null;
  /** Whether a permission would have to be asked for. @default {false} */
  locked?: boolean;
  /** Runs its programs; without it none is found. */
  run?:
    | ((command: string, args: readonly string[], stdin: string) => Promise<Partial<ProcessResult>>)
    | undefined;
}

/** The parts of a machine that configuration and credentials come from. */
export function fakePlatform(machine: FakeMachine): Platform {
  const { files = {}, env = {}, home = "/home/me", os = "linux", run, uid = () => 1000, locked } =
    machine;
  return {
    files: {
      stat: (path: string) => Promise.resolve(files[path] === undefined ? null : {}),
      readText: (path: string) => {
        const file = files[path] ?? null;
        return file instanceof Error ? Promise.reject(file) : Promise.resolve(file);
      },
    },
    paths: { join: (...parts: string[]) => parts.join("/") },
    system: {
      os,
      env: (name: string) => env[name],
      mayReadVariable: () => !locked,
      mayReadFile: () => !locked,
      home: () => home,
      uid,
    },
    processes: {
      run: async (command: string, args: readonly string[], options: { stdin?: string } = {}) => {
        if (run === undefined) {
          throw Object.assign(new Error(`spawn ${command} ENOENT`), { code: "ENOENT" });
        }
        const empty = { code: 0, signal: null, killed: null };
        const nothing = { stdout: new Uint8Array(0), stderr: new Uint8Array(0) };
        return { ...empty, ...nothing, ...await run(command, args, options.stdin ?? "") };
      },
    },
  } as unknown as Platform;
}

/** What a program writes. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
