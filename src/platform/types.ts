/** What a path stands for on disk. */
export type FileKind =
  | "file"
  | "directory"
  | "symlink"
  | "character-device"
  | "block-device"
  | "fifo"
  | "socket"
  | "other";

/** What the file system knows of one path. */
export interface FileInfo {
  /** What the path stands for. */
  kind: FileKind;
  /** The size in bytes. */
  size: number;
  /** The permission bits with set-id and sticky bits, at most `0o7777`. */
  mode: number;
  /** The owner's user id; 0 where the system has none. */
  uid: number;
  /** The owner's group id; 0 where the system has none. */
  gid: number;
  /** The time of the last change, in seconds since 1970 with a fraction. */
  mtime: number;
  /** The same in nanoseconds, as far as the runtime knows them; only where it was asked for. */
  mtimeNanoseconds?: bigint;
  /** Names the same file under several paths; set only where a regular file has several. */
  identity?: string;
  /** The device's major number, of devices only. */
  deviceMajor?: number;
  /** The device's minor number, of devices only. */
  deviceMinor?: number;
}

/** A file that was opened for reading. */
export interface FileSource {
  /** Describes the open file, whatever its path stands for by now. */
  info(): Promise<FileInfo>;
  /**
   * Reads the next bytes; `null` at the end of the file.
   *
   * @param size The most bytes to read.
   * @param room Where they are put; a buffer of their own without it.
   */
  read(size: number, room?: Uint8Array): Promise<Uint8Array | null>;
  /** Closes the file. Calling it again is harmless. */
  close(): Promise<void>;
}

/** A file that was opened for writing. */
export interface FileSink {
  /** Writes all of the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Sets the owner. */
  chown(uid: number, gid: number): Promise<void>;
  /** Sets the permission bits. */
  chmod(mode: number): Promise<void>;
  /** Sets the time of the last change, in seconds since 1970 with a fraction. */
  utimes(mtime: number): Promise<void>;
  /** Closes the file. Calling it again is harmless. */
  close(): Promise<void>;
}

/** How {@linkcode Files.create} opens a file. */
export interface CreateFileOptions {
  /** Refuses with code `EEXIST` when the path stands for anything already, a symlink included. */
  exclusive?: boolean;
  /** The permission bits of a new file, less the process's mask; 0o666 by default. */
  mode?: number;
}

/**
 * The file system. Where a method fails, it rejects with the runtime's error, whose `code` is the
 * system's name of the problem, e.g. `EACCES`.
 */
export interface Files {
  /** Opens a file for reading. */
  open(path: string): Promise<FileSource>;
  /** Opens a file for writing and empties it, or makes it. */
  create(path: string, options?: CreateFileOptions): Promise<FileSink>;
  /** Reads a file as a stream, opened at the first pull and closed at the end or by cancelling. */
  stream(path: string): ReadableStream<Uint8Array>;
  /** Reads a whole file; `null` when there is none. */
  readBytes(path: string): Promise<Uint8Array | null>;
  /** Returns the SHA-256 of a file's content in hexadecimal digits. */
  sha256(path: string): Promise<string>;
  /** Reads a whole UTF-8 file; `null` when there is none. */
  readText(path: string): Promise<string | null>;
  /** Writes a whole file; a string as UTF-8. */
  write(path: string, data: string | Uint8Array, options?: CreateFileOptions): Promise<void>;
  /** Describes what a path leads to, through symlinks; `null` when there is nothing. */
  stat(path: string): Promise<FileInfo | null>;
  /** Describes a path itself, a symlink as such; `null` when there is nothing. */
  lstat(path: string): Promise<FileInfo | null>;
  /** Describes a path itself, with its time in nanoseconds; `null` when there is nothing. */
  lstatExact(path: string): Promise<FileInfo | null>;
  /** Does the same as {@linkcode Files.lstatExact} and waits for it: everything else stands still meanwhile. */
  lstatAtOnce(path: string): FileInfo | null;
  /**
   * Reads the beginning of a file and waits for it: everything else stands still meanwhile.
   *
   * @param path The file; one that would keep its reader waiting, such as a pipe, is empty.
   * @param room Where the bytes are put.
   * @returns How many there are: all, unless the room is full.
   */
  readAtOnce(path: string, room: Uint8Array): number;
  /** Lists the names in a directory, without `.` and `..`, in no certain order. */
  list(path: string): Promise<string[]>;
  /** Returns a symlink's target as it is stored. */
  readlink(path: string): Promise<string>;
  /** Returns the absolute path without symlinks in it. */
  realpath(path: string): Promise<string>;
  /** Makes a directory; with `recursive`, its parents too, and none of them need be missing. */
  mkdir(path: string, options?: { recursive?: boolean; mode?: number }): Promise<void>;
  /** Makes a symlink at `path` that holds `target`. */
  symlink(target: string, path: string): Promise<void>;
  /** Makes a hard link at `path` to the file at `existing`. */
  link(existing: string, path: string): Promise<void>;
  /** Sets the permission bits. */
  chmod(path: string, mode: number): Promise<void>;
  /** Sets the owner of a path itself. */
  lchown(path: string, uid: number, gid: number): Promise<void>;
  /** Sets the time of the last change, in seconds since 1970 with a fraction. */
  utimes(path: string, mtime: number): Promise<void>;
  /** Moves a path to another name on the same file system, over what is there. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, a symlink or an empty directory; with `recursive`, a directory and all in it. */
  remove(path: string, options?: { recursive?: boolean }): Promise<void>;
}

