import { isRecord } from "./checks.ts";
import { setOwn } from "./own.ts";

/** The prototypes of classes whose instances are their fields and nothing else. */
const FIELDS_ALONE = /* @__PURE__ */ new WeakSet<object>([Object.prototype]);

/**
 * Says that an object is its fields and nothing else, and so is what else its class makes.
 *
 * @param instance The object, e.g. a configuration that is being made.
 */
export function markFieldsAlone(instance: object): void {
  const prototype = Object.getPrototypeOf(instance);
  if (prototype !== null) FIELDS_ALONE.add(prototype);
}

/**
 * Copies lists, plain objects and configurations of a value, so that a call sends what it was given: a caller may
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
  if (!isRecord(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  const isAlone = prototype === null || FIELDS_ALONE.has(prototype);
  if (!(isJSON ? typeof value.toJSON !== "function" : isAlone)) return value;
  const copy: Record<string, unknown> = isAlone && prototype !== null
    ? Object.create(prototype)
    : {};
  seen.set(value, copy);
  for (const [name, item] of Object.entries(value)) {
    setOwn(copy, name, snapshot(item, isJSON, seen));
  }
  return copy as T;
}

/**
 * Copies bytes that their owner may overwrite once a call has begun; all else stays what it is.
 *
 * @param data Anything.
 */
export function copyBytes<T>(data: T): T {
  if (!ArrayBuffer.isView(data) && !(data instanceof ArrayBuffer)) return data;
  try {
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(data)
      ? data
      : { buffer: data, byteOffset: 0, byteLength: data.byteLength };
    return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice() as T;
  } catch {
    // What was transferred is refused by who takes it.
    return data;
  }
}
