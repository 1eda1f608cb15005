import { isRecord } from "./checks.ts";
import { setOwn } from "./own.ts";

/**
 * Copies lists and plain objects of a value, so that a call sends what it was given: a caller may
 * go on with an object of its own while the call waits for something.
 *
 * @param value The value. Bytes, streams, functions and the like stay what they are.
 * @param isJSON Whether it becomes JSON: then an instance of a class is its fields.
 * @param seen What is copied already: one object stays one, and a cycle has an end.
 */
export function snapshot<T>(
  value: T,
  isJSON: boolean = false,
  seen: Map<unknown, unknown> | undefined = undefined,
): T {
  if (typeof value !== "object" || value === null) return value;
  seen ??= new Map();
  if (seen.has(value)) return seen.get(value) as T;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const item of value) list.push(snapshot(item, isJSON, seen));
    return list as T;
  }
  if (!isRecord(value) || !(isJSON ? typeof value.toJSON !== "function" : isPlain(value))) {
    return value;
  }
  const copy: Record<string, unknown> = {};
  seen.set(value, copy);
  for (const [name, item] of Object.entries(value)) {
    setOwn(copy, name, snapshot(item, isJSON, seen));
  }
  return copy as T;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
