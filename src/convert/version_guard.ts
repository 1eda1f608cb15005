import { InvalidVersion } from "../errors.ts";
import { compareVersions } from "../version.ts";
import { isRecord } from "./checks.ts";
import type { FieldRange, VersionRange } from "./version_range.ts";
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
  for (const path in known.body) {
    const range = known.body[path]!;
    if (fits(version, range)) continue;
    const found = find(body, path, "", range);
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

/** Finds a field by its path in the table; returns the path in the body, or undefined. */
function find(
  value: unknown,
  path: string,
  before: string,
  range: VersionRange,
): string | undefined {
  if (path === "") return isGiven(value, range) ? before : undefined;
  if (path.startsWith("=")) return value === path.slice(1) ? before + path : undefined;
  if (path.startsWith("[]")) {
    return findAmong(Object.entries(toList(value)), path.slice(2), before, range, true);
  }
  if (path.startsWith("{}")) {
    return findAmong(
      Object.entries(isRecord(value) ? value : {}),
      path.slice(2),
      before,
      range,
      false,
    );
  }
  if (!isRecord(value)) return undefined;
  const start = path.startsWith(".") ? 1 : 0;
  const end = path.slice(start).search(/[.=[{]/);
  const name = end < 0 ? path.slice(start) : path.slice(start, start + end);
  const rest = end < 0 ? "" : path.slice(start + end);
  return find(value[name], rest, before === "" ? name : `${before}.${name}`, range);
}

function findAmong(
  entries: [string, unknown][],
  rest: string,
  before: string,
  range: VersionRange,
  list: boolean,
): string | undefined {
  for (const [key, item] of entries) {
    const place = list ? `${before}[${key}]` : `${before}.${key}`;
    const found = find(item, rest, place, range);
    if (found !== undefined) return found;
  }
  return undefined;
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
