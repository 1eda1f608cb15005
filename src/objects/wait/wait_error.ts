import { DockerError } from "../../errors.ts";

/** A container was waited for in vain: it ended, is unhealthy, or can never do what it was waited for. */
export class WaitError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "WaitError";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_WAIT";
  /** The container's id. */
  readonly container: string;
  /** The exit code, when the container ended and it is known; otherwise null. */
  readonly exitCode: number | null;
  /** The last lines of its output. */
  readonly output: string;

  /**
   * Makes the error of a wait.
   *
   * @param message What was waited for, and why it will not come.
   * @param container The container's id.
   * @param exitCode The exit code, when the container ended and it is known.
   * @param output The last lines of its output.
   */
  constructor(message: string, container: string, exitCode: number | null, output: string) {
    super(output === "" ? message : `${message}; its last output: ${output}`);
    this.container = container;
    this.exitCode = exitCode;
    this.output = output;
  }
}
