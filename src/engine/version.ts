import { InvalidVersion, ProtocolError } from "../errors.ts";
import { quote } from "../text/quote.ts";

/** The newest API version that this client speaks. */
export const NEWEST_VERSION = "1.56";
/** The oldest API version that this client speaks. */
export const OLDEST_VERSION = "1.24";

const WRONG_VERSION_REGEXP = /is too (?:old|new)\b|client is newer than server/i;
const CLIENT_REGEXP = /client (?:version|is) /i;
const VERSION_REGEXP = /^(\d{1,4})\.(\d{1,4})$/;

/**
 * Compares two API versions: negative when `a` is older, 0 when they are the same, positive when `a` is newer.
 *
 * @param a A version such as `1.9`.
 * @param b A version such as `1.41`.
 * @throws {InvalidVersion} When one is not two numbers with a point between.
 */
export function compareVersions(a: string, b: string): number {
  const [majorA, minorA] = parseVersion(a);
  const [majorB, minorB] = parseVersion(b);
  return majorA === majorB ? minorA - minorB : majorA - majorB;
}

function parseVersion(text: string): [number, number] {
  const match = VERSION_REGEXP.exec(text);
  if (match === null) {
    throw new InvalidVersion(
      `Cannot use the API version ${
        JSON.stringify(text)
      }: a version is two numbers, such as "1.41"`,
    );
  }
  return [Number(match[1]), Number(match[2])];
}

/**
 * Checks a version that a caller has fixed.
 *
 * @param version E.g. `1.41`.
 * @throws {InvalidVersion} When it is malformed or older than this client speaks.
 */
export function checkFixedVersion(version: string): void {
  // An older path than 1.24 is let through: the Engine itself says what it thinks of it.
  if (compareVersions(version, "1.0") >= 0) return;
  throw new InvalidVersion(
    `Cannot use the API version ${JSON.stringify(version)}: it is below 1.0`,
  );
}

/**
 * Picks the version that both sides speak.
 *
 * @param newest The newest version of the Engine.
 * @param address The Engine's address, for the error.
 * @throws {InvalidVersion} When the Engine is older than this client speaks.
 * @throws {ProtocolError} When it is no version.
 */
export function negotiateVersion(newest: string, address: string): string {
  if (!VERSION_REGEXP.test(newest)) {
    throw new ProtocolError(
      `Cannot learn the API version of the engine at ${address}: it names ${
        quote(newest)
      }, which is not two numbers`,
    );
  }
  if (compareVersions(newest, OLDEST_VERSION) < 0) {
    throw new InvalidVersion(
      `Cannot talk to the engine at ${address}: its newest API version is ${newest}, and this client needs ${OLDEST_VERSION} or newer`,
    );
  }
  return compareVersions(newest, NEWEST_VERSION) < 0 ? newest : NEWEST_VERSION;
}

/** Whether the Engine says that it does not speak the version of the path. */
export function isWrongVersion(words: string): boolean {
  return CLIENT_REGEXP.test(words) && WRONG_VERSION_REGEXP.test(words);
}
