/** Which API versions know something; without `since` and `until` all that this client speaks. */
export interface VersionRange {
  /** The first version that knows it. */
  readonly since?: string;
  /** The last version that knows it. */
  readonly until?: string;
  /** What takes its place, as the end of "use ...". */
  readonly instead?: string;
  /** Whether versions after `until` do what it asked for anyway, or have no need of it. */
  readonly harmless?: boolean;
}

/** Which API versions know a field of a request's body. */
export interface FieldRange extends VersionRange {
  /** The option that sets the field, where there is one. */
  readonly option?: string;
}

/**
 * The ranges of a body's fields by their paths, e.g. `HostConfig.Mounts[].Type=image`.
 *
 * `[]` stands for each item of a list, `{}` for each field of an object, and `=` for one particular value.
 */
export type FieldRanges = Readonly<Record<string, FieldRange>>;

/** Which API versions know a method, and what it takes. */
export interface MethodVersions extends VersionRange {
  /** The options that not all versions know. */
  readonly options?: Readonly<Record<string, VersionRange>>;
  /** The fields of the body that not all versions know; a function puts them together when they are needed. */
  readonly body?: FieldRanges | (() => FieldRanges);
}

/** What was put together already. */
const BODIES = /* @__PURE__ */ new Map<() => FieldRanges, FieldRanges>();

/** Returns the fields of a method's body that not all versions know. */
export function bodyRanges({ body }: MethodVersions): FieldRanges {
  if (typeof body !== "function") return body ?? {};
  let ranges = BODIES.get(body);
  if (ranges === undefined) BODIES.set(body, ranges = body());
  return ranges;
}