/** The system's rules for paths. */
export interface Paths {
  /** What is between two names: `/`, or `\` on Windows. */
  readonly separator: string;
  /** Joins parts and takes `.` and `..` out. */
  join(...parts: string[]): string;
  /** Makes a path absolute: from the right, the first absolute part or the current directory. */
  resolve(...parts: string[]): string;
  /** Tells whether a path is absolute. */
  isAbsolute(path: string): boolean;
  /** Returns the path without its last name. */
  dirname(path: string): string;
  /** Returns the last name of a path. */
  basename(path: string): string;
  /** Returns the way from one path to another. */
  relative(from: string, to: string): string;
}

/** How a process starts. */
export interface SpawnOptions {
  /** The working directory; the current one by default. */
  cwd?: string;
  /** Variables that are added to, or replace, the process's own. */
  env?: Record<string, string>;
}

/** How {@linkcode Processes.run} runs a process to its end. */
export interface RunOptions extends SpawnOptions {
  /** What the process reads; nothing by default. */
  stdin?: string | Uint8Array;
  /** After how many seconds the process is killed; never by default. */
  timeout?: number;
  /** How many bytes of each output are kept before the process is killed; 1 MiB by default. */
  maxOutput?: number;
  /** Kills the process; the call then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** How a process ended. */
export interface ProcessExit {
  /** The exit code; `null` when a signal ended it. */
  code: number | null;
  /** The name of the signal that ended it, e.g. `SIGKILL`; `null` when it exited by itself. */
  signal: string | null;
}

/** What {@linkcode Processes.run} gives: how the process ended, and what it wrote. */
export interface ProcessResult extends ProcessExit {
  /** What it wrote to its standard output. */
  stdout: Uint8Array;
  /** What it wrote to its standard error. */
  stderr: Uint8Array;
  /** Why it was killed, if it was. */
  killed: "timeout" | "output" | null;
}

/** A process with open pipes. */
export interface RunningProcess {
  /** The process id. */
  readonly pid: number;
  /** Resolves when the process has ended and its outputs are closed; never rejects. */
  readonly exit: Promise<ProcessExit>;
  /** Resolves with the next bytes of the standard output, with `null` at its end. */
  read(): Promise<Uint8Array | null>;
  /** Writes to the standard input; a slow process slows the caller. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the standard input. */
  closeStdin(): Promise<void>;
  /** The last 16 KiB of what it wrote to its standard error so far, as text. */
  stderr(): string;
  /** Kills the process, with SIGTERM unless another signal is named. */
  kill(signal?: string): void;
  /** Lets the process keep this one alive (the state it starts in). */
  ref(): void;
  /** Lets this process end while that one runs. */
  unref(): void;
}

/** Other programs. No shell is ever involved: arguments reach the program as they are. */
export interface Processes {
  /**
   * Runs a program to its end. Rejects with the runtime's error, whose `code` is `ENOENT` when
   * there is no such program.
   */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<ProcessResult>;
  /** Starts a program and leaves its pipes open; rejects as `run` does. */
  spawn(command: string, args: readonly string[], options?: SpawnOptions): Promise<RunningProcess>;
}

/** The process's own surroundings. */
export interface System {
  /** The operating system. */
  readonly os: "linux" | "darwin" | "windows" | "other";
  /** Returns an environment variable; `undefined` when it is not set. */
  env(name: string): string | undefined;
  /** Tells whether an environment variable can be read without asking the user, as Deno does. */
  mayReadVariable(name: string): boolean;
  /** Tells whether a file can be read without asking the user, as Deno does. */
  mayReadFile(path: string): boolean;
  /** Resolves when all else that is ready to be done has had its turn. */
  turn(): Promise<void>;
  /** Returns the user's home directory. */
  home(): string;
  /** Returns the current directory. */
  cwd(): string;
  /** The id of this process. */
  readonly pid: number;
  /** Returns the name of this host. */
  hostname(): string;
  /** Tells whether a process of this host runs. */
  isRunning(pid: number): boolean;
  /** Returns the user id; `null` where the system has none. */
  uid(): number | null;
  /** Returns the group id; `null` where the system has none. */
  gid(): number | null;
}

/** One of the two outputs of the process. */
export type OutputName = "stdout" | "stderr";

/** The standard input of the process, read byte for byte. */
export interface TerminalInput {
  /** Resolves with what was typed, with `null` at the end and behind {@linkcode TerminalInput.close}. */
  read(): Promise<Uint8Array | null>;
  /** Puts the terminal back as it was and lets go of the input. Calling it again is harmless. */
  close(): void;
}

/** The terminal that the process may run in. */
export interface Terminal {
  /** Tells whether an output, or the input, is a terminal. */
  isTerminal(stream: OutputName | "stdin"): boolean;
  /**
   * Reads the standard input; a terminal is set to raw mode, in which every key arrives as it is
   * typed. However the process ends, short of SIGKILL, the terminal is put back.
   */
  openInput(): TerminalInput;
  /**
   * Calls back when the size of the terminal changes.
   *
   * @param listener What is called.
   * @returns What ends that.
   */
  onResize(listener: () => void): () => void;
  /** Returns a terminal's width in characters; 80 where it is not known. */
  columns(output: OutputName): number;
  /** Returns a terminal's height in lines; 24 where it is not known. */
  rows(output: OutputName): number;
  /** Writes to an output; a slow reader slows the caller. */
  write(output: OutputName, data: string | Uint8Array): Promise<void>;
}

/** All that the module knows of the machine it runs on, connections aside. */
export interface Platform {
  /** The file system. */
  readonly files: Files;
  /** The system's rules for paths. */
  readonly paths: Paths;
  /** Other programs. */
  readonly processes: Processes;
  /** The process's own surroundings. */
  readonly system: System;
  /** The terminal. */
  readonly terminal: Terminal;
}
