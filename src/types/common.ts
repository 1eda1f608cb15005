/**
 * What every group of wire types shares.
 *
 * Wire types are spelt as the Engine spells them. A field that is not always there is optional, one that may be
 * `null` says so, and `Since API 1.44.` or `Until API 1.51.` name the first or last API version that
 * knows a field. Times are RFC 3339 text unless a comment names a unit.
 *
 * Where a configuration class exists (`Mount`, `SwarmSpec` ...), its wire form has the class's name with
 * the suffix `JSON` (`MountJSON`, `SwarmSpecJSON`); all other wire types have no suffix.
 *
 * @module
 */

/** Any value that JSON can say. */
export type JSONValue = string | number | boolean | null | JSONValue[] | {
  [field: string]: JSONValue;
};

/** Names and texts, such as labels or the options of a driver. */
export type StringMap = Record<string, string>;

/** A set on the wire: each member is a key with an empty object as its value. */
export type EmptyObjectSet = Record<string, Record<string, never>>;

/** What one filter looks for; several values mean that any of them will do. */
export type FilterValue = string | number | boolean | readonly (string | number | boolean)[];

/**
 * Filters of a list, an event stream or a prune, e.g. `{ label: ["app=web"], dangling: true }`. One that is
 * `undefined` is not given; a prune refuses it, for without it more would be removed.
 */
export type Filters = Record<string, FilterValue>;

/** The answer to a request that made something. */
export interface IdResponse {
  /** The id of what was made. */
  Id: string;
}

/** The version of an object in a swarm; an update must name the version that it changes. */
export interface ObjectVersion {
  /** A number that grows with each change. */
  Index: number;
}

/** A driver (of logs, volumes, secrets, templates ...) and its options. */
export interface DriverConfigJSON {
  /** The driver's name. */
  Name: string;
  /** Options that only the driver understands. */
  Options?: StringMap | null | undefined;
}

/** A limit of a process's resources, as `ulimit` sets them. */
export interface Ulimit {
  /** The resource, e.g. `nofile`. */
  Name: string;
  /** The limit in force, which the process may raise up to the hard one. */
  Soft: number;
  /** The highest value that the soft limit may take. */
  Hard: number;
}

/** Which technology keeps Windows containers apart; the empty string is the daemon's default. */
export type Isolation = "default" | "process" | "hyperv" | "";
