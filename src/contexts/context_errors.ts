import { DockerError } from "../errors.ts";

/** A context of the `docker` command cannot be made, changed or removed. */
export class ContextException extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "ContextException";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_CONTEXT";
}

/** The name of a context is missing. */
export class MissingContextParameter extends ContextException {
  /** The class's own name, kept when names are minified. */
  override name = "MissingContextParameter";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_MISSING_CONTEXT_PARAMETER";
}

/** There is a context of that name already. */
export class ContextAlreadyExists extends ContextException {
  /** The class's own name, kept when names are minified. */
  override name = "ContextAlreadyExists";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_CONTEXT_ALREADY_EXISTS";
}

/** There is no context of that name. */
export class ContextNotFound extends ContextException {
  /** The class's own name, kept when names are minified. */
  override name = "ContextNotFound";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_CONTEXT_NOT_FOUND";
}
