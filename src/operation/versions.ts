import { isRecord } from "../text/is_record.ts";
import { InvalidVersion } from "../errors.ts";
import { compareVersions } from "../engine/version.ts";

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

/** The range of what every version knows. */
export const ALWAYS: VersionRange = {};

/** What a range says itself: what objects inherit limits nothing. */
function own(range: VersionRange): VersionRange {
  return { __proto__: null, ...range } as VersionRange;
}

/**
 * Tells whether some version does not know something.
 *
 * @param range Which versions know it.
 */
export function isLimited(range: VersionRange): boolean {
  if (range === ALWAYS) return false;
  const { since, until, harmless } = own(range);
  return since !== undefined || until !== undefined && harmless !== true;
}

/**
 * Tells whether a version knows something.
 *
 * @param version The version in use, e.g. `1.41`.
 * @param range Which versions know it.
 */
export function fits(version: string, range: VersionRange): boolean {
  const { since, until, harmless } = own(range);
  if (since !== undefined && compareVersions(version, since) < 0) return false;
  return until === undefined || harmless === true || compareVersions(version, until) <= 0;
}

/**
 * Refuses what the version in use does not know.
 *
 * @param action What is attempted.
 * @param version The version in use.
 * @param subject What it may not know, e.g. `option "platform"`.
 * @param range Which versions know it.
 * @throws {InvalidVersion} When the version in use is not one of them.
 */
export function requireVersion(
  action: string,
  version: string,
  subject: string,
  range: VersionRange,
): void {
  if (fits(version, range)) return;
  const { since, until, instead } = own(range);
  const tooOld = since !== undefined && compareVersions(version, since) < 0;
  const problem = tooOld
    ? `needs API version ${since}`
    : `is known up to API version ${until} only`;
  const wayOut = tooOld || instead === undefined ? "" : `; use ${instead}`;
  throw new InvalidVersion(`${action}: ${subject} ${problem}, and ${version} is in use${wayOut}`);
}

/**
 * Tells whether a value asks for nothing: an inspection returns zeros, and they may be sent back to a
 * version that does not know the field. An object of zeros is one too.
 *
 * @param value The value.
 */
export function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.values(value).every(isZero);
  return value === undefined || value === null || value === false || value === 0 || value === "";
}
