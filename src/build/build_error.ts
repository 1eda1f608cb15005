import { APIError, type APIErrorDetails } from "../errors.ts";

/** The step that a build failed at. */
export interface FailedStep {
  /** What the builder calls it, e.g. `[2/3] RUN make`. */
  readonly name: string;
  /** The last lines that it has printed, 20 at most. */
  readonly logTail: readonly string[];
  /** The Dockerfile's name; `null` when this side does not know the Dockerfile. */
  readonly file: string | null;
  /** The number of the step's first line there, from 1. */
  readonly startLine: number | null;
  /** The number of its last line. */
  readonly endLine: number | null;
  /** Its lines and a few around them. */
  readonly source: readonly {
    /** The line's number. */
    readonly number: number;
    /** The line. */
    readonly text: string;
    /** Whether it is one of the step's own. */
    readonly isMeant: boolean;
  }[];
}

/** A build failed; {@linkcode APIError.records} holds the output up to the failure. */
export class BuildError extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "BuildError";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_BUILD";
  /** The exit code of the process in the step that failed; `null` when something else did. */
  readonly exitCode: number | null;
  /** The step that failed, what it printed last and where it stands; `null` when it was none. */
  readonly step: FailedStep | null;

  /**
   * Makes the error of a failed build.
   *
   * @param action What was attempted, e.g. `Cannot build "app"`.
   * @param details The answer.
   * @param exitCode The exit code of the process that failed.
   * @param step The step that failed.
   */
  constructor(
    action: string,
    details: APIErrorDetails,
    exitCode: number | null = null,
    step: FailedStep | null = null,
  ) {
    super(action, details);
    this.exitCode = exitCode;
    this.step = step;
  }
}
