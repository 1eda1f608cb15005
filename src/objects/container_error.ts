import { DockerError } from "../errors.ts";
import { lastLines } from "../text/last_lines.ts";

/** What a {@linkcode ContainerError} knows of the command that failed. */
export interface ContainerErrorDetails {
  /** The container's id. */
  container: string;
  /** The exit code of the command: 127 when there is no such program, 126 when it cannot be run. */
  exitCode: number;
  /** The command's words; undefined for the image's own command. */
  command?: readonly string[] | undefined;
  /** The image, where one was named. */
  image?: string | undefined;
  /** What the command wrote to its standard output. */
  stdout: string;
  /** What the command wrote to its standard error. */
  stderr: string;
}

/** A command in a container ended with another exit code than 0. */
export class ContainerError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "ContainerError";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_CONTAINER";
  /** The container's id. */
  readonly container: string;
  /** The exit code of the command. */
  readonly exitCode: number;
  /** The command's words; undefined for the image's own command. */
  readonly command: readonly string[] | undefined;
  /** The image, where one was named. */
  readonly image: string | undefined;
  /** What the command wrote to its standard output. */
  readonly stdout: string;
  /** What the command wrote to its standard error. */
  readonly stderr: string;

  /**
   * Makes the error of a command; its message ends with the last lines of the output.
   *
   * @param action What was attempted, e.g. `Cannot run "false" in image "busybox"`.
   * @param details The command and how it ended.
   * @param cause The Engine's own error, where the command could not be started.
   */
  constructor(action: string, details: ContainerErrorDetails, cause?: unknown) {
    const tail = lastLines(details.stderr) || lastLines(details.stdout);
    const end = `${action}: it ended with exit code ${details.exitCode}`;
    super(tail === "" ? end : `${end}: ${tail}`, cause === undefined ? undefined : { cause });
    this.container = details.container;
    this.exitCode = details.exitCode;
    this.command = details.command;
    this.image = details.image;
    this.stdout = details.stdout;
    this.stderr = details.stderr;
  }
}
