/** Why an operation failed after its answer had begun; such a record ends the stream. */
export interface ErrorDetail {
  /** What went wrong. */
  message: string;
  /** A status or exit code. */
  code?: number;
}

/** How far an operation is. */
export interface ProgressDetail {
  /** How much is done, mostly in bytes. */
  current?: number;
  /** How much there is to do; absent or 0 when that is not known. */
  total?: number;
  /** The unit, for people, when it is not bytes. */
  units?: string;
  /** Whether numbers make no sense for this. */
  hidecounts?: boolean;
  /** When it began, in seconds since 1970. */
  start?: number;
}

/** A record of a pull, push, load or import. */
export interface ProgressRecord {
  /** What the record is about, mostly a layer's short id. */
  id?: string;
  /** What happens. */
  status?: string;
  /** How far it is. */
  progressDetail?: ProgressDetail | null;
  /** The same as a drawn bar. Until API 1.51. */
  progress?: string;
  /** Text for people, of a load. */
  stream?: string;
  /** What came of it: `Tag`, `Digest` and `Size` of a push, `ID` of a build. */
  aux?: unknown;
  /** Why it failed. */
  errorDetail?: ErrorDetail | null;
  /** The failure's message alone. Until API 1.51. */
  error?: string;
}
