/** The base of every error that this module throws, `TypeError` and `RangeError` for bad input aside. */
export class DockerError extends Error {
  /** The class's own name, kept when names are minified. */
  override name = "DockerError";
}

/** What an {@linkcode APIError} knows of the answer it stands for. */
export interface APIErrorDetails {
  /** The HTTP status code of the answer, or the code that a record in a stream carried. */
  status: number;
  /** The Engine's own words. */
  explanation: string;
  /** The request's method, e.g. `POST`. */
  method: string;
  /** The request's path without its query, e.g. `/v1.41/containers/web/start`. */
  path: string;
  /** The progress records that came before the failure, for a failure inside a stream. */
  records?: readonly unknown[];
}

/** The Engine answered with an error, as a status or as a record inside a successful stream. */
export class APIError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "APIError";
  /** The HTTP status code of the answer. */
  readonly status: number;
  /** The Engine's own words. */
  readonly explanation: string;
  /** The request's method, e.g. `POST`. */
  readonly method: string;
  /** The request's path without its query. */
  readonly path: string;
  /** The progress records that came before the failure; empty for an answer that failed as a whole. */
  readonly records: readonly unknown[];

  /**
   * Makes the error of an answer.
   *
   * @param action What was attempted, e.g. `Cannot start container "web"`.
   * @param details The answer.
   */
  constructor(action: string, details: APIErrorDetails) {
    super(
      `${action}: ${details.explanation} (${details.status}, ${details.method} ${details.path})`,
    );
    this.status = details.status;
    this.explanation = details.explanation;
    this.method = details.method;
    this.path = details.path;
    this.records = details.records ?? [];
  }

  /** Tells whether the request was at fault: a status from 400 to 499. */
  isClientError(): boolean {
    return this.status >= 400 && this.status < 500;
  }

  /** Tells whether the Engine was at fault: a status of 500 or more. */
  isServerError(): boolean {
    return this.status >= 500;
  }
}

/** The Engine did not understand or refused the parameters (status 400). */
export class BadRequest extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "BadRequest";
}

/** The Engine, or a registry behind it, refused the credentials (status 401). */
export class Unauthorized extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "Unauthorized";
}

/** The operation is not allowed (status 403). */
export class Forbidden extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "Forbidden";
}

/** The object does not exist (status 404). */
export class NotFound extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "NotFound";
}

/** The image does not exist (status 404 of an operation on an image). */
export class ImageNotFound extends NotFound {
  /** The class's own name, kept when names are minified. */
  override name = "ImageNotFound";
}

/** The object is in a state, or has a name, that the operation conflicts with (status 409). */
export class Conflict extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "Conflict";
}

/** The Engine failed (a status of 500 or more). */
export class ServerError extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "ServerError";
}

/** A build failed; {@linkcode APIError.records} holds the output up to the failure. */
export class BuildError extends APIError {
  /** The class's own name, kept when names are minified. */
  override name = "BuildError";
}

/** No connection could be opened, or one was lost before an answer began. */
export class ConnectionError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "ConnectionError";
  /** The address that was tried, e.g. `unix:///var/run/docker.sock`. */
  readonly address: string;

  /**
   * Makes the error of an address that does not answer.
   *
   * @param address The address that was tried.
   * @param problem What went wrong, in a few words.
   * @param cause The runtime's own error.
   */
  constructor(address: string, problem: string, cause?: unknown) {
    super(`Cannot reach the engine at ${address}: ${problem}`, { cause });
    this.address = address;
  }
}

/** The peer's bytes are not what the protocol allows, or they end too early. */
export class ProtocolError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "ProtocolError";
}

/** Which part of a call took too long. */
export type TimeoutPhase = "connect" | "head" | "idle" | "total";

/** A call took longer than it was allowed to. */
export class TimeoutError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "TimeoutError";
  /** The part of the call that took too long. */
  readonly phase: TimeoutPhase;
  /** The limit that was passed, in seconds. */
  readonly seconds: number;

  /**
   * Makes the error of a limit that was passed.
   *
   * @param action What was attempted, e.g. `Cannot list containers`.
   * @param phase The part of the call that took too long.
   * @param seconds The limit that was passed, in seconds.
   */
  constructor(action: string, phase: TimeoutPhase, seconds: number) {
    super(`${action}: ${PHASE_TEXT[phase]} within ${seconds} seconds`);
    this.phase = phase;
    this.seconds = seconds;
  }
}

const PHASE_TEXT: Record<TimeoutPhase, string> = {
  connect: "no connection was made",
  head: "no answer began",
  idle: "no more bytes arrived",
  total: "the call did not finish",
};

/** The API version in use does not know the method or parameter, or client and Engine share none. */
export class InvalidVersion extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "InvalidVersion";
}

/** The method or parameter is gone; the message names the way out. */
export class DeprecatedMethod extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "DeprecatedMethod";
}

/** A required id or name is empty. */
export class NullResource extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "NullResource";
}

/** A repository or image reference cannot be parsed. */
export class InvalidRepository extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "InvalidRepository";
}

/** A configuration file cannot be read or parsed. */
export class InvalidConfigFile extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "InvalidConfigFile";
}

/** The TLS settings contradict each other or name something that cannot be used. */
export class TLSParameterError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "TLSParameterError";
}

/** The swarm settings contradict each other. */
export class CreateSwarmError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "CreateSwarmError";
}
