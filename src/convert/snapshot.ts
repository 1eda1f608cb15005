import { isRecord } from "./checks.ts";
import { setOwn } from "./own.ts";

/** Requests are no deeper than a few levels; what is, such as a cycle, is refused when it is written. */
const DEEPEST = 100;

/**
 * Copies lists and plain objects of a value, so that a call sends what it was given: a caller may
 * go on with an object of its own while the call waits for something.
 *
 * @param value The value. Bytes, streams, functions and the like stay what they are.
 * @param isJSON Whether it becomes JSON: then an instance of a class is its fields.
 * @param depth How deep it stands.
 */
export function snapshot<T>(value: T, isJSON: boolean = false, depth: number = 0): T {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) {
    return Array.from(value, (item) => snapshot(item, isJSON, depth + 1)) as T;
  }
  if (!isRecord(value) || !(isJSON ? typeof value.toJSON !== "function" : isPlain(value))) {
    return value;
  }
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    setOwn(copy, name, snapshot(item, isJSON, depth + 1));
  }
  return copy as T;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
