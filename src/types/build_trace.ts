import type { ProgressRecord } from "./progress.ts";

/** A record of a build. */
export interface BuildRecord extends ProgressRecord {
  /** What a record `moby.buildkit.trace` of a BuildKit build says, decoded from its `aux`. */
  trace?: BuildTrace;
}

/** How a BuildKit build goes on: what has changed since the last one. */
export interface BuildTrace {
  /** The steps. */
  vertexes: BuildVertex[];
  /** What is going on within steps. */
  statuses: BuildStatus[];
  /** What steps have printed. */
  logs: BuildLog[];
  /** What the builder warns of. */
  warnings: BuildWarning[];
}

/** A step of a BuildKit build. */
export interface BuildVertex {
  /** The digest that names the step. */
  digest: string;
  /** The digests of the steps whose results it uses. */
  inputs: string[];
  /** What it does, e.g. `[2/3] RUN make`. */
  name: string;
  /** Whether its result was there already. */
  cached: boolean;
  /** When it began, in seconds since 1970 with a fraction; `null` when it has not. */
  started: number | null;
  /** When it ended, in seconds since 1970 with a fraction; `null` when it has not. */
  completed: number | null;
  /** Why it failed; empty when it did not. */
  error: string;
  /** What it belongs to, when several steps are told as one. */
  progressGroup: BuildProgressGroup | null;
}

/** Steps that are told as one. */
export interface BuildProgressGroup {
  /** The group's id. */
  id: string;
  /** The group's name. */
  name: string;
  /** Whether the steps' own names may take its place. */
  weak: boolean;
}

/** Something that goes on within a step, such as a download. */
export interface BuildStatus {
  /** What it is. */
  id: string;
  /** The digest of the step. */
  vertex: string;
  /** What is done. */
  name: string;
  /** How much is done, mostly in bytes. */
  current: number;
  /** How much there is to do; 0 when that is not known. */
  total: number;
  /** When this was so, in seconds since 1970 with a fraction. */
  timestamp: number | null;
  /** When it began, in seconds since 1970 with a fraction. */
  started: number | null;
  /** When it ended, in seconds since 1970 with a fraction; `null` when it has not. */
  completed: number | null;
}

/** What a step has printed. */
export interface BuildLog {
  /** The digest of the step. */
  vertex: string;
  /** When it was printed, in seconds since 1970 with a fraction. */
  timestamp: number | null;
  /** Where it was printed: 1 is the standard output, 2 the standard error. */
  stream: number;
  /** The bytes, cut anywhere, within a character too. */
  data: Uint8Array;
}

/** Something in a build that is no error yet. */
export interface BuildWarning {
  /** The digest of the step. */
  vertex: string;
  /** How weighty it is, 0 most of all. */
  level: number;
  /** What it is about, in a line. */
  short: string;
  /** More of it, line by line. */
  detail: string[];
  /** Where to read about it; empty when nowhere. */
  url: string;
  /** The file that it is about; empty when there is none. */
  file: string;
  /** The file's text; empty when it is not told. */
  source: string;
  /** The lines of the file. */
  ranges: BuildRange[];
}

/** Where in a file something is; lines count from 1. */
export interface BuildRange {
  /** The first line. */
  startLine: number;
  /** The first character of it, counted from 0. */
  startCharacter: number;
  /** The last line. */
  endLine: number;
  /** The last character of it. */
  endCharacter: number;
}
