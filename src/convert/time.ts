import { parseDuration } from "./duration.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

/**
 * A moment: a `Date`, seconds since 1970 (fractions too), the same as a string of up to nine
 * fractional digits, RFC 3339 text, or a span such as `"10m"` that is counted back from now by
 * this machine's clock.
 */
export type Time = Date | number | string;

const ACCEPTED = "a Date, seconds since 1970 such as 1700000000.5, a string of seconds such as " +
  '"1700000000.123456789", RFC 3339 such as "2024-01-02T03:04:05.6Z", or a span such as "10m"';
const SECONDS_REGEXP = /^\d{1,18}(\.\d{1,9})?$/;
const RFC3339_REGEXP =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\d*([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Reads a moment for `since` and `until`.
 *
 * @param value The moment.
 * @param argument The argument's name, for errors.
 * @param now The present in milliseconds since 1970, from which spans count back.
 * @returns Seconds since 1970, with a fraction of up to nine digits: what the Engine takes.
 * @throws {TypeError} When the value is no moment.
 * @throws {RangeError} When it lies before 1970.
 */
export function toTimestamp(value: unknown, argument: string, now: number = Date.now()): string {
  if (value instanceof Date) return fromMilliseconds(value.getTime(), value, argument);
  if (typeof value === "number") return fromSeconds(value, argument);
  if (typeof value !== "string") throw wrongShape(argument, value, ACCEPTED);
  if (SECONDS_REGEXP.test(value)) return value;
  const span = parseDuration(value);
  if (span !== undefined) return fromMilliseconds(now - span / 1e6, value, argument);
  const match = RFC3339_REGEXP.exec(value);
  if (match === null) throw wrongShape(argument, value, ACCEPTED);
  const [, day, clock, fraction, zone] = match;
  // A day that its month does not have would be taken for one of the next month.
  const isDay = new Date(`${day}T${clock}Z`).toJSON()?.startsWith(day!);
  if (!isDay) throw wrongShape(argument, value, ACCEPTED);
  // The fraction stays apart: a number has no room for nanoseconds.
  const whole = Date.parse(`${day}T${clock}${zone!.toUpperCase()}`);
  const seconds = fromMilliseconds(whole, value, argument);
  return fraction === undefined ? seconds : `${seconds}.${fraction}`;
}

/**
 * Refuses a span of a log that ends before it begins: the Engine answers with an empty one.
 *
 * @param action What is attempted, e.g. `Cannot read the logs of container "web"`.
 * @param span Where it begins and ends.
 * @throws {RangeError} When `since` is later than `until`.
 */
export function checkOrder(
  action: string,
  { since, until }: { since?: Time | undefined; until?: Time | undefined },
): void {
  if (since === undefined || until === undefined) return;
  const now = Date.now();
  const from = Number(toTimestamp(since, "since", now));
  if (from <= Number(toTimestamp(until, "until", now))) return;
  throw new RangeError(`${action}: since is later than until`);
}

function fromMilliseconds(milliseconds: number, value: unknown, argument: string): string {
  if (Number.isNaN(milliseconds)) throw wrongShape(argument, value, ACCEPTED);
  if (milliseconds < 0) throw wrongValue(argument, value, "a time since 1970");
  const seconds = Math.floor(milliseconds / 1000);
  const nanoseconds = Math.round((milliseconds - seconds * 1000) * 1e6);
  return nanoseconds === 0 ? String(seconds) : `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
}

function fromSeconds(seconds: number, argument: string): string {
  if (!Number.isFinite(seconds)) throw wrongShape(argument, seconds, ACCEPTED);
  if (seconds < 0) throw wrongValue(argument, seconds, "a time since 1970");
  if (seconds >= 1e18) throw wrongValue(argument, seconds, "seconds, fewer than 1e18");
  // The shortest digits that name the number, without the noise that toFixed() adds.
  const text = String(seconds);
  return SECONDS_REGEXP.test(text) ? text : seconds.toFixed(9);
}
