/** The request for a further command in a container. */
export interface ExecCreateBody {
  /** Whether stdin is attached. */
  AttachStdin?: boolean | undefined;
  /** Whether stdout is attached. */
  AttachStdout?: boolean | undefined;
  /** Whether stderr is attached. */
  AttachStderr?: boolean | undefined;
  /** The terminal's first size, `[height, width]`. Since API 1.42. */
  ConsoleSize?: number[] | null | undefined;
  /** The keys that detach, e.g. `ctrl-p,ctrl-q`. */
  DetachKeys?: string | undefined;
  /** Whether the command has a terminal. */
  Tty?: boolean | undefined;
  /** The environment, each `NAME=value`. Since API 1.25. */
  Env?: string[] | null | undefined;
  /** The command's words. */
  Cmd: string[];
  /** Whether the command may do all that the host's root may. */
  Privileged?: boolean | undefined;
  /** The user, `name` or `uid`, with `:group` if wanted. */
  User?: string | undefined;
  /** The working directory of the command. Since API 1.35. */
  WorkingDir?: string | undefined;
}

/** What the Engine knows of a further command in a container. */
export interface ExecInspect {
  /** The id of this run. */
  ID: string;
  /** The container's id. */
  ContainerID: string;
  /** Whether it runs now. */
  Running: boolean;
  /** The exit code; null before it has ended. */
  ExitCode: number | null;
  /** The command. */
  ProcessConfig: ProcessConfig;
  /** Whether stdin is attached. */
  OpenStdin: boolean;
  /** Whether stdout is attached. */
  OpenStdout: boolean;
  /** Whether stderr is attached. */
  OpenStderr: boolean;
  /** Whether this run can be removed. */
  CanRemove: boolean;
  /** The keys that detach, as bytes in base64. */
  DetachKeys?: string | undefined;
  /** The id of the process on the host; 0 when it does not run. Since API 1.25. */
  Pid?: number | undefined;
}

/** A command as the Engine keeps it. */
export interface ProcessConfig {
  /** Whether it has a terminal. */
  tty: boolean;
  /** The first word. */
  entrypoint: string;
  /** The other words. */
  arguments: string[] | null;
  /** Whether it may do all that the host's root may. */
  privileged?: boolean | undefined;
  /** The user. */
  user?: string | undefined;
}
