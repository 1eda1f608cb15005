import { InvalidVersion } from "../errors.ts";
import { compareVersions } from "../engine/version.ts";
import { isRecord } from "../convert/checks.ts";
import { bodyRanges, type FieldRange, type VersionRange } from "./version_range.ts";
import { METHOD_VERSIONS } from "./version_table.ts";

/**
 * Refuses what the API version in use does not know of a call, by the one table of versions.
 *
 * Options and fields that are `undefined` or `null` do not count as given.
 *
 * @param action What is attempted, e.g. `Cannot create a container`.
 * @param version The API version in use, e.g. `1.41`.
 * @param method The method's name, e.g. `createContainer`.
 * @param options The options that the caller gave.
 * @param body The body that would be sent.
 * @throws {InvalidVersion} When the version does not know the method, an option or a field.
 */
export function requireVersion(
  action: string,
  version: string,
  method: string,
  options: object = {},
  body: unknown = undefined,
): void {
  const known = METHOD_VERSIONS[method];
  if (known === undefined) throw new TypeError(`Cannot check the version of "${method}"`);
  check(action, version, `${method}()`, known);
  const given = options as Readonly<Record<string, unknown>>;
  for (const name in known.options) {
    const range = known.options[name]!;
    if (isGiven(given[name], range)) check(action, version, `option "${name}"`, range);
  }
  if (!isRecord(body)) return;
  const ranges = bodyRanges(known);
  for (const path in ranges) {
    const range = ranges[path]!;
    if (fits(version, range)) continue;
    const found = find(body, path.match(STEP_REGEXP)!, "", range);
    if (found !== undefined) check(action, version, nameField(range, found), range);
  }
}

function check(action: string, version: string, subject: string, range: VersionRange): void {
  if (fits(version, range)) return;
  const { since, until, instead } = range;
  const tooOld = since !== undefined && compareVersions(version, since) < 0;
  const problem = tooOld
    ? `needs API version ${since}`
    : `is known up to API version ${until} only`;
  const wayOut = tooOld || instead === undefined ? "" : `; use ${instead}`;
  throw new InvalidVersion(`${action}: ${subject} ${problem}, and ${version} is in use${wayOut}`);
}

function fits(version: string, { since, until, harmless }: VersionRange): boolean {
  if (since !== undefined && compareVersions(version, since) < 0) return false;
  return until === undefined || harmless === true || compareVersions(version, until) <= 0;
}

function nameField({ option }: FieldRange, path: string): string {
  return option === undefined ? `field "${path}"` : `option "${option}" (${path})`;
}

/** Tells whether a value asks for something; what is gone may still be sent as the Engine's zero. */
function isGiven(value: unknown, range: VersionRange): boolean {
  if (value === undefined || value === null) return false;
  if (range.until === undefined) return true;
  if (Array.isArray(value)) return value.length > 0;
  return value !== false && value !== 0 && value !== "";
}

const STEP_REGEXP = /\[\]|\{\}|=.*|[^.[{=]+/g;

/** Finds a field by its path in the table; returns the path in the body, or undefined. */
function find(
  value: unknown,
  [step, ...rest]: string[],
  before: string,
  range: VersionRange,
): string | undefined {
  if (step === undefined) return isGiven(value, range) ? before : undefined;
  if (step.startsWith("=")) return value === step.slice(1) ? before + step : undefined;
  if (step === "[]") {
    return first(Array.isArray(value) ? value.entries() : [], (key, item) => {
      return find(item, rest, `${before}[${key}]`, range);
    });
  }
  if (step === "{}") {
    return first(isRecord(value) ? Object.entries(value) : [], (key, item) => {
      return find(item, rest, `${before}.${key}`, range);
    });
  }
  if (!isRecord(value)) return undefined;
  return find(value[step], rest, before === "" ? step : `${before}.${step}`, range);
}

function first<Key>(
  entries: Iterable<[Key, unknown]>,
  search: (key: Key, item: unknown) => string | undefined,
): string | undefined {
  for (const [key, item] of entries) {
    const found = search(key, item);
    if (found !== undefined) return found;
  }
  return undefined;
}
